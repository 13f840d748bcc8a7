"""Tables written as a workbook or as csv: every cell text, none of them a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

LONGEST_CELL = 32_767  # characters of a cell, in any spreadsheet program
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def written(tables: Sequence[tuple[str, list[list[str]]]], *, kind: str) -> bytes:
    """Named tables as a workbook, or one after the other as csv; every cell text, no formula."""
    return _xlsx(tables) if kind == "xlsx" else _csv(tables)


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
