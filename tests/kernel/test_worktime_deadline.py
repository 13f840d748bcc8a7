from datetime import UTC, datetime, time, timedelta

import pytest

from bihuan.kernel import worktime
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL, Calendar, CountFrom, Deadline, Pause

_NATIONAL = worktime.national_calendar()
_EVENT, _NEXT, _NEXT_WORKING = CountFrom.EVENT, CountFrom.NEXT_DAY, CountFrom.NEXT_WORKING_DAY


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def _due(start: str, span: str, count: CountFrom = _NEXT, *, roll: bool = True) -> str:
    due = worktime.deadline(
        _NATIONAL, _at(start), worktime.parse_span(span), count, roll=roll
    ).due_at
    assert due is not None
    assert due.tzinfo is LOCAL
    return due.replace(tzinfo=None).isoformat(" ", "seconds")


@pytest.mark.parametrize(
    ("start", "span", "count", "due"),
    [
        # A make-up Saturday counts, nine days of Spring Festival do not.
        ("2026-02-13 16:00", "5wd", _NEXT, "2026-02-27"),
        ("2026-02-13 16:00", "5wd", _NEXT_WORKING, "2026-02-27"),
        ("2026-02-13 16:00", "5wd", _EVENT, "2026-02-26"),
        ("2026-02-13 23:59", "1wd", _NEXT, "2026-02-14"),
        ("2026-02-17 10:00", "1wd", _NEXT, "2026-02-24"),
        ("2026-02-17 10:00", "1wd", _EVENT, "2026-02-24"),
        # A breakfast meeting on an ordinary Saturday.
        ("2026-03-07 08:00", "2wd", _NEXT, "2026-03-10"),
        ("2026-03-07 08:00", "2wd", _EVENT, "2026-03-10"),
        # The day itself (当日).
        ("2026-03-04 08:00", "0wd", _NEXT, "2026-03-04"),
        ("2026-03-07 08:00", "0wd", _NEXT, "2026-03-09"),
    ],
)
def test_working_days(start: str, span: str, count: CountFrom, due: str) -> None:
    assert _due(start, span, count) == f"{due} 23:59:59"


