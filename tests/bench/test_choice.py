"""`make bench ONLY=name` finds what is meant by a name."""

from __future__ import annotations

import importlib.util

import pytest
from bench import __main__ as bench
from bench import catalogue, rounds


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("kernel", ["kernel"]),
        ("action", ["action-sqlite", "action-postgresql"]),
        ("action-sqlite", ["action-sqlite"]),
        ("desk", ["desk-sqlite", "ledger-postgresql"]),
        ("desk-postgresql", ["ledger-postgresql"]),
        ("sweep", ["ledger-postgresql"]),
        ("nothing-of-ours", []),
    ],
)
def test_a_name_is_a_measure_or_the_first_word_of_several(only: str, names: list[str]) -> None:
    assert [measure.name for measure in catalogue.chosen(only)] == names


def test_without_a_name_everything_is_measured() -> None:
    assert catalogue.chosen("") == catalogue.MEASURES


@pytest.mark.parametrize("measure", catalogue.MEASURES, ids=lambda measure: measure.name)
def test_every_measure_has_its_module(measure: catalogue.Measure) -> None:
    assert importlib.util.find_spec(measure.module) is not None


def test_an_unknown_name_is_told_which_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "nothing-of-ours"])
    assert bench.main() == 2
    assert "kernel, action-sqlite" in capsys.readouterr().err


def test_the_one_and_the_other_take_turns() -> None:
    said: list[str] = []
    turns = rounds.counted_turns(
        lambda: said.append("a"), lambda: said.append("b"), 2, between=lambda: said.append("-")
    )
    assert "".join(said) == "a-ba-b"
    assert (len(turns.one), len(turns.other)) == (2, 2)


def test_the_first_turn_of_both_only_warms() -> None:
    said: list[str] = []
    turns = rounds.in_turns(lambda: said.append("a"), lambda: said.append("b"), 3)
    assert "".join(said) == "abababab"
    assert (len(turns.one), len(turns.other)) == (3, 3)
