"""Moments, spans and what is left, in words short enough for a list."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.kernel import worktime
from bihuan.kernel.worktime import Calendar, Span, SpanUnit

HOUR = 60
DAY = 24 * HOUR


def day(value: date | datetime, now: datetime) -> str:
    """A day as it is said this year, with its year in any other."""
    local = _date(value)
    if local.year == now.astimezone(worktime.LOCAL).year:
        return dateformat.format(local, pgettext("day of this year", "j M"))
    return dateformat.format(local, pgettext("day of another year", "j M Y"))


def moment(value: datetime, now: datetime) -> str:
    """A day and a time of day."""
    local = value.astimezone(worktime.LOCAL)
    return f"{day(local, now)} {local:%H:%M}"


def full(value: date | datetime) -> str:
    """A day with its year, for letters."""
    return dateformat.format(_date(value), pgettext("day of another year", "j M Y"))


def _date(value: date | datetime) -> date:
    return value.astimezone(worktime.LOCAL).date() if isinstance(value, datetime) else value


def span(length: Span) -> str:
    """A length of time: 10 working days."""
    n = abs(length.amount)
    return _spans(n)[length.unit] % {"n": n}


def _spans(n: int) -> dict[SpanUnit, str]:
    return {
        SpanUnit.MINUTE: ngettext("%(n)s minute", "%(n)s minutes", n),
        SpanUnit.HOUR: ngettext("%(n)s hour", "%(n)s hours", n),
        SpanUnit.WORKING_HOUR: ngettext("%(n)s working hour", "%(n)s working hours", n),
        SpanUnit.WORKING_DAY: ngettext("%(n)s working day", "%(n)s working days", n),
        SpanUnit.DAY: ngettext("%(n)s day", "%(n)s days", n),
        SpanUnit.MONTH: ngettext("%(n)s month", "%(n)s months", n),
    }


def left(calendar: Calendar, now: datetime, due: datetime) -> str:
    """What is left until a deadline, or by how much it is overrun.

    Limits in days end with a day and are told by the day; limits in hours are told by the hour.
    """
    found = worktime.remaining(calendar, now, due)
    by_day = due.astimezone(worktime.LOCAL).time() == calendar.day_ends
    span_left = _length(found.working_days if by_day or found.minutes >= DAY else 0, found.minutes)
    if found.overdue:
        return _("%(span)s overdue") % {"span": span_left}
    if _date(due) == _date(now):
        return _today(found.minutes, by_day=by_day)
    return _("%(span)s left") % {"span": span_left}


def _today(minutes: int, *, by_day: bool) -> str:
    if by_day:
        return _("due today")
    return _("%(span)s left") % {"span": _short(minutes)}


def _length(working_days: int, minutes: int) -> str:
    if working_days:
        return span(Span(working_days, SpanUnit.WORKING_DAY))
    return _short(minutes)


def _short(minutes: int) -> str:
    if minutes >= DAY:
        return span(Span(minutes // DAY, SpanUnit.DAY))
    if minutes >= HOUR:
        return span(Span(minutes // HOUR, SpanUnit.HOUR))
    return span(Span(max(minutes, 1), SpanUnit.MINUTE))