@pytest.mark.parametrize(
    ("start", "span", "count", "roll", "due"),
    [
        ("2026-03-02 09:00", "7d", _NEXT, True, "2026-03-09"),
        ("2026-03-02 09:00", "7d", _EVENT, True, "2026-03-09"),  # 8 March is a Sunday
        ("2026-03-02 09:00", "7d", _EVENT, False, "2026-03-08"),
        ("2026-01-30 09:00", "15d", _NEXT, True, "2026-02-14"),  # ends on a make-up Saturday
        ("2026-01-31 09:00", "15d", _NEXT, True, "2026-02-24"),  # ends on the first day off
        ("2026-01-31 09:00", "15d", _NEXT, False, "2026-02-15"),
        ("2026-02-13 16:00", "3d", _NEXT_WORKING, True, "2026-02-24"),
        ("2026-02-14 16:00", "3d", _NEXT_WORKING, True, "2026-02-26"),
        ("2026-03-07 16:00", "0d", _NEXT, True, "2026-03-09"),
        ("2026-03-07 16:00", "0d", _NEXT, False, "2026-03-07"),
        # Months: the corresponding day, or the last of a shorter month (Civil Code Art. 202).
        ("2026-03-02 09:00", "1mo", _NEXT, True, "2026-04-02"),
        ("2026-01-31 09:00", "1mo", _NEXT, True, "2026-02-28"),
        ("2024-01-31 09:00", "1mo", _NEXT, True, "2024-02-29"),
        ("2026-02-28 09:00", "1mo", _NEXT, True, "2026-03-30"),  # 28 March is a Saturday
        ("2026-03-02 09:00", "1mo", _EVENT, True, "2026-04-01"),
        ("2026-03-01 09:00", "1mo", _EVENT, True, "2026-03-31"),
        ("2024-01-31 09:00", "1mo", _EVENT, True, "2024-02-29"),
        ("2024-01-30 09:00", "1mo", _EVENT, True, "2024-02-29"),
        ("2024-01-29 09:00", "1mo", _EVENT, True, "2024-02-28"),
        ("2025-08-30 09:00", "1mo", _NEXT_WORKING, True, "2025-09-30"),
        ("2025-11-15 09:00", "3mo", _NEXT, True, "2026-02-24"),
    ],
)
def test_natural_days_and_months(
    start: str, span: str, count: CountFrom, *, roll: bool, due: str
) -> None:
    assert _due(start, span, count, roll=roll) == f"{due} 23:59:59"


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-02-14 23:50", "10min", "2026-02-15 00:00:00"),
        ("2026-02-14 23:50", "24h", "2026-02-15 23:50:00"),
        ("2026-02-14 23:50", "0", "2026-02-14 23:50:00"),
        ("2026-03-04 09:30", "1wh", "2026-03-04 10:30:00"),
        ("2026-03-04 11:30", "1wh", "2026-03-04 14:00:00"),  # across the lunch break
        ("2026-03-04 12:10", "1wh", "2026-03-04 14:30:00"),
        ("2026-03-04 03:00", "1wh", "2026-03-04 10:00:00"),
        ("2026-03-04 22:00", "1wh", "2026-03-05 10:00:00"),  # a call at night
        ("2026-03-04 17:00", "1wh", "2026-03-05 09:30:00"),
        ("2026-03-04 09:00", "7wh", "2026-03-04 17:30:00"),  # ends when the office closes
        ("2026-03-04 09:00", "14wh", "2026-03-05 17:30:00"),
        ("2026-03-06 17:00", "1wh", "2026-03-09 09:30:00"),  # over a weekend
        ("2026-02-14 17:00", "1wh", "2026-02-24 09:30:00"),  # over Spring Festival
        ("2026-02-13 17:00", "1wh", "2026-02-14 09:30:00"),  # into a make-up Saturday
        ("2026-02-17 10:00", "0wh", "2026-02-17 10:00:00"),
    ],
)
@pytest.mark.parametrize("count", list(CountFrom))
def test_clock_time_and_working_hours_run_from_the_event(
    start: str, span: str, due: str, count: CountFrom
) -> None:
    assert _due(start, span, count) == due


def test_the_start_is_read_on_the_local_wall_clock() -> None:
    late = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)  # 00:30 on 5 March in the office
    due = worktime.deadline(_NATIONAL, late, worktime.parse_span("1wd")).due_at
    assert due == _at("2026-03-06 23:59:59")


def test_a_moment_without_a_zone_is_a_bug() -> None:
    naive = datetime(2026, 3, 4, 16, 30)  # noqa: DTZ001 - the bug in question
    with pytest.raises(ValueError, match="must carry its zone"):
        worktime.deadline(_NATIONAL, naive, worktime.parse_span("1wd"))


def test_a_limit_cannot_be_negative() -> None:
    with pytest.raises(Refused) as refused:
        worktime.deadline(_NATIONAL, _at("2026-03-04 09:00"), worktime.parse_span("-1wd"))
    assert refused.value.code == "span.negative"
    assert "-1wd" in str(refused.value)


def test_business_may_stop_before_midnight() -> None:
    calendar = Calendar("CN", 1, _NATIONAL.days, _NATIONAL.announced, day_ends=time(17, 30))
    due = worktime.deadline(calendar, _at("2026-03-04 09:00"), worktime.parse_span("1wd"))
    assert due == Deadline(_at("2026-03-05 17:30:00"), provisional=False)


@pytest.mark.parametrize(
    ("start", "span", "roll", "provisional"),
    [
        ("2026-12-20 09:00", "5wd", True, False),
        ("2026-12-20 09:00", "15wd", True, True),
        ("2026-12-20 09:00", "15wd", False, True),
        ("2026-12-20 09:00", "60d", True, True),
        ("2026-12-20 09:00", "60d", False, False),  # no notice can move it
        ("2026-12-20 09:00", "2mo", True, True),
        ("2026-12-31 16:00", "24h", True, False),
        ("2026-12-31 16:00", "4wh", True, True),
        ("2025-12-20 09:00", "15wd", True, False),
        ("2006-12-20 09:00", "15wd", True, True),
    ],
)
def test_a_deadline_on_days_not_announced_is_provisional(
    start: str, span: str, *, roll: bool, provisional: bool
) -> None:
    found = worktime.deadline(_NATIONAL, _at(start), worktime.parse_span(span), roll=roll)
    assert found.provisional is provisional


