"""A workbook edited as a clerk would: read, some cells changed, saved by another program."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import python_calamine
import xlsxwriter

Table = list[list[str]]


def table(source: Path | bytes) -> Table:
    """Every cell of the first sheet."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def saved(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with these cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell)
    return stream.getvalue()


def edited(source: Path | bytes, change: Callable[[Table], object]) -> bytes:
    """The workbook after `change` was made on its cells."""
    rows = table(source)
    change(rows)
    return saved(rows)


def cell(rows: Table, row: int, heading: str, text: str) -> None:
    """Write into the cell under a heading; row 1 is the first below the headings."""
    rows[row][rows[0].index(heading)] = text
