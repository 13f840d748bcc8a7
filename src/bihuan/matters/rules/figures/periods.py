"""The stretch of time a paper speaks of: a week, a month, or days of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL, local

KINDS = ("week", "last-week", "month", "own")
WEEK, _NONE = timedelta(days=7), timedelta()
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment on, up to and without another; `as_of` is when it was looked at, if sooner."""

    kind: str
    since: datetime
    until: datetime
    as_of: datetime


def of(kind: str, *, now: datetime, first: date | None = None, last: date | None = None) -> Period:
    """The week (or the one before) or month that holds `first` (today, where it is left out), or
    the days from `first` to `last`.

    Refuses `figures.period-unknown`, `figures.period-empty`, `figures.period-future`.
    """
    if kind not in KINDS:
        raise Refused("figures.period-unknown", period=kind, allowed=", ".join(KINDS))
    begins, ends = _days(kind, first or local(now).date(), last)
    if ends <= begins:
        raise Refused("figures.period-empty", since=begins, until=ends)
    since, until = _midnight(begins), _midnight(ends)
    if since >= now:
        raise Refused("figures.period-future", since=begins)
    return Period(kind, since, until, min(until, now))


def _days(kind: str, first: date, last: date | None) -> tuple[date, date]:
    if kind in ("week", "last-week"):
        monday = first - timedelta(days=first.weekday()) - (WEEK if kind == "last-week" else _NONE)
        return monday, monday + WEEK
    if kind == "month":
        begins = first.replace(day=1)
        years, month = divmod(begins.month, _DECEMBER)
        return begins, date(begins.year + years, month + 1, 1)
    return first, (last or first) + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LOCAL)
