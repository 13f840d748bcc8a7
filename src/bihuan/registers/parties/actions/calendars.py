"""Calendar revisions: local days, office hours, the yearly notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import Calendar, DayKind
from bihuan.kernel.worktime.office import OfficeHours
from bihuan.registers.parties.actions.change import Change, change
from bihuan.registers.parties.models import CalendarRevision
from bihuan.registers.parties.queries import calendars as calendar_queries
from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules import calendars, notices
from bihuan.registers.parties.rules.texts import check_text


@dataclass(frozen=True, slots=True)
class Changed:
    """What a revision altered: running clocks whose span meets these days must be counted anew.

    Days of a newly announced year need it too, were it only to lose the word provisional.
    """

    revision: CalendarRevision
    region: str
    days: tuple[date, ...]
    announced: frozenset[int]
    calendar: Calendar


def record_calendar_days(
    days: Mapping[date, tuple[DayKind, str] | None],
    *,
    region: str,
    notice: str,
    hours: calendars.Hours = (),
    by: Actor,
    now: datetime,
) -> Changed:
    """Add days of a region (the country: empty) to its calendar as its next revision.

    None takes a day back to what stood before. Refuses `parties.not-permitted`,
    `calendar.notice-missing`, `calendar.nothing-changed`, `calendar.hours-disordered`,
    `region.not-here`.
    """
    if hours:
        OfficeHours(hours)
    with change("keep-calendar", by=by, now=now, book=reading.CALENDAR) as opened:
        return _revised(opened, region, notice, _Addition(days, hours))


def import_notice(read: notices.NoticeRead, *, notice: str, by: Actor, now: datetime) -> Changed:
    """Take in the yearly notice of the State Council as a revision of the country's calendar.

    All of it or nothing: a deadline counted with half a notice would be wrong without looking
    wrong. Refuses `parties.not-permitted`, `calendar.rows-rejected`, `calendar.notice-missing`,
    `calendar.nothing-changed`.
    """
    if read.rejected:
        first = read.rejected[0]
        raise Refused(
            "calendar.rows-rejected", count=len(read.rejected), row=first.row, why=str(first.why)
        )
    with change("keep-calendar", by=by, now=now, book=reading.CALENDAR) as opened:
        return _revised(opened, "", notice, _Addition(read.days, (), frozenset(read.years)))


@dataclass(frozen=True, slots=True)
class _Addition:
    days: Mapping[date, tuple[DayKind, str] | None]
    hours: calendars.Hours = ()
    announced: frozenset[int] = frozenset()


def _revised(opened: Change, region: str, notice: str, added: _Addition) -> Changed:
    if not notice.strip():
        raise Refused("calendar.notice-missing")
    check_text("notice", notice)
    if region and region not in opened.tree.regions:
        raise Refused("region.not-here", region=region)
    before = calendar_queries.calendar_for(region)
    former = _newest(region)
    revision = _next(former, region, added)
    if revision == former:
        raise Refused("calendar.nothing-changed")
    after = calendar_queries.calendar_with(revision)
    days = calendars.changed_days(before, after)
    row = _stored(revision, days, notice, opened)
    opened.say("calendar-revised", _payload(row))
    return Changed(row, region, days, after.announced - before.announced, after)


def _newest(region: str) -> calendars.Revision:
    rows = [row for row in reading.revisions() if (row.region_id or "") == region]
    return calendar_queries.facts_of(rows[-1]) if rows else calendars.Revision(region)


def _next(former: calendars.Revision, region: str, added: _Addition) -> calendars.Revision:
    days = dict(former.days)
    for day, said in added.days.items():
        if said is None:
            days.pop(day, None)
        else:
            days[day] = said
    same = days == former.days and added.announced <= former.announced
    if same and added.hours in ((), former.hours):
        return former
    return calendars.Revision(
        region,
        former.number + 1,
        days,
        former.announced | added.announced,
        added.hours or former.hours,
    )


def _stored(
    revision: calendars.Revision, changed: Iterable[date], notice: str, opened: Change
) -> CalendarRevision:
    row = CalendarRevision(
        region_id=revision.region or None,
        number=revision.number,
        kind=CalendarRevision.Kind.LOCAL if revision.region else CalendarRevision.Kind.NOTICE,
        days=calendars.days_as_json(revision.days),
        changed=[day.isoformat() for day in changed],
        announced=sorted(revision.announced),
        hours=calendars.hours_as_json(revision.hours),
        notice=notice,
        by=opened.by.person,
        recorded_at=opened.now,
    )
    row.save(force_insert=True)
    return row


def _payload(row: CalendarRevision) -> dict[str, object]:
    return {
        "region": row.region_id or "",
        "number": row.number,
        "days": row.days,
        "announced": row.announced,
        "hours": row.hours,
        "notice": row.notice,
    }
