"""The floors hold where the import linter cannot see: foreign keys, runtime imports, size."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "bihuan"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
LONGEST_FILE = 400
LONGEST_FUNCTION = 50


def floors(container: str) -> list[set[str]]:
    """The floors of a container as the import contract names them, lowest first."""
    contract = next(c for c in CONTRACTS if c.get("containers") == [container])
    return [{name.strip(" ()") for name in layer.split("|")} for layer in contract["layers"]][::-1]


def floor_of(module: str) -> tuple[int, int]:
    """How high a module stands; the registers have floors of their own inside theirs."""
    parts = module.split(".")
    heights = [0, 0]
    for depth, container in enumerate(("bihuan", "bihuan.registers")):
        if module.startswith(f"{container}."):
            name = parts[depth + 1]
            heights[depth] = next(i for i, names in enumerate(floors(container)) if name in names)
    return heights[0], heights[1]


def app_of(module: str) -> str:
    return apps.get_containing_app_config(module).name


def links() -> list[tuple[str, str]]:
    return [
        (model.__module__, field.related_model.__module__)
        for model in apps.get_models()
        if model.__module__.startswith("bihuan.")
        for field in model._meta.get_fields()
        if field.is_relation
        and field.related_model
        and not field.auto_created
        and field.related_model.__module__.startswith("bihuan.")
    ]


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{source} -> {target}"
        for source, target in links()
        if app_of(source) != app_of(target) and floor_of(target) >= floor_of(source)
    ]
    assert links()
    assert upward == []


def test_a_floor_stands_on_the_ones_below() -> None:
    assert floor_of("bihuan.matters.models") > floor_of("bihuan.registers.evidence.models")
    assert floor_of("bihuan.registers.evidence.models") > floor_of("bihuan.registers.parties.x")
    assert floor_of("bihuan.registers.parties.x") > floor_of("bihuan.registers.journal.x")
    assert floor_of("bihuan.registers.journal.x") > floor_of("bihuan.kernel.step")


def pure_modules() -> list[str]:
    files = [*SRC.glob("kernel/**/*.py"), *SRC.glob("mechanisms/**/*.py")]
    files += SRC.glob("registers/sheets/*.py")
    files += [f for f in SRC.rglob("*.py") if "rules" in f.with_suffix("").parts]
    names = {f.relative_to(SRC.parent).with_suffix("").as_posix().replace("/", ".") for f in files}
    return sorted(name.removesuffix(".__init__") for name in names)


def test_rules_wake_without_django() -> None:
    modules = pure_modules()
    code = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "sys.exit('django' in sys.modules)"
    )
    assert "bihuan.kernel.refused" in modules
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def too_long(path: Path) -> list[str]:
    text = path.read_text()
    name = path.relative_to(ROOT)
    faults = [f"{name}: {lines} lines"] if (lines := text.count("\n")) > LONGEST_FILE else []
    functions = (
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    for node in functions:
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > LONGEST_FUNCTION:
            faults.append(f"{name}: {node.name} has {length} lines")
    return faults


def test_files_and_functions_stay_small() -> None:
    files = [f for f in SRC.rglob("*.py") if "migrations" not in f.parts]
    files += [*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    assert [fault for path in sorted(files) for fault in too_long(path)] == []


def test_size_limits_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / "long.py"
    path.write_text("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION + "\n" * LONGEST_FILE)
    assert too_long(path) == ["long.py: 451 lines", "long.py: f has 51 lines"]


def test_every_change_of_a_model_has_its_migration() -> None:
    loader = MigrationLoader(None)
    with translation.override(None):  # a verbose name in Chinese is no change
        detector = MigrationAutodetector(
            loader.project_state(),
            ProjectState.from_apps(apps),
            NonInteractiveMigrationQuestioner(),
        )
        assert detector.changes(graph=loader.graph) == {}


def test_migrations_are_linear() -> None:
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
