"""Calendar revisions: added to, never edited, the nearest region having the last word."""

from __future__ import annotations

from datetime import date, time

import pytest
from tests.parties.cast import KEEPER, NOW, OFFICER
from tests.parties.changes import refused

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import DayKind, national_calendar
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import actions, queries
from bihuan.registers.parties.models import CalendarRevision
from bihuan.registers.parties.rules.notices import Line, NoticeRead, read_lines

FAIR = date(2026, 12, 9)  # a Wednesday
HALF = ((time(8, 30), time(12)), (time(14), time(17)))
CLOSED = {FAIR: (DayKind.LOCAL_OFF, "赶集日（演示）")}
NEW_YEAR = (
    Line(2, "2027-01-01", "元旦", "放假"),
    Line(3, "2027年1月2日", "元旦", "休"),
    Line(4, "2027/1/3", "元旦", "放假"),
    Line(5, "20270110", "元旦", "上班"),
)


def notice(*lines: Line, year: int | None = 2027) -> NoticeRead:
    return read_lines(lines or NEW_YEAR, year=year)


def record(region: str = "430203", **more: object) -> actions.Changed:
    said = {"days": CLOSED, "notice": "区政府通知（演示）", **more}
    days = said.pop("days")
    return actions.record_calendar_days(days, region=region, by=KEEPER, now=NOW, **said)


@pytest.mark.usefixtures("district")
def test_a_local_day_is_off_in_its_region_alone() -> None:
    changed = record()
    assert (changed.days, changed.announced, changed.region) == ((FAIR,), frozenset(), "430203")
    assert changed.calendar == queries.calendar_for("430203")
    assert queries.calendar_for("430203").kind(FAIR) is DayKind.LOCAL_OFF
    assert queries.calendar_for("430203").name(FAIR) == "赶集日（演示）"
    assert queries.calendar_for("430200").is_working(FAIR)
    assert Entry.objects.get(kind="calendar-revised").data["region"] == "430203"


@pytest.mark.usefixtures("district")
def test_a_day_of_the_city_holds_in_the_district_until_the_district_says_otherwise() -> None:
    record("430200")
    assert not queries.calendar_for("430203").is_working(FAIR)
    changed = record(days={FAIR: (DayKind.LOCAL_WORKING, "照常上班（演示）")})
    assert changed.days == (FAIR,)
    assert queries.calendar_for("430203").is_working(FAIR)
    assert not queries.calendar_for("430200").is_working(FAIR)


@pytest.mark.usefixtures("district")
def test_a_revision_adds_to_the_one_before_and_may_take_a_day_back() -> None:
    next_day = date(2026, 12, 10)
    record()
    record(days={next_day: (DayKind.LOCAL_OFF, "停电（演示）")})
    assert not queries.calendar_for("430203").is_working(FAIR)
    changed = record(days={FAIR: None})
    assert (changed.revision.number, changed.days) == (3, (FAIR,))
    assert queries.calendar_for("430203").is_working(FAIR)
    assert not queries.calendar_for("430203").is_working(next_day)


@pytest.mark.usefixtures("district")
def test_a_deadline_finds_the_calendar_it_was_counted_with() -> None:
    before = queries.calendar_for("430203")
    record()
    record(days={FAIR: None})
    assert before.revision == 0
    for revision, working in ((0, True), (1, False), (2, True)):
        calendar = queries.calendar_at("430203", revision)
        assert (calendar.revision, calendar.is_working(FAIR)) == (revision, working)
    assert queries.calendar_for("430203").revision == 2


@pytest.mark.usefixtures("district")
def test_office_hours_of_a_region_outlast_later_days() -> None:
    record(days={}, hours=HALF)
    record()
    assert queries.calendar_for("430203").hours == HALF
    assert queries.calendar_for("430200").hours == national_calendar().hours


@pytest.mark.usefixtures("district")
def test_the_yearly_notice_announces_its_year_everywhere() -> None:
    assert queries.calendar_for("430203").is_provisional(date(2027, 1, 5))
    changed = actions.import_notice(notice(), notice="国办发明电（演示）", by=KEEPER, now=NOW)
    calendar = queries.calendar_for("430203")
    assert changed.announced == {2027}
    assert changed.days == (
        date(2027, 1, 1),
        date(2027, 1, 2),
        date(2027, 1, 3),
        date(2027, 1, 10),
    )
    assert calendar.kind(date(2027, 1, 10)) is DayKind.MAKE_UP
    assert not calendar.is_provisional(date(2027, 1, 5))
    deed = refused(lambda: actions.import_notice(notice(), notice="再来", by=KEEPER, now=NOW))
    assert deed.code == "calendar.nothing-changed"


