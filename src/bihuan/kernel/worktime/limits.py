"""When a limit ends: the arithmetic of deadlines.

Each unit is a measure on which moments have a place: microseconds, microseconds in the office,
natural days, working days. A limit is a distance on its measure; a pause is a gap in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import months
from bihuan.kernel.worktime.days import Calendar
from bihuan.kernel.worktime.office import microseconds, time_at
from bihuan.kernel.worktime.pauses import OPEN, Pause, pushed, stretches
from bihuan.kernel.worktime.span import CountFrom, Span, SpanUnit
from bihuan.kernel.worktime.zone import LOCAL, local

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HOUR = 3_600_000_000
_MICROSECONDS = {SpanUnit.MINUTE: 60_000_000, SpanUnit.HOUR: _HOUR, SpanUnit.WORKING_HOUR: _HOUR}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment in time; None while a pause runs whose end is not known."""

    due_at: datetime | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left until a deadline, or by how much it has been overrun; never negative."""

    working_days: int
    overdue: bool
    minutes: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A limit in days, before pauses: the ordinal of day 1, how many days, and of which sort."""

    first: int
    days: int
    working: bool


def deadline(
    calendar: Calendar,
    start: datetime,
    span: Span,
    count: CountFrom = CountFrom.NEXT_DAY,
    pauses: Sequence[Pause] = (),
    roll: bool = True,  # noqa: FBT001, FBT002 - written as `roll:` in a mechanism
) -> Deadline:
    """When a limit that starts at this moment ends.

    A limit in days ends with its last day, when business stops (Civil Code Art. 203); one in
    natural days or months whose last day is off ends with the next working day, if it may roll.
    Refuses `span.negative` and `pause.reversed`.
    """
    if span.amount < 0:
        raise Refused("span.negative", span=str(span))
    start = local(start)
    if span.unit is SpanUnit.MINUTE or span.unit is SpanUnit.HOUR:
        return _by_the_clock(start, span, pauses)
    if span.unit is SpanUnit.WORKING_HOUR:
        return _in_the_office(calendar, start, span, pauses)
    last = _last_day(calendar, stretch_of(calendar, start, span, count), pauses, roll=roll)
    if last is None:
        return Deadline(None, provisional=False)
    day = date.fromordinal(last)
    asked = needs_calendar(span, count, roll=roll)
    return Deadline(
        datetime.combine(day, calendar.day_ends, LOCAL),
        asked and calendar.is_unsettled(start.date(), day),
    )


def extended(
    calendar: Calendar, due_at: datetime, span: Span, pauses: Sequence[Pause] = ()
) -> Deadline:
    """The deadline after an extension, which is counted from the day after the old due day."""
    return deadline(calendar, due_at, span, CountFrom.NEXT_DAY, pauses)


def shift(calendar: Calendar, moment: datetime, span: Span) -> datetime:
    """The moment that far after (before, when negative); days and months keep the time of day."""
    moment = local(moment)
    if span.unit is SpanUnit.MINUTE or span.unit is SpanUnit.HOUR:
        return moment + timedelta(microseconds=span.amount * _MICROSECONDS[span.unit])
    if span.unit is SpanUnit.WORKING_HOUR:
        return _office_shift(calendar, moment, span.amount * _HOUR)
    if span.unit is SpanUnit.WORKING_DAY:
        day = calendar.nth_working_day(moment.date(), span.amount)
    elif span.unit is SpanUnit.DAY:
        day = moment.date() + timedelta(days=span.amount)
    else:
        day = months.months_after(moment.date(), span.amount)
    return datetime.combine(day, moment.timetz())


def remaining(calendar: Calendar, now: datetime, due_at: datetime) -> Remaining:
    """Working days after today up to the due day, and whole minutes, left or overrun."""
    now, due_at = local(now), local(due_at)
    days = calendar.working_days_between(now.date(), due_at.date())
    left = abs(due_at - now) // timedelta(minutes=1)
    return Remaining(abs(days), now > due_at, left)


