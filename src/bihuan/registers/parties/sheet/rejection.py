"""Rejected rows, given back as a file of the same shape with the reason beside each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.sheet.given import Given, SheetRead
from bihuan.registers.parties.sheet.grids import FORMULA_MARKS

REASON = "原因"
LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that did not go in, the column at fault (its letter, where one is), and why."""

    given: Given
    column: str
    why: Refused

    @property
    def place(self) -> str:
        """Where to look: sheet, row, column."""
        sheet = f"{self.given.sheet} " if self.given.sheet else ""
        return f"{sheet}{self.column}{self.given.row}"


Say = Callable[[Refused], str]


def rejected_file(
    read: SheetRead, rejected: Sequence[RejectedRow], *, kind: str, say: Say = str
) -> bytes:
    """The rejected rows under their own headers, a column 原因 at the end; kind: xlsx or csv.

    Corrected, the file goes in again as it is. Nothing in it is a formula, whatever a cell began
    with. `say` puts a refusal into the words of the reader.
    """
    tables = [
        (sheet, _table(header, [row for row in rejected if row.given.sheet == sheet], say))
        for sheet, header in read.headers.items()
    ]
    filled = [(sheet, table) for sheet, table in tables if len(table) > 1] or tables[:1]
    return written(filled, kind=kind)


def written(tables: Sequence[tuple[str, list[list[str]]]], *, kind: str) -> bytes:
    """Named tables as a workbook, or one after the other as csv; every cell text, no formula."""
    return _xlsx(tables) if kind == "xlsx" else _csv(tables)


def _table(header: Sequence[str], rows: Iterable[RejectedRow], say: Say) -> list[list[str]]:
    kept = [index for index, cell in enumerate(header) if cell != REASON]
    table = [[*(header[index] for index in kept), REASON]]
    for row in rows:
        cells = dict(enumerate(row.given.cells))
        table.append([*(cells.get(index, "") for index in kept), f"{row.place}: {say(row.why)}"])
    return table


def _xlsx(tables: Iterable[tuple[str, list[list[str]]]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, table in tables:
            sheet = book.add_worksheet(name or None)
            for number, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    sheet.write_string(number, column, cell[:LONGEST_CELL])
    return stream.getvalue()


def _csv(tables: Iterable[tuple[str, list[list[str]]]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for _, table in tables:
        writer.writerows([safe(cell) for cell in row] for row in table)
    return stream.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula when it opens a csv file."""
    return f"'{cell}" if cell.startswith(FORMULA_MARKS) else cell


def by_code(rejected: Iterable[RejectedRow]) -> Mapping[str, int]:
    """How many rows were rejected for each reason."""
    counted: dict[str, int] = {}
    for row in rejected:
        counted[row.why.code] = counted.get(row.why.code, 0) + 1
    return counted
