from datetime import datetime
from pathlib import Path

import pytest

from bihuan.kernel import worktime
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL, CountFrom, DayLine, Pause

_PAGE = Path(__file__).parents[2] / "docs" / "explain" / "working-time.md"
_NATIONAL = worktime.national_calendar()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def _told(lines: tuple[DayLine, ...]) -> list[tuple[str, int | None, str]]:
    return [(f"{line.day:%m-%d}", line.counted, line.why) for line in lines]


def test_five_working_days_across_spring_festival() -> None:
    lines = worktime.explain(_NATIONAL, _at("2026-02-13 16:00"), worktime.parse_span("5wd"))
    assert _told(lines) == [
        ("02-13", None, "start"),
        ("02-14", 1, "make-up"),
        *((f"02-{day}", None, "holiday") for day in range(15, 24)),
        ("02-24", 2, "counted"),
        ("02-25", 3, "counted"),
        ("02-26", 4, "counted"),
        ("02-27", 5, "due"),
    ]
    assert {line.name for line in lines[1:11]} == {"春节"}
    assert not any(line.provisional for line in lines)


def test_natural_days_that_end_on_a_day_off() -> None:
    lines = worktime.explain(_NATIONAL, _at("2026-03-04 16:00"), worktime.parse_span("3d"))
    assert _told(lines) == [
        ("03-04", None, "start"),
        ("03-05", 1, "counted"),
        ("03-06", 2, "counted"),
        ("03-07", 3, "last-day-off"),
        ("03-08", None, "weekend"),
        ("03-09", None, "rolled"),
    ]


def test_the_day_of_the_event_as_day_one() -> None:
    lines = worktime.explain(
        _NATIONAL, _at("2026-03-06 16:00"), worktime.parse_span("2wd"), CountFrom.EVENT
    )
    assert _told(lines) == [
        ("03-06", 1, "start"),
        ("03-07", None, "weekend"),
        ("03-08", None, "weekend"),
        ("03-09", 2, "due"),
    ]


def test_natural_days_that_wait_for_the_office_to_open() -> None:
    lines = worktime.explain(
        _NATIONAL, _at("2026-03-06 16:00"), worktime.parse_span("2d"), CountFrom.NEXT_WORKING_DAY
    )
    assert _told(lines) == [
        ("03-06", None, "start"),
        ("03-07", None, "weekend"),
        ("03-08", None, "weekend"),
        ("03-09", 1, "counted"),
        ("03-10", 2, "due"),
    ]


def test_paused_days_are_told_and_not_counted() -> None:
    pauses = [Pause(_at("2026-03-05 10:00"), _at("2026-03-09 10:00"), "检测")]
    lines = worktime.explain(
        _NATIONAL, _at("2026-03-04 16:00"), worktime.parse_span("2wd"), pauses=pauses
    )
    assert _told(lines) == [
        ("03-04", None, "start"),
        *((f"03-0{day}", None, "paused") for day in range(5, 9)),
        ("03-09", 1, "counted"),
        ("03-10", 2, "due"),
    ]


def test_a_limit_that_stands_still_ends_with_the_pause() -> None:
    pauses = [Pause(_at("2026-03-06 10:00"), None, "听证")]
    start = _at("2026-03-04 16:00")
    days = worktime.explain(_NATIONAL, start, worktime.parse_span("5wd"), pauses=pauses)
    hours = worktime.explain(_NATIONAL, start, worktime.parse_span("20wh"), pauses=pauses)
    assert _told(days) == [
        ("03-04", None, "start"),
        ("03-05", 1, "counted"),
        ("03-06", None, "paused"),
    ]
    assert [(line.day.day, line.why) for line in hours] == [
        (4, "start"),
        (5, "running"),
        (6, "paused"),
    ]


def test_hours_tell_the_days_they_run_through() -> None:
    start = _at("2026-03-06 17:00")
    office = worktime.explain(_NATIONAL, start, worktime.parse_span("8wh"))
    clock = worktime.explain(_NATIONAL, start, worktime.parse_span("48h"))
    assert [line.why for line in office] == ["start", "weekend", "weekend", "running", "due"]
    assert [line.why for line in clock] == ["start", "running", "due"]
    assert all(line.counted is None for line in office + clock)


def test_days_not_announced_are_marked_where_they_matter() -> None:
    start = _at("2026-12-27 10:00")
    told = worktime.explain(_NATIONAL, start, worktime.parse_span("4wd"))
    assert [(line.day.day, line.provisional) for line in told] == [
        (27, False),
        (28, False),
        (29, True),
        (30, True),
        (31, True),
    ]
    clock = worktime.explain(_NATIONAL, start, worktime.parse_span("240h"))
    assert not any(line.provisional for line in clock)


def test_what_has_no_deadline_has_no_arithmetic() -> None:
    with pytest.raises(Refused) as refused:
        worktime.explain(_NATIONAL, _at("2026-03-04 16:00"), worktime.parse_span("-1wd"))
    assert refused.value.code == "span.negative"


def test_the_example_in_the_documentation_is_what_is_computed() -> None:
    lines = worktime.explain(_NATIONAL, _at("2026-02-13 16:00"), worktime.parse_span("5wd"))
    rows = [row for row in _PAGE.read_text("utf-8").splitlines() if row.startswith("| 2026-")]
    assert [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows] == [
        [f"{line.day} {line.day:%a}", line.kind, line.name, str(line.counted or ""), line.why]
        for line in lines
    ]