@pytest.mark.parametrize(
    ("span", "pauses", "due"),
    [
        ("3wd", [("2026-03-03 10:00", "2026-03-05 16:00")], "2026-03-09 23:59:59"),
        ("3wd", [("2026-03-03 10:00", "2026-03-03 16:00")], "2026-03-05 23:59:59"),  # same day
        ("3wd", [("2026-03-07 10:00", "2026-03-08 16:00")], "2026-03-05 23:59:59"),  # afterwards
        ("3wd", [("2026-02-01 10:00", "2026-03-02 16:00")], "2026-03-05 23:59:59"),  # before
        ("3wd", [("2026-02-01 10:00", "2026-03-04 16:00")], "2026-03-06 23:59:59"),
        ("5wd", [("2026-03-07 10:00", "2026-03-09 16:00")], "2026-03-09 23:59:59"),  # a weekend
        (
            "3wd",  # overlapping pauses take a day out once
            [("2026-03-03 10:00", "2026-03-05 16:00"), ("2026-03-04 10:00", "2026-03-06 09:00")],
            "2026-03-10 23:59:59",
        ),
        ("3d", [("2026-03-03 10:00", "2026-03-05 16:00")], "2026-03-09 23:59:59"),
        # 5 d would end on Saturday and roll to Monday; a pause there moves it on.
        ("5d", [("2026-03-08 10:00", "2026-03-11 16:00")], "2026-03-11 23:59:59"),
        ("1mo", [("2026-03-03 10:00", "2026-03-06 16:00")], "2026-04-07 23:59:59"),
        ("24h", [("2026-03-02 10:00", "2026-03-02 12:30")], "2026-03-03 11:30:00"),
        ("24h", [("2026-03-01 10:00", "2026-03-02 12:30")], "2026-03-03 12:30:00"),
        ("24h", [("2026-03-03 09:00", "2026-03-03 12:30")], "2026-03-03 09:00:00"),
        ("4wh", [("2026-03-02 10:00", "2026-03-02 14:00")], "2026-03-02 17:00:00"),
        ("4wh", [("2026-03-02 12:00", "2026-03-02 13:30")], "2026-03-02 14:30:00"),  # lunch
    ],
)
def test_a_pause_is_taken_out(span: str, pauses: list[tuple[str, str]], due: str) -> None:
    stops = [Pause(_at(began), _at(ended), "检测") for began, ended in pauses]
    found = worktime.deadline(
        _NATIONAL, _at("2026-03-02 09:00"), worktime.parse_span(span), pauses=stops
    )
    assert found.due_at == _at(due)


@pytest.mark.parametrize(
    ("span", "began", "due"),
    [
        ("3wd", "2026-03-03 10:00", None),
        ("3wd", "2026-03-05 10:00", None),
        ("3wd", "2026-03-06 10:00", "2026-03-05 23:59:59"),
        ("5d", "2026-03-07 10:00", None),
        ("5d", "2026-03-08 10:00", None),  # between the last day and the day it rolled to
        ("5d", "2026-03-10 10:00", "2026-03-09 23:59:59"),
        ("24h", "2026-03-03 08:59", None),
        ("24h", "2026-03-03 09:00", "2026-03-03 09:00:00"),
        ("4wh", "2026-03-02 13:00", None),
        ("4wh", "2026-03-02 14:30", "2026-03-02 14:30:00"),
    ],
)
def test_a_pause_that_runs_leaves_no_date(span: str, began: str, due: str | None) -> None:
    found = worktime.deadline(
        _NATIONAL,
        _at("2026-03-02 09:00"),
        worktime.parse_span(span),
        pauses=[Pause(_at(began), None, "听证")],
    )
    assert found == Deadline(_at(due) if due else None, provisional=False)


