"""What `make bench` prints and writes has the shape that people and programs read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench import table
from bench.figures import Bar, Figure, Skipped, read_line

FAST = Figure("kernel", 49_403.2, "steps/s", 33_814, "beats", Bar("value", "least", 30_000))
SLOW = Figure("action", 80.6, "actions/s", 403, "bare", Bar("ratio", "least", 0.35), "0.6")
PLAIN = Figure("replay", 406, "actions/s")
ABSENT = Skipped("replay", "needs ../shared/data, which is not on this machine")


@pytest.mark.parametrize(
    ("bar", "number", "holds"),
    [
        (Bar("value", "least", 30_000), 30_000, True),
        (Bar("value", "least", 30_000), 29_999.9, False),
        (Bar("value", "most", 12), 12, True),
        (Bar("value", "most", 12), 13, False),
    ],
)
def test_a_bar_is_touched_but_not_passed(bar: Bar, number: float, *, holds: bool) -> None:
    assert bar.holds(number) is holds


def test_a_ratio_is_held_to_its_bar_and_a_plain_figure_to_none() -> None:
    assert (FAST.holds, SLOW.holds, PLAIN.holds) == (True, False, None)
    assert SLOW.ratio == pytest.approx(0.2)
    assert PLAIN.ratio is None


def test_a_ratio_that_could_not_be_taken_does_not_hold() -> None:
    assert Figure("action", 80, "actions/s", bar=Bar("ratio", "least", 0.35)).holds is False


def test_the_table_is_aligned_and_says_what_was_skipped() -> None:
    assert table.drawn([FAST, SLOW, PLAIN, ABSENT]).splitlines() == [
        "measure   value  unit       baseline  ratio  bar             holds  against",
        "-------  ------  ---------  --------  -----  --------------  -----  --------------",
        "kernel   49,403  steps/s      33,814   1.46  value >= 30000  yes    beats",
        "action     80.6  actions/s       403    0.2  ratio >= 0.35   NO     bare (aim 0.6)",
        "replay      406  actions/s",
        "skipped: replay: needs ../shared/data, which is not on this machine",
    ]


def test_the_file_has_every_field_of_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    table.kept([SLOW, ABSENT], path, {"cores": 2})
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said == {
        "machine": {"cores": 2},
        "figures": [
            {
                "name": "action",
                "value": 80.6,
                "unit": "actions/s",
                "baseline": 403,
                "against": "bare",
                "bar": "ratio >= 0.35",
                "aim": "0.6",
                "ratio": pytest.approx(0.2),
                "holds": False,
            },
            {"name": "replay", "skipped": ABSENT.why},
        ],
    }


@pytest.mark.parametrize("line", [FAST, SLOW, PLAIN, ABSENT])
def test_a_line_comes_back_from_the_process_that_measured_it(line: Figure | Skipped) -> None:
    assert read_line(json.dumps(line.as_json())) == line