@pytest.mark.usefixtures("district")
def test_half_a_notice_does_not_go_in() -> None:
    read = notice(*NEW_YEAR, Line(6, "2027-02-30", "春节", "放假"))
    deed = refused(lambda: actions.import_notice(read, notice="通知", by=KEEPER, now=NOW))
    assert deed.code == "calendar.rows-rejected"
    assert str(deed) == (
        "1 rows of the notice could not be read, the first in row 6: “2027-02-30” is not a day."
        " Write it as 2027-01-01. Nothing was recorded; correct them and import again."
    )


@pytest.mark.parametrize(
    ("region", "more", "code"),
    [
        ("430203", {"notice": " "}, "calendar.notice-missing"),
        ("430203", {"days": {}}, "calendar.nothing-changed"),
        ("430299", {}, "region.not-here"),
        ("430203", {"hours": ((time(12), time(9)),)}, "calendar.hours-disordered"),
    ],
)
@pytest.mark.usefixtures("district")
def test_a_revision_is_refused(region: str, more: dict[str, object], code: str) -> None:
    assert refused(lambda: record(region, **more)).code == code


@pytest.mark.usefixtures("district")
def test_only_the_system_administrator_keeps_the_calendar() -> None:
    deed = refused(
        lambda: actions.record_calendar_days(
            CLOSED, region="430203", notice="通知", by=OFFICER, now=NOW
        )
    )
    assert deed.code == "parties.not-permitted"


@pytest.mark.usefixtures("district")
def test_a_revision_is_neither_edited_nor_deleted() -> None:
    row = record().revision
    for deed in (row.save, row.delete, CalendarRevision.objects.get().save):
        assert refused(deed).code == "calendar.revision-immutable"


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (Line(7, "明天", "春节", "放假"), "calendar.day-malformed", "day"),
        (Line(7, "", "春节", "放假"), "calendar.day-malformed", "day"),
        (Line(7, "2027-13-01", "春节", "放假"), "calendar.day-malformed", "day"),
        (Line(7, "2027-02-06", "春节", "也许"), "calendar.kind-unknown", "kind"),
        (Line(7, "2027-01-01", "元旦", "放假"), "calendar.day-twice", "day"),
        (Line(7, "2026-02-06", "春节", "放假"), "calendar.day-of-another-year", "day"),
        (Line(7, "2027-02-03", "春节", "上班"), "calendar.work-on-weekday", "day"),
    ],
)
def test_a_row_of_a_notice_is_rejected_with_its_place(line: Line, code: str, column: str) -> None:
    read = notice(*NEW_YEAR, line)
    assert (read.given, len(read.days), len(read.rejected)) == (5, 4, 1)
    assert (read.rejected[0].row, read.rejected[0].column) == (7, column)
    assert read.rejected[0].why.code == code


def test_a_notice_may_begin_in_the_december_before() -> None:
    read = notice(Line(2, "2026-12-31", "元旦", "放假"), *NEW_YEAR[:1])
    assert read.rejected == ()
    assert notice(*NEW_YEAR, year=None).years == {2027}


def test_an_empty_notice_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read_lines((), year=2027)
    assert refusal.value.code == "calendar.notice-empty"


def test_work_beginning_again_on_a_weekday_is_no_make_up_day() -> None:
    read = read_lines(
        [Line(2, "2020-02-02", "春节", "放假"), Line(3, "2020-02-03", "春节", "上班")], year=2020
    )
    assert read.rejected == ()
    assert read.days[date(2020, 2, 3)] == (DayKind.WORKING, "春节")


def test_a_local_working_day_may_be_a_weekday() -> None:
    read = read_lines([Line(2, "2026-12-09", "照常上班", "上班")], year=None, local=True)
    assert read.days == {FAIR: (DayKind.LOCAL_WORKING, "照常上班")}
