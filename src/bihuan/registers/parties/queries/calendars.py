"""The calendar a region counts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bihuan.kernel.worktime import Calendar
from bihuan.registers.parties.models import CalendarRevision
from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules import calendars, codes
from bihuan.registers.parties.rules.directory import RegionFacts

Regions = Mapping[str, RegionFacts]
KEPT_CALENDARS = 64
_kept: dict[tuple[str, str, str], Calendar] = {}


def calendar_for(region: str, on: date | None = None) -> Calendar:
    """The newest calendar of a region, over those above it and the country's.

    With a day, a region code retired by then gives the calendar of the one code that followed it.
    """
    heads = reading.heads()
    key = (region, heads.registers, heads.calendar)
    if on is None and key in _kept:
        return _kept[key]
    regions = reading.tree(heads).regions
    place = _standing(region, regions, on)
    line = _line(place, regions)
    found = calendars.combined(place, _heard(line, heads), line)
    if on is None and heads.registers:
        _kept[key] = found
        for old in list(_kept)[:-KEPT_CALENDARS]:
            _kept.pop(old, None)
    return found


def calendar_at(region: str, revision: int) -> Calendar:
    """The calendar a deadline was counted with, by the number it names."""
    heads = reading.heads()
    line = _line(region, reading.tree(heads).regions)
    return calendars.combined(region, _heard(line, heads)[:revision], line)


def calendar_with(revision: calendars.Revision) -> Calendar:
    """The calendar of a region as one more revision would make it."""
    heads = reading.heads()
    line = _line(revision.region, reading.tree(heads).regions)
    return calendars.combined(revision.region, (*_heard(line, heads), revision), line)


def region_line(region: str) -> tuple[str, ...]:
    """The regions above a region and itself, the outermost first."""
    return _line(region, reading.tree().regions)


def _line(region: str, regions: Regions) -> tuple[str, ...]:
    line: list[str] = []
    each = region
    while each and each not in line:
        line.append(each)
        each = regions[each].parent if each in regions else ""
    return tuple(reversed(line))


def _standing(region: str, regions: Regions, on: date | None) -> str:
    if on is None or region in regions or not region.isdecimal():
        return region
    after = codes.current_code(region, on)
    return after[0] if len(after) == 1 else region


def _heard(line: Sequence[str], heads: reading.Heads) -> tuple[calendars.Revision, ...]:
    return calendars.relevant(map(facts_of, reading.revisions(heads)), line)


def facts_of(row: CalendarRevision) -> calendars.Revision:
    """What a stored revision says."""
    return calendars.Revision(
        row.region_id or "",
        row.number,
        calendars.days_from_json(row.days),
        frozenset(row.announced),
        calendars.hours_from_json(row.hours),
    )
