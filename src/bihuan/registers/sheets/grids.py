"""Any table file (xlsx, xls, csv, jsonl) as grids of text."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import python_calamine

from bihuan.kernel.refused import Refused
from bihuan.registers.sheets import records
from bihuan.registers.sheets.archive import (
    MOST_BYTES,
    MOST_CELLS,
    check_archive,
    unpacked,
)
from bihuan.registers.sheets.compound import OLE
from bihuan.registers.sheets.encodings import LOOKED_AT, encoding_of
from bihuan.registers.sheets.looks import ZIP, Looks, looks_of
from bihuan.registers.sheets.writing import FORMULA_MARKS

DELIMITERS = ",\t;"
# The csv module stops at 131,072 characters a cell unless told; a longer cell is our own affair,
# since only its row is to be rejected.
csv.field_size_limit(MOST_BYTES)
_FIRST_LINES = 20
_PANIC = "PanicException"
Cell = str | int | float | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text: row 1 of the sheet is `rows[0]`, column A is its first cell.

    `merged` names for each cell inside a merged area (not its first) the first one, by position;
    `hidden` says that the sheet itself is out of sight, `looks` what in it is.
    """

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    merged: dict[tuple[int, int], tuple[int, int]]
    hidden: bool = False
    looks: Looks = field(default_factory=Looks)

    def at(self, row: int, column: int) -> str:
        """The text of a cell, or of the merged area it lies in."""
        origin_row, origin_column = self.merged.get((row, column), (row, column))
        cells = self.rows[origin_row] if origin_row < len(self.rows) else ()
        return cells[origin_column] if origin_column < len(cells) else ""


def column_letter(index: int) -> str:
    """The letter a spreadsheet shows over a column, the first being A."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def grids(data: bytes, *, trimmed: bool = True) -> tuple[Grid, ...]:
    """Every sheet of a file (csv, xlsx, xls, jsonl; in gzip or not), as its bytes say it is.

    Formulas are never computed: a workbook gives the value it was saved with, a csv file the text.
    Where a cell is a whole letter, `trimmed=False` leaves the spaces around it as they are.
    Refuses `sheet.file-large`, `sheet.bomb`, `sheet.password`, `sheet.unreadable`,
    `sheet.encoding`, `sheet.empty`, `sheet.row-broken` and `sheet.nested`.
    """
    data = unpacked(data)
    if data.startswith(ZIP):
        check_archive(data)
        found = _workbook(data, trimmed=trimmed)
    elif data.startswith(OLE):
        found = _workbook(data, trimmed=trimmed)
    else:
        found = (_text(data, encoding_of(data), trimmed=trimmed),)
    if not any(cell for grid in found for row in grid.rows for cell in row):
        raise Refused("sheet.empty")
    return found


def _workbook(data: bytes, *, trimmed: bool) -> tuple[Grid, ...]:
    looks = looks_of(data)
    try:
        return _sheets(data, looks, trimmed=trimmed)
    except python_calamine.PasswordError as why:
        raise Refused("sheet.password") from why
    except (python_calamine.CalamineError, OSError, ValueError) as why:
        raise Refused("sheet.unreadable") from why
    except BaseException as why:  # a panic inside the reader is no Exception, nor is it named
        if type(why).__name__ == _PANIC:
            raise Refused("sheet.unreadable") from why
        raise


def _sheets(data: bytes, looks: Mapping[str, Looks], *, trimmed: bool) -> tuple[Grid, ...]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return tuple(
        _sheet(book, said, looks.get(said.name) or Looks(), trimmed=trimmed)
        for said in book.sheets_metadata
        if said.typ == python_calamine.SheetTypeEnum.WorkSheet
    )


def _sheet(
    book: python_calamine.CalamineWorkbook,
    said: python_calamine.SheetMetadata,
    looks: Looks,
    *,
    trimmed: bool,
) -> Grid:
    sheet = book.get_sheet_by_name(said.name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Refused("sheet.bomb")
    rows = tuple(
        tuple(text_of(cell, trimmed=trimmed) for cell in row)
        for row in sheet.to_python(skip_empty_area=False)
    )
    hidden = said.visible != python_calamine.SheetVisibleEnum.Visible
    return Grid(said.name, rows, _merged(sheet.merged_cell_ranges or ()), hidden, looks)


def _merged(
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]],
) -> dict[tuple[int, int], tuple[int, int]]:
    inside: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in ranges:
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise Refused("sheet.bomb")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                inside[row, column] = (top, left)
    return inside


def text_of(cell: Cell, *, trimmed: bool = True) -> str:
    """A cell as the clerk sees it: 13812342207.0 without its zero, a day as 2027-01-01."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    text = str(cell)
    return re.sub(r"^[\s\u3000\ufeff]+|[\s\u3000]+$", "", text) if trimmed else text


def _text(data: bytes, encoding: str, *, trimmed: bool) -> Grid:
    if records.may_be(data[:LOOKED_AT].decode(encoding, "ignore")):
        text = data.decode(encoding, "replace")
        if records.are_records(text):
            return Grid("", records.rows(text), {})
    return _csv(data, encoding, trimmed=trimmed)


def _csv(data: bytes, encoding: str, *, trimmed: bool) -> Grid:
    # Read as a stream: a cell of twenty megabytes is not copied once more to be cut into lines.
    with io.TextIOWrapper(io.BytesIO(data), encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=_delimiter(data, encoding))
        try:
            # A cell may hold line breaks; rows are then counted as a spreadsheet counts them.
            rows = tuple(
                tuple(_unguarded(text_of(cell, trimmed=trimmed)) for cell in row) for row in reader
            )
        except csv.Error as why:
            raise Refused("sheet.row-broken", row=reader.line_num) from why
    return Grid("", rows, {})


def _delimiter(data: bytes, encoding: str) -> str:
    """The mark that stands most often in the first lines."""
    first = data[:LOOKED_AT].decode(encoding, "ignore").splitlines()[:_FIRST_LINES]
    return max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in first))


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from computing it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_MARKS else cell
