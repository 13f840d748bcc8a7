"""The rows of a spreadsheet that say something, with their place in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.sheet.headers import WORDS, Header, header_of
from bihuan.registers.sheets import Grid, column_letter, grids

TOTALS = re.compile(
    r"(合计|总计|共计|小计|总数|填表人|制表|填报单位|注[:：]|说明[:：]|备注[:：]).*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Given:
    """One row as it was given: its place, its cells for giving it back, its values by field."""

    sheet: str
    row: int
    cells: tuple[str, ...]
    values: Mapping[str, str]
    columns: Mapping[str, int]
    disagree: str = ""

    def value(self, field: str) -> str:
        return self.values.get(field, "")

    def letter(self, field: str) -> str:
        """The letter of the column a field stands in; empty where the sheet has no such column."""
        return column_letter(self.columns[field]) if field in self.columns else ""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """All that a file gave: rows, their headers, and what was passed over (sheet, row, why)."""

    rows: tuple[Given, ...]
    headers: Mapping[str, tuple[str, ...]]
    passed_over: tuple[tuple[str, int, str], ...]


def read(data: bytes) -> SheetRead:
    """Read a spreadsheet of units, posts and people.

    Titles above the header, blank rows and rows of totals are passed over (the last two kinds of
    text named). Refuses what `grids` refuses, and `sheet.header-missing`.
    """
    rows: list[Given] = []
    headers: dict[str, tuple[str, ...]] = {}
    passed: list[tuple[str, int, str]] = []
    for grid in grids(data):
        header = header_of(grid)
        if header is None:
            if any(cell for row in grid.rows for cell in row):
                passed.append((grid.sheet, 0, "no header"))
            continue
        headers[grid.sheet] = grid.rows[header.row]
        for index in range(header.row + 1, len(grid.rows)):
            _take(grid, header, index, rows, passed)
    if not headers:
        expected = "、".join(words[0] for words in WORDS.values())
        raise Refused("sheet.header-missing", expected=expected)
    return SheetRead(tuple(rows), headers, tuple(passed))


def _take(
    grid: Grid, header: Header, index: int, rows: list[Given], passed: list[tuple[str, int, str]]
) -> None:
    cells = grid.rows[index]
    first = next((cell for cell in cells if cell), "")
    if not first:
        return
    if TOTALS.fullmatch(first) or all(_repeats_header(grid, header, index)):
        passed.append((grid.sheet, index + 1, first[:20]))
        return
    rows.append(_given(grid, header, index))


def _repeats_header(grid: Grid, header: Header, index: int) -> list[bool]:
    """Whether each known column says its own heading again, as on a second printed page."""
    at = [column for columns in header.columns.values() for column in columns]
    return [grid.at(index, column) == grid.at(header.row, column) for column in at]


def _given(grid: Grid, header: Header, index: int) -> Given:
    values: dict[str, str] = {}
    columns: dict[str, int] = {}
    disagree = ""
    for field, at in header.columns.items():
        filled = [(grid.at(index, column), column) for column in at if grid.at(index, column)]
        values[field], columns[field] = filled[0] if filled else ("", at[0])
        if len({value for value, _ in filled}) > 1:
            disagree = field
    sheet = grid.sheet
    return Given(sheet, index + 1, grid.rows[index], values, columns, disagree)
