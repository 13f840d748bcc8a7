"""The sheet that comes with a notice: its header the table, its unit column who gets what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bihuan.kernel import tables
from bihuan.kernel.declaration import Column
from bihuan.kernel.refused import Refused
from bihuan.registers.sheets.grids import Grid, column_letter, grids
from bihuan.registers.sheets.headings import spelling_of, word_of

# Headings over the unit of a row, the plainest first.
UNIT_HEADINGS = (
    "责任单位", "承办单位", "填报单位", "报送单位", "办理单位", "落实单位", "牵头单位", "单位名称",
    "单位", "责任部门", "部门",
)  # fmt: skip
TOTALS = frozenset({"合计", "总计", "小计", "共计"})
_REQUIRED = re.compile(r"[*＊]|必填")
_BETWEEN = re.compile(r"[、，,；;/\n]|和|及")
NameUnit = Callable[[str], str]  # the code of a unit written so; refuses what is no unit


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of a notice, and the units its rows name, in the order of the sheet."""

    table: tables.Table
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    row: int
    columns: tuple[tuple[int, Column], ...]  # where it stands in the sheet, and what it is
    unit: int | None


def read(data: bytes, declared: Sequence[Column], unit_named: NameUnit) -> Sheet:
    """The sheet of a file; the columns of the mechanism that it lacks are added at its right.

    Refuses what cannot be read, several sheets, hidden parts, a heading twice, a total row, two
    units in a cell, a row without its unit, and a table in which nothing is left to fill.
    """
    grid = _grid(data)
    head = _head(grid, declared)
    added = [one for one in declared if one not in (column for _, column in head.columns)]
    rows = _rows(grid, head, len(added), unit_named)
    table = tables.Table((*(column for _, column in head.columns), *added), tuple(rows))
    if rows and not any("" in row.given for row in rows):
        raise Refused("tasksheet.nothing-open")
    return Sheet(table, tuple(dict.fromkeys(row.unit for row in rows if row.unit)))


def _grid(data: bytes) -> Grid:
    found = [g for g in grids(data) if not g.hidden and any(any(row) for row in g.rows)]
    if len(found) != 1:
        raise Refused("tasksheet.sheets-many", sheets="、".join(g.sheet for g in found))
    grid = found[0]
    if grid.looks.columns or grid.looks.rows:
        raise Refused("tasksheet.hidden", sheet=grid.sheet)
    return grid


def _head(grid: Grid, declared: Sequence[Column]) -> _Head:
    """The first row with two headings or more: what stands above it is the title of the sheet."""
    row = next((n for n, cells in enumerate(grid.rows) if sum(map(bool, cells)) > 1), None)
    if row is None:
        row = next(n for n, cells in enumerate(grid.rows) if any(cells))
    headings = [cell.replace("\n", "") for cell in grid.rows[row]]
    _once(grid, row, headings)
    words = {word_of(cell): place for place, cell in enumerate(headings) if cell}
    unit = next((words[name] for name in UNIT_HEADINGS if name in words), None)
    columns = tuple(
        (place, _column(place, cell, declared))
        for place, cell in enumerate(headings)
        if cell and place != unit
    )
    return _Head(row, columns, unit)


def _once(grid: Grid, row: int, headings: Sequence[str]) -> None:
    named = [cell for cell in headings if cell]
    twice = next((cell for cell in named if named.count(cell) > 1), None)
    if twice is not None:
        raise Refused("tasksheet.heading-twice", heading=twice)
    width = max(map(len, grid.rows))
    for place in range(width):
        heading = headings[place] if place < len(headings) else ""
        below = (cells[place] for cells in grid.rows[row + 1 :] if place < len(cells))
        if not heading and any(below):
            raise Refused("tasksheet.heading-missing", column=column_letter(place))


def _column(place: int, heading: str, declared: Sequence[Column]) -> Column:
    known = {spelling_of(name): one for one in declared for name in (one.name, one.label)}
    label = re.sub(r"[（(]?必填[)）]?|^[*＊\s]+|[*＊\s]+$", "", heading) or heading
    found = known.get(spelling_of(label))
    if found is not None:
        return found
    return Column(f"c{place + 1}", label, required=bool(_REQUIRED.search(heading)))


def _rows(grid: Grid, head: _Head, more: int, unit_named: NameUnit) -> list[tables.Row]:
    found: list[tables.Row] = []
    for number in range(head.row + 1, len(grid.rows)):
        if not any(grid.rows[number]):
            continue
        cells = tuple(grid.at(number, place) for place, _ in head.columns) + ("",) * more
        if TOTALS & {re.sub(r"\s", "", cell) for cell in grid.rows[number]}:
            raise Refused("tasksheet.total-row", row=number + 1)
        unit = _unit(grid, number, head.unit, unit_named)
        found.append(tables.Row(len(found) + 1, unit, cells, cells))
    return found


def _unit(grid: Grid, row: int, place: int | None, unit_named: NameUnit) -> str:
    if place is None:
        return ""
    written = grid.at(row, place)
    if not written:
        raise Refused("tasksheet.unit-unknown", row=row + 1, unit="")
    try:
        return unit_named(written)
    except Refused as why:
        several = len([part for part in _BETWEEN.split(written) if part.strip()]) > 1
        code = "tasksheet.two-units" if several else "tasksheet.unit-unknown"
        raise Refused(code, row=row + 1, unit=written) from why
