"""Files as offices send them, made in memory."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

HEADER = ("编号", "标题", "内容", "来信日期", "办理单位", "回复日期")
WANTED = HEADER
MAP = """
source: letters
columns:
  key: 编号
  title: 标题
  text: 内容
  received_at: 来信日期
  unit: 办理单位
  replied_at: 回复日期
units: {units}
"""
Row = Sequence[object]


@dataclass(frozen=True)
class Formula:
    """A cell of a workbook that computes, and the value it was saved with."""

    text: str
    saved: str


def letter(key: object, **cells: object) -> list[object]:
    """A row that can be taken, but for what is said of its cells."""
    said: dict[str, object] = {
        "编号": key, "标题": f"信{key}", "内容": f"第{key}封信", "来信日期": "2025-06-19",
        "办理单位": "区住建局（演示）", "回复日期": "2025-07-14",
    }  # fmt: skip
    return [(said | cells)[name] for name in HEADER]


def as_csv(*rows: Row, header: Row = HEADER, encoding: str = "utf-8", mark: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark).writerows([header, *rows])
    return stream.getvalue().encode(encoding)


def as_xlsx(*rows: Row, header: Row = HEADER, above: Iterable[Row] = (), name: str = "") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        _sheet(book, name, [*above, header, *rows])
    return stream.getvalue()


def as_book(**sheets: Sequence[Row]) -> bytes:
    """A workbook of several sheets, each under the header."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            _sheet(book, name, [HEADER, *rows])
    return stream.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(name or None)
    dated = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if hasattr(cell, "year"):
                sheet.write_datetime(number, column, cell, dated)
            elif isinstance(cell, Formula):
                sheet.write_formula(number, column, cell.text, value=cell.saved)
            else:
                sheet.write(number, column, cell)


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