def test_a_pause_cannot_end_before_it_began() -> None:
    reversed_pause = Pause(_at("2026-03-04 10:00"), _at("2026-03-04 09:00"), "检测")
    with pytest.raises(Refused) as refused:
        worktime.deadline(
            _NATIONAL,
            _at("2026-03-02 09:00"),
            worktime.parse_span("3wd"),
            pauses=[reversed_pause],
        )
    assert refused.value.code == "pause.reversed"
    assert "cannot end" in str(refused.value)


def test_an_extension_counts_from_the_day_after_the_old_due_day() -> None:
    old = worktime.deadline(_NATIONAL, _at("2026-02-13 16:00"), worktime.parse_span("5wd")).due_at
    assert old is not None
    longer = worktime.extended(_NATIONAL, old, worktime.parse_span("2wd"))
    assert longer.due_at == _at("2026-03-02 23:59:59")  # 28 February is a make-up Saturday
    paused = [Pause(_at("2026-02-28 09:00"), _at("2026-03-02 09:00"), "检测")]
    assert worktime.extended(_NATIONAL, old, worktime.parse_span("2wd"), paused).due_at == _at(
        "2026-03-03 23:59:59"
    )


@pytest.mark.parametrize(
    ("moment", "span", "expected"),
    [
        ("2026-02-24 23:59:59", "-1wd", "2026-02-14 23:59:59"),
        ("2026-02-14 23:59:59", "3wd", "2026-02-26 23:59:59"),
        ("2026-02-24 23:59:59", "0", "2026-02-24 23:59:59"),
        ("2026-02-24 23:59:59", "0wd", "2026-02-24 23:59:59"),
        ("2026-03-04 10:00:00", "-30min", "2026-03-04 09:30:00"),
        ("2026-03-04 10:00:00", "-24h", "2026-03-03 10:00:00"),
        ("2026-03-04 10:00:00", "-7d", "2026-02-25 10:00:00"),
        ("2026-03-31 10:00:00", "-1mo", "2026-02-28 10:00:00"),
        ("2026-03-31 10:00:00", "1mo", "2026-04-30 10:00:00"),
        ("2026-03-04 10:00:00", "-1wh", "2026-03-04 09:00:00"),
        ("2026-03-04 10:00:00", "-2wh", "2026-03-03 16:30:00"),
        ("2026-02-24 09:30:00", "-1wh", "2026-02-14 17:00:00"),
        ("2026-03-04 23:00:00", "-1wh", "2026-03-04 16:30:00"),
        ("2026-03-04 16:30:00", "2wh", "2026-03-05 10:00:00"),
        ("2026-03-04 23:00:00", "0wh", "2026-03-04 23:00:00"),
    ],
)
def test_offsets_before_and_after(moment: str, span: str, expected: str) -> None:
    found = worktime.shift(_NATIONAL, _at(moment), worktime.parse_span(span))
    assert found == _at(expected)
    assert found.tzinfo is LOCAL


@pytest.mark.parametrize(
    ("now", "days", "overdue", "minutes"),
    [
        ("2026-02-13 16:00", 5, False, 14 * 1440 + 7 * 60 + 59),
        ("2026-02-20 10:00", 4, False, 7 * 1440 + 13 * 60 + 59),
        ("2026-02-27 23:00", 0, False, 59),
        ("2026-02-27 23:59:59", 0, False, 0),
        ("2026-02-28 00:00:59", 1, True, 1),
        ("2026-03-02 12:00", 2, True, 2 * 1440 + 12 * 60),
    ],
)
def test_what_remains(now: str, days: int, *, overdue: bool, minutes: int) -> None:
    found = worktime.remaining(_NATIONAL, _at(now), _at("2026-02-27 23:59:59"))
    assert found == worktime.Remaining(days, overdue, minutes)


def test_remaining_is_the_same_in_any_zone() -> None:
    now, due = _at("2026-02-25 01:00"), _at("2026-02-27 23:59:59")
    assert worktime.remaining(
        _NATIONAL, now.astimezone(UTC), due.astimezone(UTC)
    ) == worktime.remaining(_NATIONAL, now, due)
    assert due - now > timedelta(days=2)
