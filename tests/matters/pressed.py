"""Figures as a press freezes them, for tests that need no ledger."""

from __future__ import annotations

from typing import Any

from bihuan.matters.rules.figures.counting import Counts

COUNTS = {
    "received": 12, "accepted": 11, "answered": 9, "closed": 8, "solved": 6, "ended_outside": 1,
    "reopened": 2, "overdue": 3, "due_soon": 4, "red": 1, "stock_start": 20, "stock_end": 25,
    "entered": 14, "left": 9,
}  # fmt: skip
PERIOD = {
    "kind": "week", "since": "2026-03-02T00:00:00+08:00", "until": "2026-03-09T00:00:00+08:00",
    "as_of": "2026-03-06T15:30:00+08:00",
}  # fmt: skip


def line(unit: str, late: int = 4) -> dict[str, Any]:
    return {"number": "HOTLINE-2026-00001", "title": "北门道路塌陷", "code": unit, "unit": unit,
            "due": "2026-03-02", "days_late": late, "card": "red"}  # fmt: skip


def figures(*units: str) -> dict[str, Any]:
    """The same counts for each unit, and their sum for the whole."""
    scope = {"mechanism": "", "mechanism_title": "", "unit": "", "office": "区诉求中心（演示）"}
    return {
        "period": PERIOD, "scope": scope,
        "whole": {name: n * len(units) for name, n in COUNTS.items()},
        "units": [{"code": unit, "name": unit, **COUNTS} for unit in units],
        "common": [], "overdue": [line(unit) for unit in units for _ in range(COUNTS["overdue"])],
        "due_soon": [line(unit, 0) for unit in units for _ in range(COUNTS["due_soon"])],
        "red": [line(unit) for unit in units], "restricted_apart": 0,
    }  # fmt: skip


assert set(COUNTS) == {*Counts.__slots__, "entered", "left"}
