import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from bihuan.kernel import worktime
from bihuan.kernel.worktime import DayKind

_NOTICES = Path(__file__).parents[3] / "shared" / "data" / "holidays"
_FIRST, _LAST = date(2007, 1, 1), date(2026, 12, 31)

# Days on which we and the package chinesecalendar differ; none in these years.
_KNOWN_DISAGREEMENTS: frozenset[date] = frozenset()


def _days() -> list[date]:
    return [_FIRST + timedelta(days=n) for n in range((_LAST - _FIRST).days + 1)]


def test_every_day_since_2007_agrees_with_a_second_opinion() -> None:
    calendar = worktime.national_calendar()
    differing = {d for d in _days() if calendar.is_working(d) != chinese_calendar.is_workday(d)}
    assert len(_days()) == 7305
    assert differing == _KNOWN_DISAGREEMENTS


def test_the_shipped_table_says_what_the_notices_say() -> None:
    if not _NOTICES.is_dir():
        pytest.skip("the notices are not on this machine (../shared/data/holidays)")
    said: dict[date, tuple[bool, str, str]] = {}
    for path in sorted(_NOTICES.glob("*.json")):
        notice = json.loads(path.read_text("utf-8"))
        for day in notice["days"]:
            said[date.fromisoformat(day["date"])] = (
                not day["isOffDay"],
                day["name"],
                str(notice["year"]),
            )
    shipped = worktime.notices()
    calendar = worktime.national_calendar()
    assert said == {
        day: (calendar.is_working(day), name, shipped.notices[day].partition("/")[0])
        for day, (_, name) in shipped.days.items()
    }


def test_the_years_announced_are_those_with_a_notice() -> None:
    shipped = worktime.notices()
    assert shipped.years == frozenset(range(2007, 2027))
    assert set(shipped.notices.values()) == set(shipped.sources)
    assert [n for n in shipped.sources if "/" in n] == ["2015/2", "2019/2", "2020/2"]
    assert shipped.sources["2026"].endswith("/202511/content_7047091.htm")


def test_make_up_days_fall_on_weekends_and_nothing_is_filed_as_what_it_is_not() -> None:
    days = worktime.notices().days
    make_up = [d for d, (kind, _) in days.items() if kind is DayKind.MAKE_UP]
    plain = [d for d, (kind, _) in days.items() if kind is DayKind.WORKING]
    assert all(day.weekday() >= 5 for day in make_up)
    assert plain == [date(2020, 2, 3)]  # the Monday work began again after the epidemic's notice
    assert Counter(d.year for d in make_up)[2026] == 6
    assert {kind for kind, _ in days.values()} == {
        DayKind.HOLIDAY,
        DayKind.MAKE_UP,
        DayKind.WORKING,
    }


@pytest.mark.parametrize(
    ("day", "kind", "name", "notice"),
    [
        ("2026-02-14", DayKind.MAKE_UP, "春节", "2026"),
        ("2026-02-17", DayKind.HOLIDAY, "春节", "2026"),
        ("2026-02-28", DayKind.MAKE_UP, "春节", "2026"),
        ("2018-12-31", DayKind.HOLIDAY, "元旦", "2019"),
        ("2018-12-29", DayKind.MAKE_UP, "元旦", "2019"),
        ("2006-12-31", DayKind.MAKE_UP, "元旦", "2007"),
        ("2020-02-01", DayKind.HOLIDAY, "春节", "2020/2"),
        ("2019-05-04", DayKind.HOLIDAY, "劳动节", "2019/2"),
    ],
)
def test_days_of_note(day: str, kind: DayKind, name: str, notice: str) -> None:
    calendar, on = worktime.national_calendar(), date.fromisoformat(day)
    assert (calendar.kind(on), calendar.name(on)) == (kind, name)
    assert worktime.notices().notices[on] == notice


def test_the_calendar_is_read_once() -> None:
    assert worktime.national_calendar() is worktime.national_calendar()
    assert worktime.national_calendar("430204", 3).region == "430204"
