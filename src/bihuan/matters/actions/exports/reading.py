"""Reading a sheet that comes back: which export it is, and what each of its rows says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.kernel.refused import Refused
from bihuan.matters.rules.exports import identity
from bihuan.registers import sheets
from bihuan.registers.parties import secrecy

FIRST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Back:
    """One row of the sheet: its place, what it said when it left, what its cells say now.

    Without a line the row was added, or its identification was altered.
    """

    place: int
    line: identity.Line | None
    altered: bool
    cells: Mapping[str, str]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet that came back; `unknown` are headings no column of the export had, `gone` the
    columns that are no longer in it.
    """

    sheet: identity.Sheet
    heading: tuple[str, ...]
    rows: tuple[Back, ...]
    unknown: tuple[str, ...]
    gone: tuple[str, ...]


def is_export(grids: tuple[sheets.Grid, ...]) -> bool:
    """Whether a workbook left this house (or one like it) as a list."""
    return any(_heading(grid) is not None for grid in grids)


def read(data: bytes) -> Read:
    """The first sheet that carries an identification.

    Refuses what `sheets.grids` refuses, `back.not-an-export` for a workbook without one and
    `back.other-house` for one of another installation, or whose heading was altered.
    """
    for grid in sheets.grids(data):
        found = _heading(grid)
        if found is not None:
            return _read(grid, *found)
    raise Refused("back.not-an-export")


def _heading(grid: sheets.Grid) -> tuple[int, int] | None:
    """The place of the identification among the first rows: a title may have been put above."""
    for row, cells in enumerate(grid.rows[:FIRST_ROWS]):
        for place, cell in enumerate(cells):
            if cell.startswith(identity.MARK):
                return row, place
    return None


def _read(grid: sheets.Grid, head: int, mark: int) -> Read:
    sheet = identity.sheet_of(grid.rows[head][mark], secrecy.indexes)
    if sheet is None:
        raise Refused("back.other-house")
    heading = grid.rows[head]
    codes = {label: code for code, label in sheet.columns}
    places = {codes[label]: place for place, label in enumerate(heading) if label in codes}
    rows = tuple(
        _back(sheet, number, cells, places, mark)
        for number, cells in enumerate(grid.rows[head + 1 :], start=head + 2)
        if any(cells)
    )
    unknown = tuple(
        label
        for place, label in enumerate(heading)
        if label and label not in codes and place != mark
    )
    gone = tuple(label for code, label in sheet.columns if code not in places)
    return Read(sheet, heading, rows, unknown, gone)


def _back(
    sheet: identity.Sheet,
    number: int,
    cells: tuple[str, ...],
    places: Mapping[str, int],
    mark: int,
) -> Back:
    said = cells[mark] if mark < len(cells) else ""
    line = identity.line_of(sheet, said, secrecy.indexes) if said else None
    now = {code: cells[place] if place < len(cells) else "" for code, place in places.items()}
    return Back(number, line, bool(said) and line is None, now, cells)
