"""A clock as a page shows it: its name, what is left, its strip, its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from bihuan.kernel import worktime
from bihuan.kernel.matter import ClockRun
from bihuan.kernel.worktime import Calendar
from bihuan.matters.queries.page import ClockShown
from bihuan.web import arithmetic, dates, daystrip
from bihuan.web.daystrip import Cell

STILL_DUE = ("due", "rolled")
SAME_DAY = 2


@dataclass(frozen=True, slots=True)
class ClockWords:
    """One clock, ready for the page."""

    label: str
    state: str
    look: str
    due: str
    cells: tuple[Cell, ...]
    short: tuple[Cell, ...]
    sentences: tuple[str, ...]
    override: str
    provisional: bool
    basis: str
    running: bool


def clocks(
    shown: Iterable[ClockShown], now: datetime, calendar: Calendar | None = None
) -> list[ClockWords]:
    """The clocks in words, in the order given."""
    return [_clock(one, now, calendar) for one in shown]


def _clock(one: ClockShown, now: datetime, calendar: Calendar | None) -> ClockWords:
    run, due = one.run, one.run.effective
    state, look = _state(run, due, now, calendar)
    cells = tuple(_cells(one, now, missed=look == "late")) if _worth(one) else ()
    lines = [*one.lines, *(line for more in one.extended for line in more)]
    return ClockWords(
        label=one.clock.label,
        state=state,
        look=look,
        due=_due(one, due, now),
        cells=cells,
        short=tuple(daystrip.shortened(cells)),
        sentences=tuple(arithmetic.sentences(one, lines, now)),
        override=arithmetic.override(run, now),
        provisional=run.provisional and run.override is None,
        basis=one.clock.basis,
        running=run.running,
    )


def _worth(one: ClockShown) -> bool:
    """A limit of hours that ends the same day has no days to show."""
    return arithmetic.counted_in_days(one.clock) or len(one.lines) > SAME_DAY


def _due(one: ClockShown, due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    in_days = arithmetic.counted_in_days(one.clock)
    return dates.day(due, now) if in_days or one.run.override else dates.moment(due, now)


def _state(
    run: ClockRun, due: datetime | None, now: datetime, calendar: Calendar | None
) -> tuple[str, str]:
    """What is left of a running clock; how a stopped one ended."""
    if run.stopped_at is not None:
        kept = due is None or run.stopped_at <= due
        said = _("kept, stopped %(at)s") if kept else _("overrun, stopped %(at)s")
        return said % {"at": dates.moment(run.stopped_at, now)}, "done" if kept else "late"
    if due is None:
        return _("suspended"), ""
    look = "late" if now > due else ""
    if calendar is None:
        return "", look
    return dates.left(calendar, now, due), look or _soon(calendar, now, due)


def _soon(calendar: Calendar, now: datetime, due: datetime) -> str:
    return "soon" if worktime.remaining(calendar, now, due).working_days == 0 else ""


def _cells(one: ClockShown, now: datetime, *, missed: bool) -> list[Cell]:
    """The strip of the limit, then of each extension: only the last due day is the due day."""
    today = now.astimezone(worktime.LOCAL).date()
    start = arithmetic.started(one.event)
    pieces = [one.lines, *one.extended]
    found: list[Cell] = []
    for place, lines in enumerate(pieces):
        last = place == len(pieces) - 1
        cells = daystrip.strip(lines, today, start, missed=missed and last)
        if not last and cells and lines[-1].why in STILL_DUE:
            cells[-1] = replace(cells[-1], look="day-count", word=_("first due"))
        found += cells
    return found
