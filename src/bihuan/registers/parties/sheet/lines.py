"""Who stands above the units of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules.directory import Directory, UnitFacts, would_circle
from bihuan.registers.parties.sheet.cells import CellFault, Told
from bihuan.registers.parties.sheet.units import Units

LINES = (("superior", "territorial"), ("sectoral", "sectoral"))


@dataclass(frozen=True, slots=True)
class Above:
    """A superior as one row names it."""

    at: int
    unit: str
    field: str
    line: str
    superior: str


def superiors(
    rows: Sequence[Told], standing: Iterable[int], units: Units
) -> tuple[list[Above], dict[int, CellFault]]:
    """The superiors that the rows name, and the faults of rows naming none that can be found.

    A superior that only rejected rows speak of is not made, so naming it is a fault as well.
    """
    faults: dict[int, CellFault] = {}
    at_hand = sorted(standing)
    while True:
        left = [at for at in at_hand if at not in faults]
        made = {units.code_of[rows[at].unit] for at in left}
        found, new = _named(rows, left, units, made)
        if not new:
            return found, faults
        faults.update(new)


def _named(
    rows: Sequence[Told], standing: Sequence[int], units: Units, made: set[str]
) -> tuple[list[Above], dict[int, CellFault]]:
    found: list[Above] = []
    faults: dict[int, CellFault] = {}
    said: dict[tuple[str, str], str] = {}
    for at in standing:
        unit = units.code_of[rows[at].unit]
        for field, line in LINES:
            text = getattr(rows[at], field)
            if not text:
                continue
            try:
                superior = _superior(text, units, made)
                _check_same(said.setdefault((unit, line), superior), superior, rows[at].unit)
            except Refused as why:
                faults.setdefault(at, CellFault(field, why))
                continue
            found.append(Above(at, unit, field, line, superior))
    return found, faults


def _check_same(before: str, superior: str, unit: str) -> None:
    if before != superior:
        raise Refused("sheet.superior-differs", unit=unit)


def _superior(text: str, units: Units, made: set[str]) -> str:
    superior = units.names.unit(text)
    if superior.code in units.new and superior.code not in made:
        raise Refused("sheet.superior-rejected", name=text)
    return superior.code


def without_circles(
    tree: Directory, found: Sequence[Above]
) -> tuple[dict[str, UnitFacts], dict[int, CellFault]]:
    """Put the superiors in, row by row; those that would close a circle are faults.

    Returns the units that the rows gave another superior, as they would stand.
    """
    faults: dict[int, CellFault] = {}
    units = dict(tree.units)
    placed: dict[str, UnitFacts] = {}
    for above in found:
        unit = units[above.unit]
        if getattr(unit, above.line) == above.superior:
            continue
        if would_circle(replace(tree, units=units), above.unit, above.superior):
            name = units[above.superior].name
            why = Refused("unit.line-circular", unit=unit.name, superior=name)
            faults.setdefault(above.at, CellFault(above.field, why))
            continue
        if above.line == "territorial":
            units[above.unit] = replace(unit, territorial=above.superior)
        else:
            units[above.unit] = replace(unit, sectoral=above.superior)
        placed[above.unit] = units[above.unit]
    return placed, faults
