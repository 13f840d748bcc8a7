"""Days as people write them, each with what was understood and how surely."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.matters.rules.ledgers.whens import Near, when

NEAR = date(2023, 7, 5)  # a Wednesday


def read(cell: str, *, ahead: bool) -> tuple[str, str] | None:
    found = when(cell, Near(NEAR, ahead))
    return found and (found.at.date().isoformat() if found.at else "", found.doubt)


@pytest.mark.parametrize(
    ("cell", "deadline", "happened"),
    [
        ("2023年8月3日", ("2023-08-03", ""), ("2023-08-03", "")),
        ("2023.6.19 15:30", ("2023-06-19", ""), ("2023-06-19", "")),
        ("45127", ("2023-07-20", ""), ("2023-07-20", "")),
        ("二〇二三年八月三日", ("2023-08-03", ""), ("2023-08-03", "")),
        ("6月底前", ("2023-06-30", "loose"), ("2023-06-30", "loose")),
        ("2023.8", ("2023-08-31", "month-only"), ("2023-08-01", "month-only")),
        ("6月前", ("2023-05-31", "month-only"), ("2023-06-01", "month-only")),
        ("下周五", ("2023-07-14", "relative"), ("2023-07-14", "relative")),
        ("本周内", ("2023-07-07", "relative"), ("2023-07-07", "relative")),
        ("月底", ("2023-07-31", "relative"), ("2023-07-31", "relative")),
        ("8.15", ("2023-08-15", "year-guessed"), ("2022-08-15", "year-guessed")),
        ("23.8.15", ("2023-08-15", "year-short"), ("2023-08-15", "year-short")),
        ("8月3日、8月10日", ("2023-08-10", "range"), ("2022-08-03", "range")),
        ("年底前", ("2023-12-31", "loose"), ("2023-12-31", "loose")),
        ("2023年第三季度", ("2023-09-30", "loose"), ("2023-09-30", "loose")),
        ("拟于9月底前完成", ("2023-09-30", "loose"), ("2022-09-30", "loose")),
        ("明年3月", ("2024-03-31", "month-only"), ("2024-03-01", "month-only")),
        ("长期", ("", "no-day"), ("", "no-day")),
        ("—", ("", ""), ("", "")),
        ("2.30", None, None),
        ("问过了", None, None),
    ],
)
def test_a_day_is_read_as_a_deadline_and_as_what_happened(
    cell: str, deadline: tuple[str, str] | None, happened: tuple[str, str] | None
) -> None:
    assert read(cell, ahead=True) == deadline
    assert read(cell, ahead=False) == happened


@pytest.mark.parametrize(("cell", "day"), [("15个工作日", "2023-07-26"), ("3天内", "2023-07-08")])
def test_a_span_is_a_deadline_and_never_what_happened(cell: str, day: str) -> None:
    assert read(cell, ahead=True) == (day, "relative")
    assert read(cell, ahead=False) is None


def test_a_deadline_without_a_year_may_lie_in_the_next_one() -> None:
    found = when("1月10日", Near(date(2023, 12, 20), ahead=True))
    assert found
    assert found.at
    assert found.at.date() == date(2024, 1, 10)