def stretch_of(calendar: Calendar, start: datetime, span: Span, count: CountFrom) -> Stretch:
    """Which days a limit in days or months counts; of nought, the day it starts on (当日)."""
    day, working = start.toordinal(), span.unit is SpanUnit.WORKING_DAY
    if span.amount == 0:
        return Stretch(day, 1, working)
    if count is CountFrom.EVENT:
        first = day
    elif working or count is CountFrom.NEXT_DAY:
        first = day + 1
    else:
        first = calendar.numbered(calendar.number_to(day) + 1)
    if span.unit is not SpanUnit.MONTH:
        return Stretch(first, span.amount, working)
    if count is CountFrom.NEXT_DAY:
        last = months.months_after(start.date(), span.amount)
    else:
        last = months.last_day_of(date.fromordinal(first), span.amount)
    return Stretch(first, last.toordinal() - first + 1, working)


def needs_calendar(span: Span, count: CountFrom, *, roll: bool) -> bool:
    """Whether the notice of a year can move a limit like this at all."""
    if span.unit is SpanUnit.MINUTE or span.unit is SpanUnit.HOUR:
        return False
    natural = span.unit is SpanUnit.DAY or span.unit is SpanUnit.MONTH
    return not natural or roll or count is CountFrom.NEXT_WORKING_DAY


def _last_day(
    calendar: Calendar, stretch: Stretch, pauses: Sequence[Pause], *, roll: bool
) -> int | None:
    before = stretch.first - 1
    if stretch.working:
        number = calendar.number_to(before)
        stops = stretches(pauses, lambda m: calendar.number_to(m.toordinal() - 1), number)
        target = pushed(number + stretch.days, stops)
        return None if target is None else calendar.numbered(target)
    stops = stretches(pauses, lambda m: m.toordinal() - 1, before)
    last = pushed(before + stretch.days, stops)
    return last if last is None or not roll else _rolled(calendar, last, stops)


def _rolled(calendar: Calendar, last: int, stops: Sequence[tuple[int, int]]) -> int | None:
    """The first day from the last one on that is worked and not in a pause."""
    day = calendar.numbered(calendar.number_to(last - 1) + 1)
    for began, ended in stops:
        if began < day <= ended:
            if ended == OPEN:
                return None
            day = calendar.numbered(calendar.number_to(ended) + 1)
    return day


def _by_the_clock(start: datetime, span: Span, pauses: Sequence[Pause]) -> Deadline:
    length = span.amount * _MICROSECONDS[span.unit]
    if not pauses:
        return Deadline(start + timedelta(microseconds=length), provisional=False)
    origin = _since_epoch(start)
    target = pushed(origin + length, stretches(pauses, _since_epoch, origin))
    if target is None:
        return Deadline(None, provisional=False)
    return Deadline(start + timedelta(microseconds=target - origin), provisional=False)


def _since_epoch(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _in_the_office(
    calendar: Calendar, start: datetime, span: Span, pauses: Sequence[Pause]
) -> Deadline:
    origin = _worked_to(calendar, start)
    stops = stretches(pauses, lambda m: _worked_to(calendar, m), origin)
    target = pushed(origin + span.amount * _HOUR, stops)
    if target is None:
        return Deadline(None, provisional=False)
    due = start if target == origin else _when_worked(calendar, target)
    return Deadline(due, calendar.is_unsettled(start.date(), due.date()))


def _office_shift(calendar: Calendar, moment: datetime, by: int) -> datetime:
    if by == 0:
        return moment
    target = _worked_to(calendar, moment) + by
    if by > 0:
        return _when_worked(calendar, target)
    number, of_day = divmod(target, calendar.office.day)
    day = date.fromordinal(calendar.numbered(number + 1))
    return datetime.combine(day, time_at(calendar.office.resumed(of_day)), LOCAL)


def _worked_to(calendar: Calendar, moment: datetime) -> int:
    """Microseconds of office hours from the beginning of the calendar to this moment."""
    ordinal = moment.toordinal()
    full = calendar.number_to(ordinal - 1)
    if calendar.number_to(ordinal) == full:
        return full * calendar.office.day
    return full * calendar.office.day + calendar.office.worked_by(microseconds(moment))


def _when_worked(calendar: Calendar, worked: int) -> datetime:
    number, of_day = divmod(worked - 1, calendar.office.day)
    day = date.fromordinal(calendar.numbered(number + 1))
    return datetime.combine(day, time_at(calendar.office.reached(of_day + 1)), LOCAL)
