"""The reference tells every key as the schema has it, and its examples run."""

import re
from pathlib import Path

import pytest

from bihuan.mechanisms import checker, loading
from bihuan.mechanisms.schema import published, words

PAGE = (Path(__file__).parents[2] / "docs/reference/mechanism-file.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
TOP = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)


def _parts() -> list[tuple[str, str, str]]:
    schema = published.schema()
    found = {"file": schema, **schema["$defs"]}
    return [
        (name, key, value["description"])
        for name, part in found.items()
        if name != "Assumed"
        for key, value in part.get("properties", {}).items()
    ]


@pytest.mark.parametrize(("part", "key", "meaning"), _parts())
def test_every_key_is_told(part: str, key: str, meaning: str) -> None:
    assert f"| `{key}` | {meaning} |" in PAGE, part


def _with(fragment: str) -> str:
    """The whole file of the page, with the keys of a fragment in place of its own."""
    changed = [section.split(":")[0] for section in TOP.split(fragment) if section]
    kept = [s for s in TOP.split(BLOCKS[0]) if s and s.split(":")[0] not in changed]
    return "".join(kept) + fragment


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_loads_and_passes_the_check(block: str) -> None:
    loaded = loading.load(_with(block).encode(), "example")
    assert [fault for fault in checker.check(loaded) if fault.level == "error"] == []


def test_every_word_is_told() -> None:
    told = (*words.EVENTS, *words.SIGNABLE, *words.DUTIES, *words.CHANNELS, *words.HOLDERS)
    for word in told:
        assert f"`{word}`" in PAGE, word
