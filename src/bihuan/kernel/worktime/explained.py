"""The arithmetic of a deadline, told day by day.

This walks along the days where `deadline` computes; the two are held together by tests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count as count_up

from bihuan.kernel.worktime.days import WORKED, Calendar, DayKind
from bihuan.kernel.worktime.limits import Stretch, deadline, needs_calendar, stretch_of
from bihuan.kernel.worktime.pauses import OPEN, Pause, stretches
from bihuan.kernel.worktime.span import CountFrom, Span, SpanUnit
from bihuan.kernel.worktime.zone import local

_DAYS = (SpanUnit.WORKING_DAY, SpanUnit.DAY, SpanUnit.MONTH)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a limit: its number if it counts, and the one reason for what became of it.

    `why` is start, counted, make-up, local-working, weekend, holiday, local-off, paused,
    running (clock time and working hours), last-day-off, and on the last line due, or rolled
    when the last day counted was off; the last line of a limit that stands still is paused.
    """

    day: date
    kind: DayKind
    name: str
    counted: int | None
    why: str
    provisional: bool


def explain(
    calendar: Calendar,
    start: datetime,
    span: Span,
    count: CountFrom = CountFrom.NEXT_DAY,
    pauses: Sequence[Pause] = (),
    roll: bool = True,  # noqa: FBT001, FBT002 - as in `deadline`
) -> tuple[DayLine, ...]:
    """One line for each day from the start to the deadline; refuses what `deadline` refuses."""
    due = deadline(calendar, start, span, count, pauses, roll).due_at
    start = local(start)
    asked = needs_calendar(span, count, roll=roll)
    if span.unit in _DAYS:
        stretch = stretch_of(calendar, start, span, count)
        walk = _walk(calendar, start.toordinal(), stretch, pauses, roll=roll)
    else:
        walk = _run(calendar, start.toordinal(), due, span, pauses)
    return tuple(
        DayLine(
            day=(day := date.fromordinal(ordinal)),
            kind=calendar.kind(day),
            name=calendar.name(day),
            counted=counted,
            why=why,
            provisional=asked and calendar.is_provisional(day),
        )
        for ordinal, counted, why in walk
    )


def _walk(
    calendar: Calendar, start: int, stretch: Stretch, pauses: Sequence[Pause], *, roll: bool
) -> Iterator[tuple[int, int | None, str]]:
    stops = stretches(pauses, lambda m: m.toordinal() - 1, start - 1)
    reached = 0
    for ordinal in count_up(start):
        stop = next((s for s in stops if s[0] < ordinal <= s[1]), None)
        if stop is not None and (ordinal > start or ordinal == stretch.first):
            yield ordinal, None, "paused"
            if stop[1] == OPEN:
                return
            continue
        kind = calendar.kind(date.fromordinal(ordinal))
        due = ordinal >= stretch.first and reached < stretch.days
        counts = due and (kind in WORKED or not stretch.working)
        reached += counts
        left = stretch.days - reached
        done = left == 0 and (kind in WORKED or not roll)
        if done:
            why = "due" if counts else "rolled"
        elif ordinal == start:
            why = "start"
        else:
            why = _why(kind, counts=counts, left=left, working=stretch.working)
        yield ordinal, reached if counts else None, why
        if done:
            return


def _why(kind: DayKind, *, counts: bool, left: int, working: bool) -> str:
    if not counts:
        return kind.value
    if left == 0:
        return "last-day-off"
    return "counted" if not working or kind is DayKind.WORKING else kind.value


def _run(
    calendar: Calendar, start: int, due: datetime | None, span: Span, pauses: Sequence[Pause]
) -> Iterator[tuple[int, int | None, str]]:
    """Clock time and working hours: the days they run through, none of them counted."""
    standing = min((local(p.began).toordinal() for p in pauses if p.ended is None), default=start)
    last = max(start, standing) if due is None else due.toordinal()
    for ordinal in range(start, last + 1):
        kind = calendar.kind(date.fromordinal(ordinal))
        if ordinal == last:
            why = "paused" if due is None else "due"
        elif ordinal == start:
            why = "start"
        elif span.unit is SpanUnit.WORKING_HOUR and kind not in WORKED:
            why = kind.value
        else:
            why = "running"
        yield ordinal, None, why
