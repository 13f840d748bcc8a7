"""Any table file (xlsx, xls, csv) as grids of text."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import python_calamine

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.sheet.archive import (
    MOST_BYTES,
    MOST_CELLS,
    check_archive,
    check_size,
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
DELIMITERS = ",\t;"
# The csv module stops at 131,072 characters a cell unless told; a longer cell is our own affair,
# since only its row is to be rejected.
csv.field_size_limit(MOST_BYTES)
_FIRST_LINES = 20
_LOOKED_AT = 65_536  # bytes from which an encoding is told
_MARKS = b",;\t\r\n"
_FEWEST_MARKS = 2
_FEW = 10  # one broken character in so many is damage, more are another encoding
Cell = str | int | float | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as text: row 1 of the sheet is `rows[0]`, column A is its first cell.

    `merged` names for each cell inside a merged area (not its first) the first one, by position.
    """

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    merged: dict[tuple[int, int], tuple[int, int]]

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
    """Every sheet of a file; what kind of file it is shows in its bytes, not in its name.

    Formulas are never computed: a workbook gives the value it was saved with, a csv file the text.
    Where a cell is a whole letter, `trimmed=False` leaves the spaces around it as they are.
    Refuses `sheet.file-large`, `sheet.bomb`, `sheet.unreadable`, `sheet.encoding`, `sheet.empty`
    and `sheet.row-broken`.
    """
    check_size(data)
    if data.startswith(ZIP):
        check_archive(data)
        found = _workbook(data, trimmed=trimmed)
    elif data.startswith(OLE):
        found = _workbook(data, trimmed=trimmed)
    else:
        found = (_csv(data, encoding_of(data), trimmed=trimmed),)
    if not any(cell for grid in found for row in grid.rows for cell in row):
        raise Refused("sheet.empty")
    return found


def _workbook(data: bytes, *, trimmed: bool) -> tuple[Grid, ...]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_sheet(book, name, trimmed=trimmed) for name in book.sheet_names)
    except (python_calamine.CalamineError, OSError, ValueError) as why:
        raise Refused("sheet.unreadable") from why


def _sheet(book: python_calamine.CalamineWorkbook, name: str, *, trimmed: bool) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Refused("sheet.bomb")
    rows = tuple(
        tuple(text_of(cell, trimmed=trimmed) for cell in row)
        for row in sheet.to_python(skip_empty_area=False)
    )
    return Grid(name, rows, _merged(sheet.merged_cell_ranges or ()))


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


def encoding_of(data: bytes) -> str:
    """The encoding of a text; refuses `sheet.encoding` with the first row that fits none."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _fitting(data, encoding)
    wide = _utf_16(data[:_LOOKED_AT])
    if wide:
        return _fitting(data, wide)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _fitting(data, "utf-8" if _is_broken_utf_8(data) else "gb18030")
    return "utf-8"


def _utf_16(start: bytes) -> str:
    """The byte order of UTF-16 without its mark, shown by its commas and line ends; else empty."""
    pairs = Counter(zip(start[::2], start[1::2], strict=False))
    little, big = (
        sum(pairs[pair] for pair in wanted)
        for wanted in ([(mark, 0) for mark in _MARKS], [(0, mark) for mark in _MARKS])
    )
    if max(little, big) < _FEWEST_MARKS:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _is_broken_utf_8(data: bytes) -> bool:
    """Whether a few bytes of UTF-8 are broken, rather than all of it being something else.

    Read as GB 18030 such a file would often pass, every character of it another.
    """
    text = data[:_LOOKED_AT].decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * _FEW < foreign


def _fitting(data: bytes, encoding: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as why:
        row = data.count(b"\n", 0, why.start) + 1
        raise Refused("sheet.encoding", row=row) from why
    return encoding


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
    first = data[:_LOOKED_AT].decode(encoding, "ignore").splitlines()[:_FIRST_LINES]
    return max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in first))


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from computing it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_MARKS else cell
