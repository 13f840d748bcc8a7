"""Figures kept as a run, signed, published, taken out and computed again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli import district

pytestmark = pytest.mark.django_db
FEBRUARY = ("--from", "2026-02-01", "--to", "2026-02-28", "--mechanism", "hotline", "--json")


def kept(bihuan: Any) -> Any:
    version = district.settle()
    district.take_in(version)
    district.assigned(version)
    return bihuan("score", "run", *FEBRUARY).rows[0]


def test_a_run_is_kept_and_listed(bihuan: Any) -> None:
    run = kept(bihuan)
    assert (run["rows"], run["published_at"], len(run["digest"])) == (2, None, 64)
    [listed] = bihuan("score", "list", "--json").rows
    assert listed == run
    assert bihuan("score", "list", "--as", "handler", "--json").rows == [run]


def test_strangers_keep_no_run(bihuan: Any) -> None:
    district.settle()
    said = bihuan("score", "run", *FEBRUARY, "--as", "handler")
    assert said.exit_code == 2
    assert "belong to the office" in said.err


def test_figures_are_published_with_their_signature(bihuan: Any) -> None:
    key = str(kept(bihuan)["run"])
    [asked] = bihuan("score", "publish", key, "--as", "clerk", "--json").rows
    assert (asked["awaits_signature"], asked["published_at"]) == ("unit-head", None)
    refused = bihuan("score", "publish", key, "--as", "clerk")
    assert (refused.exit_code, "unit-head" in refused.err) == (2, True)


@pytest.mark.parametrize("name", ["figures.json", "figures.csv"])
def test_a_published_file_is_computed_again(bihuan: Any, tmp_path: Path, name: str) -> None:
    key, file = published(bihuan), tmp_path / name
    assert bihuan("score", "take", key, str(file)).exit_code == 0
    again = bihuan("score", "recompute", str(file), "--json")
    assert again.exit_code == 0
    assert [(row["by"], row["kind"]) for row in again.rows][:2] == [
        ("unit", "whole"), ("unit", "pooled"),
    ]  # fmt: skip
    assert bihuan("score", "take", key, str(file)).exit_code == 2


def published(bihuan: Any) -> str:
    """A run published by somebody who sits at the head of the office."""
    key = str(kept(bihuan)["run"])
    district.headed()
    bihuan("score", "publish", key, "--as", "clerk")
    [done] = bihuan("score", "publish", key, "--as", "director", "--json").rows
    assert done["published_at"] is not None
    return key


def test_a_file_that_says_otherwise_ends_with_status_one(bihuan: Any, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    bihuan("score", "take", published(bihuan), str(file))
    told = json.loads(file.read_text())
    told["rows"][0]["matters"] += 1
    file.write_text(json.dumps(told))
    assert bihuan("score", "recompute", str(file)).exit_code == 1
    assert bihuan("score", "recompute", str(tmp_path / "none")).exit_code == 2


def test_a_correction_is_a_run_that_names_the_old_one(bihuan: Any) -> None:
    key = published(bihuan)
    [new] = bihuan("score", "correct", key, "--reason", "漏计", "--as", "clerk", "--json").rows
    assert new["corrects"] == int(key)
