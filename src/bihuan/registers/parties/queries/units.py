"""Questions about units, answered from the tree in memory."""

from __future__ import annotations

from datetime import date

from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules.directory import PostFacts, RegionFacts, UnitFacts


def unit_of(code: str) -> UnitFacts:
    """The unit of a code; refuses `unit.unknown`."""
    return reading.tree().unit(code)


def all_units() -> tuple[UnitFacts, ...]:
    """Every unit on record, abolished ones included, by code."""
    return tuple(reading.tree().units.values())


def region_of(code: str) -> RegionFacts | None:
    return reading.tree().regions.get(code)


def all_regions() -> tuple[RegionFacts, ...]:
    return tuple(reading.tree().regions.values())


def superiors(unit: str, on: date | None = None) -> tuple[str, ...]:
    """Codes of the units above on either line, nearest first; refuses `unit.unknown`."""
    return reading.tree().superiors(unit, on)


def common_superior(one: str, other: str, on: date | None = None) -> str | None:
    """The nearest unit above both, never one of the two; None where nobody stands above both.

    Of equally near ones the territorial, then the lower code. Refuses `unit.unknown`.
    """
    return reading.tree().common_superior(one, other, on)


def successor_of(unit: str, on: date | None = None) -> str | None:
    """Who stands for a unit on a day: itself, its last successor, or nobody.

    Refuses `unit.unknown`, `unit.succession-circular`.
    """
    return reading.tree().successor_of(unit, on)


def answering(unit: str, on: date | None = None) -> str:
    """Who answers on a day to a name of a declaration: it, its successor, or empty for nobody."""
    return reading.tree().answering(unit, on)


def units_under(unit: str) -> tuple[str, ...]:
    """Codes of the units below on either line, nearest first; refuses `unit.unknown`."""
    return reading.tree().units_under(unit)


def units_named(text: str, on: date | None = None) -> tuple[UnitFacts, ...]:
    """The units a written name may mean: one where it is clear, none where nobody is called so."""
    return reading.names().meant(text, on)


def unit_by_name(text: str, on: date | None = None) -> UnitFacts:
    """The unit a written name means; refuses `unit.name-unknown` and `unit.name-ambiguous`."""
    return reading.names().unit(text, on)


def post_of(code: str) -> PostFacts | None:
    return reading.tree().posts.get(code)


def posts_of_unit(unit: str) -> tuple[PostFacts, ...]:
    """The posts of a unit in their order, closed ones left out."""
    return tuple(p for p in reading.tree().posts.values() if p.unit == unit and p.active)


def posts_with(unit: str, duty: str) -> tuple[PostFacts, ...]:
    """The posts of a unit that carry a duty, in their order."""
    return reading.tree().posts_with(unit, duty)
