"""How the revisions of a region, of those above it and of the country make one calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from bihuan.kernel.worktime import OFFICE_HOURS, Calendar, DayKind, national_calendar

Days = Mapping[date, tuple[DayKind, str]]
Hours = tuple[tuple[time, time], ...]
_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Revision:
    """All that a region (the country: empty) adds to the calendar after one change."""

    region: str = ""
    number: int = 0
    days: Days = field(default_factory=dict)
    announced: frozenset[int] = frozenset()
    hours: Hours = ()


def relevant(revisions: Iterable[Revision], line: Sequence[str]) -> tuple[Revision, ...]:
    """Those a region hears: the country's, and those of its line, in the order of recording."""
    heard = {"", *line}
    return tuple(revision for revision in revisions if revision.region in heard)


def combined(region: str, heard: Sequence[Revision], line: Sequence[str]) -> Calendar:
    """The calendar of a region; `line` leads from the outermost region above it to itself.

    The nearest to the region has the last word. The number of the calendar is how many revisions
    it has heard, so that the first so many give it again.
    """
    if not heard:
        return national_calendar(region, 0)
    newest = {revision.region: revision for revision in heard}
    layers = [newest[place] for place in ("", *line) if place in newest]
    shipped = national_calendar()
    days = dict(shipped.days)
    announced = shipped.announced
    hours: Hours = OFFICE_HOURS
    for layer in layers:
        days.update(layer.days)
        announced |= layer.announced
        hours = layer.hours or hours
    return Calendar(region, len(heard), days, announced, hours)


def changed_days(before: Calendar, after: Calendar) -> tuple[date, ...]:
    """The days that are another kind of day after a revision."""
    named = before.days.keys() | after.days.keys()
    return tuple(sorted(day for day in named if before.kind(day) != after.kind(day)))


def ordinary(day: date) -> DayKind:
    """What the week alone makes of a day."""
    return DayKind.WORKING if day.weekday() < _WEEKDAYS else DayKind.WEEKEND


def days_as_json(days: Days) -> dict[str, list[str]]:
    return {day.isoformat(): [kind.value, name] for day, (kind, name) in sorted(days.items())}


def days_from_json(stored: Mapping[str, Sequence[str]]) -> Days:
    return {date.fromisoformat(day): (DayKind(kind), name) for day, (kind, name) in stored.items()}


def hours_as_json(hours: Hours) -> list[list[str]]:
    return [[opens.isoformat("minutes"), closes.isoformat("minutes")] for opens, closes in hours]


def hours_from_json(stored: Iterable[Sequence[str]]) -> Hours:
    return tuple((time.fromisoformat(opens), time.fromisoformat(ends)) for opens, ends in stored)
