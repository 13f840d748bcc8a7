from datetime import date, datetime, time, timedelta

import pytest

from bihuan.kernel import worktime
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL, Calendar, DayKind

_NATIONAL = worktime.national_calendar()


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-02-13", 0, "2026-02-13"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-15", 1, "2026-02-24"),
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-20", -1, "2026-02-14"),
        ("2026-02-24", -2, "2026-02-13"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-12-20", 15, "2027-01-08"),
        ("1990-01-01", 5, "1990-01-08"),
        ("2090-01-02", 10, "2090-01-16"),
    ],
)
def test_the_nth_working_day(day: str, n: int, expected: str) -> None:
    found = _NATIONAL.nth_working_day(date.fromisoformat(day), n)
    assert found == date.fromisoformat(expected)


def test_working_days_between_counts_the_last_and_not_the_first() -> None:
    assert _NATIONAL.working_days_between(date(2026, 2, 13), date(2026, 2, 27)) == 5
    assert _NATIONAL.working_days_between(date(2026, 2, 27), date(2026, 2, 13)) == -5
    assert _NATIONAL.working_days_between(date(2026, 2, 15), date(2026, 2, 23)) == 0


def test_a_day_of_the_ordinary_week_has_a_kind_and_no_name() -> None:
    assert _NATIONAL.kind(date(2026, 3, 4)) is DayKind.WORKING
    assert _NATIONAL.kind(date(2026, 3, 7)) is DayKind.WEEKEND
    assert _NATIONAL.name(date(2026, 3, 7)) == ""


def test_a_region_may_close_and_open_on_its_own_days() -> None:
    friday, saturday = date(2026, 3, 6), date(2026, 3, 7)
    local = {
        friday: (DayKind.LOCAL_OFF, "区庆"),
        saturday: (DayKind.LOCAL_WORKING, "区庆调休"),
    }
    calendar = Calendar("430204", 2, {**_NATIONAL.days, **local}, _NATIONAL.announced)
    assert not calendar.is_working(friday)
    assert calendar.is_working(saturday)
    assert calendar.name(friday) == "区庆"
    assert calendar.nth_working_day(date(2026, 3, 5), 1) == saturday
    assert _NATIONAL.nth_working_day(date(2026, 3, 5), 1) == friday


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        ("2026-12-28", False),
        ("2026-12-29", True),  # the notice for 2019 made 29 December 2018 a working day
        ("2026-12-31", True),
        ("2027-01-01", True),
        ("2031-06-01", True),
        ("2025-12-31", False),
        ("2007-01-01", False),
        ("2006-12-31", True),
    ],
)
def test_a_day_is_provisional_while_a_notice_may_still_change_it(
    day: str, *, provisional: bool
) -> None:
    assert _NATIONAL.is_provisional(date.fromisoformat(day)) is provisional


def test_a_stretch_across_a_year_without_notice_is_unsettled() -> None:
    calendar = Calendar("CN", 9, {}, frozenset({2024, 2026}))
    assert calendar.is_unsettled(date(2024, 6, 1), date(2026, 6, 1))
    assert not calendar.is_unsettled(date(2026, 3, 1), date(2026, 6, 1))
    assert not calendar.is_unsettled(date(2024, 3, 1), date(2024, 6, 1))


def test_a_revision_is_known_by_region_and_number_and_cannot_be_changed() -> None:
    days = {date(2026, 3, 6): (DayKind.LOCAL_OFF, "区庆")}
    calendar = Calendar("430204", 2, days, frozenset({2026}))
    days[date(2026, 3, 9)] = (DayKind.LOCAL_OFF, "later")
    assert calendar.is_working(date(2026, 3, 9))
    assert calendar == Calendar("430204", 2, {}, frozenset())
    assert calendar != Calendar("430204", 3, days, frozenset({2026}))
    assert hash(calendar) == hash(Calendar("430204", 2, {}, frozenset()))
    assert calendar != "430204"
    with pytest.raises(AttributeError):
        calendar.revision = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    "hours",
    [
        (),
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(12)), (time(11), time(17))),
        ((time(14), time(17)), (time(9), time(12))),
    ],
)
def test_office_hours_must_follow_one_another(hours: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(Refused) as refused:
        Calendar("CN", 0, {}, frozenset(), hours=hours)
    assert refused.value.code == "calendar.hours-disordered"
    assert "office hours" in str(refused.value)


def test_sessions_may_touch() -> None:
    calendar = Calendar("CN", 0, {}, frozenset(), ((time(9), time(12)), (time(12), time(17))))
    eleven = datetime(2026, 3, 4, 11, tzinfo=LOCAL)
    due = worktime.deadline(calendar, eleven, worktime.parse_span("2wh")).due_at
    assert due == eleven + timedelta(hours=2)
