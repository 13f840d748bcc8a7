"""Why a deadline falls on its day, told as short sentences beside the strip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.kernel import worktime
from bihuan.kernel.declaration import Clock
from bihuan.kernel.matter import ClockRun
from bihuan.kernel.worktime import CountFrom, DayKind, DayLine, SpanUnit
from bihuan.matters.queries.page import ClockShown
from bihuan.web import dates, daystrip, words
from bihuan.web import sentences as sentences_of

_IN_DAYS = (SpanUnit.DAY, SpanUnit.WORKING_DAY, SpanUnit.MONTH)


def started(event: str) -> str:
    """The word for the day a clock started on; general where no one event did it."""
    return words.of(words.EVENTS, event) if event else _("start")


def counted_in_days(clock: Clock) -> bool:
    """Whether the limit ends with a day, not at a time of day."""
    return clock.within.unit in _IN_DAYS


def sentences(one: ClockShown, lines: Sequence[DayLine], now: datetime) -> list[str]:
    """The arithmetic of one clock, from its start to the date that holds."""
    clock, run = one.clock, one.run
    found = [_limit(one, now)]
    found += filter(None, [skipped(lines), _worked_weekends(lines, now)])
    found += [_pause(each, now) for each in run.pauses]
    found += _extensions(run, now)
    found += _end(clock, run, lines, now)
    return found


def _limit(one: ClockShown, now: datetime) -> str:
    clock, run = one.clock, one.run
    limit = dates.span(clock.within)
    if not counted_in_days(clock):
        return _("%(event)s %(when)s; the limit is %(limit)s.") % {
            "event": started(one.event), "when": dates.moment(run.started_at, now), "limit": limit,
        }  # fmt: skip
    return _("%(event)s %(when)s; the limit is %(limit)s, counted from %(first)s.") % {
        "event": started(one.event), "when": dates.day(run.started_at, now), "limit": limit,
        "first": _first_day(clock),
    }  # fmt: skip


def _first_day(clock: Clock) -> str:
    match clock.count:
        case CountFrom.EVENT:
            return _("the same day")
        case CountFrom.NEXT_WORKING_DAY:
            return _("the next working day")
    return _("the next day")


def skipped(lines: Sequence[DayLine]) -> str:
    """What was left out, by name: Spring Festival 9 days, weekends 4 days."""
    counts: dict[str, int] = {}
    for line in lines:
        if line.why in ("weekend", "holiday", "local-off"):
            name = daystrip.holiday(line.name) if line.name else _("weekends")
            counts[name] = counts.get(name, 0) + 1
    if not counts:
        return ""
    parts = [
        ngettext("%(name)s %(n)s day", "%(name)s %(n)s days", n) % {"name": name, "n": n}
        for name, n in counts.items()
    ]
    return _("Not counted: %(parts)s.") % {"parts": _joined(parts)}


def _worked_weekends(lines: Iterable[DayLine], now: datetime) -> str:
    days = [line.day for line in lines if line.kind is DayKind.MAKE_UP and line.counted]
    if not days:
        return ""
    return _("Counted although a weekend: %(days)s, worked for a holiday.") % {
        "days": _joined([dates.day(one, now) for one in days])
    }


def _pause(pause: worktime.Pause, now: datetime) -> str:
    ground = words.of(words.STAGES, pause.ground)
    if pause.ended is None:
        return _("Suspended since %(began)s (%(ground)s); the date is open until it resumes.") % {
            "began": dates.day(pause.began, now), "ground": ground,
        }  # fmt: skip
    return _("Suspended from %(began)s to %(ended)s (%(ground)s).") % {
        "began": dates.day(pause.began, now), "ended": dates.day(pause.ended, now),
        "ground": ground,
    }  # fmt: skip


def _extensions(run: ClockRun, now: datetime) -> list[str]:
    return [
        _("Extended by %(span)s on %(at)s, approved by %(post)s: %(reason)s") % {
            "span": dates.span(one.by), "at": dates.day(one.at, now),
            "post": sentences_of.post_name(one.approved_by), "reason": one.reason,
        }
        for one in run.extensions
    ]  # fmt: skip


def _end(clock: Clock, run: ClockRun, lines: Sequence[DayLine], now: datetime) -> list[str]:
    found = []
    if lines and lines[-1].why == "rolled":
        found.append(
            _("The last day was a day off; the next working day holds (Civil Code Art. 203).")
        )
    if run.due_at is not None:
        found.append(_("Computed date: %(due)s.") % {"due": _when(clock, run.due_at, now)})
    if run.floor is not None and run.effective == run.floor:
        found.append(
            _("A later calendar notice would have moved it earlier; it stays at %(floor)s.")
            % {"floor": dates.day(run.floor, now)}
        )
    if run.provisional:
        found.append(_("Provisional: the notice of days off that it depends on is not out yet."))
    return found


def _when(clock: Clock, due: datetime, now: datetime) -> str:
    return dates.day(due, now) if counted_in_days(clock) else dates.moment(due, now)


def override(run: ClockRun, now: datetime) -> str:
    """The date somebody set, beside the computed one; empty where nobody did."""
    held = run.override
    if held is None:
        return ""
    return _("Set to %(date)s by %(source)s on %(at)s; it holds over the computed date.") % {
        "date": dates.day(held.due_at, now), "source": _source(held.source),
        "at": dates.day(held.at, now),
    }  # fmt: skip


def _source(source: str) -> str:
    return _("carrying on the book") if source == "carried" else source


def _joined(parts: Sequence[str]) -> str:
    return _(", ").join(parts)
