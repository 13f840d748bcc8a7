"""A second file beside the first: its columns joined to the rows by a column both have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bihuan.kernel.refused import Refused
from bihuan.registers.sheets.grids import Grid
from bihuan.registers.sheets.headings import DEEPEST_HEADER, spelling_of


def joined(grid: Grid, sides: Mapping[str, Grid], on: Mapping[str, str]) -> Grid:
    """The grid with the columns of every file beside it, each named `side.column`.

    A row nobody tells anything of gets empty cells. Refuses `beside.column-missing`, and
    `beside.twice` where the file beside says two things of one key.
    """
    for name, column in on.items():
        if name not in sides:
            raise Refused("beside.file-missing", name=name)
        grid = _joined(grid, name, column, sides[name])
    return grid


def _joined(grid: Grid, name: str, column: str, side: Grid) -> Grid:
    top, at = _place(grid, column)
    if top < 0:
        return grid  # a sheet without the column is not the one the map speaks of
    header, told = _told(side, name, column)
    width = max((len(row) for row in grid.rows), default=0)
    added = [*grid.rows[:top]]
    added.append((*_filled(grid.rows[top], width), *(f"{name}.{each}" for each in header)))
    for row in grid.rows[top + 1 :]:
        key = row[at].strip() if at < len(row) else ""
        cells = told.get(key) or ("",) * len(header)
        # A row that is too short is at fault itself: what is beside it would hide that.
        short = len(row) <= at
        added.append(row if short else (*_filled(row, width), *_filled(cells, len(header))))
    return replace(grid, rows=tuple(added))


def _told(
    side: Grid, name: str, column: str
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    top, at = _place(side, column)
    if top < 0:
        raise Refused("beside.column-missing", name=name, column=column)
    found: dict[str, tuple[str, ...]] = {}
    for place, row in enumerate(side.rows[top + 1 :], top + 2):
        key = row[at].strip() if at < len(row) else ""
        if key and found.setdefault(key, row) != row:
            raise Refused("beside.twice", name=name, column=column, key=key, row=place)
    return side.rows[top], found


def _place(grid: Grid, column: str) -> tuple[int, int]:
    wanted = spelling_of(column)
    for top, row in enumerate(grid.rows[:DEEPEST_HEADER]):
        for at, cell in enumerate(row):
            if spelling_of(cell) == wanted:
                return top, at
    return -1, -1


def _filled(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row[:width], *("",) * (width - len(row)))
