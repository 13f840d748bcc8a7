"""The superior's table in its own layout: an XLSX whose cells name fields, one row for each unit.

`{{收件数}}` in a cell becomes that figure; a row that names a field of a list, such as
`{{单位.名称}}`, is repeated for each line of the list, its look with it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.kernel.refused import Refused
from bihuan.matters.rules.papers.documents import Names, steady, unknown

_FIELD = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
MOST_ROWS, MOST_COLUMNS = 2000, 200
_LETTERS, _DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_REFS = re.compile(
    rb'<(?:\w+:)?(?:c|mergeCell)\s[^>]*?\b(?:r|ref)="([A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?)"'
)
_UNSAID = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # no cell takes them
_EPOCH = "2000-01-01T00:00:00Z"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def check(body: bytes, names: Names) -> None:
    """Refuses `paper.template-broken`, and `paper.field-unknown` with the cell and the field, and
    `paper.rows-mixed` for a row that goes through two lists.
    """
    found = 0
    for sheet, cell, field in _fields(_opened(body)):
        place, found = f"{sheet.title} {cell.coordinate}", found + 1
        name, _, of_row = field.partition(".")
        if of_row and of_row not in names.get(name, ()):
            known = {f"{name}.{one}" for one in names.get(name, ())} or set(names)
            raise unknown(place, field, known)
        if not of_row and (name not in names or names[name]):
            raise unknown(place, field, _flat(names))
    for sheet in _opened(body).worksheets:
        for row in range(1, sheet.max_row + 1):
            _list_of(sheet, row)
    if not found:
        raise Refused("paper.template-empty")


def filled(body: bytes, fields: Mapping[str, Any]) -> bytes:
    """The workbook with its fields filled; a figure alone in its cell stays a number."""
    book = _opened(body)
    for sheet in book.worksheets:
        for row in range(min(sheet.max_row, MOST_ROWS), 0, -1):
            listed = _list_of(sheet, row)
            if listed:
                _repeat(sheet, row, listed, fields[listed])
        for cells in sheet.iter_rows():
            for cell in cells:
                _fill(cell, fields)
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue(), {"docProps/core.xml": _timeless})


def _timeless(part: bytes) -> bytes:
    return _TIMES.sub(rb"\g<1>" + _EPOCH.encode() + rb"\g<2>", part)


def values(document: bytes) -> list[list[Any]]:
    """The cells of the first sheet, row by row."""
    sheet = _opened(document).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def _opened(body: bytes) -> Workbook:
    _check_extent(body)
    try:
        return load_workbook(io.BytesIO(body))
    except Exception as fault:
        # openpyxl lets the errors of zip, XML and its own descriptors through as they come.
        raise Refused("paper.template-broken") from fault


def _check_extent(body: bytes) -> None:
    """Refuse a table that reaches far beyond a page (`sheet.bomb`): each cell of it would be made,
    also those that two far corners or one merged range enclose.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            parts = [package.read(m) for m in package.namelist() if "worksheets/" in m]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as fault:
        raise Refused("paper.template-broken") from fault
    for part in parts:
        said = [named.decode() for refs in _REFS.findall(part) for named in refs.split(b":")]
        rows = max((int(one.strip(_LETTERS)) for one in said), default=0)
        columns = max((column_index_from_string(one.strip(_DIGITS)) for one in said), default=0)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            raise Refused("sheet.bomb")


def _fields(book: Workbook) -> Iterator[tuple[Worksheet, Any, str]]:
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    for field in _FIELD.findall(cell.value):
                        yield sheet, cell, field


def _flat(names: Names) -> set[str]:
    return {name for name, rows in names.items() if not rows} | {
        f"{name}.{row}" for name, rows in names.items() for row in rows
    }


def _list_of(sheet: Worksheet, row: int) -> str:
    """The list a row goes through; empty for a plain row."""
    named = {
        field.partition(".")[0]
        for cell in sheet[row]
        if isinstance(cell.value, str)
        for field in _FIELD.findall(cell.value)
        if "." in field
    }
    if len(named) > 1:
        place = f"{sheet.title} {row}"
        raise Refused("paper.rows-mixed", place=place, lists="、".join(sorted(named)))
    return next(iter(named), "")


def _repeat(sheet: Worksheet, row: int, listed: str, lines: list[Mapping[str, Any]]) -> None:
    """The row once for each line; what stands below moves down, its merged cells with it."""
    more = len(lines) - 1
    _freed(sheet, row)
    pattern = [(cell.value, copy(cell._style)) for cell in sheet[row]]  # noqa: SLF001  its look
    merged = [one for one in sheet.merged_cells.ranges if one.min_row == one.max_row == row]
    height = sheet.row_dimensions[row].height
    if more > 0:
        _move_down(sheet, row, more)
    for place, line in enumerate(lines or [{}]):
        for column, (value, style) in enumerate(pattern, 1):
            cell = sheet.cell(row + place, column)
            cell._style = copy(style)  # noqa: SLF001
            if isinstance(cell, MergedCell):
                continue
            cell.value = value
            _fill(cell, {f"{listed}.{name}": told for name, told in line.items()})
            if not line and isinstance(value, str) and "{{" in value:
                cell.value = None
        sheet.row_dimensions[row + place].height = height
    for one in merged:
        for place in range(1, len(lines)):
            sheet.merge_cells(None, row + place, one.min_col, row + place, one.max_col)


def _freed(sheet: Worksheet, row: int) -> None:
    """Undo what is merged across the row and its neighbours: it would swallow lines."""
    across = [one for one in sheet.merged_cells.ranges if one.min_row <= row <= one.max_row]
    for one in across:
        if one.min_row != one.max_row:
            sheet.unmerge_cells(one.coord)


def _move_down(sheet: Worksheet, row: int, by: int) -> None:
    below = [one for one in sheet.merged_cells.ranges if one.min_row > row]
    moved = [CellRange(one.coord) for one in below]
    for one in moved:
        sheet.unmerge_cells(one.coord)
    heights = {r: sheet.row_dimensions[r].height for r in range(row + 1, sheet.max_row + 1)}
    sheet.insert_rows(row + 1, by)
    for r, height in heights.items():
        sheet.row_dimensions[r + by].height = height
    for one in moved:
        one.shift(row_shift=by)
        sheet.merge_cells(one.coord)


def _fill(cell: Any, fields: Mapping[str, Any]) -> None:
    value = cell.value
    if not isinstance(value, str) or "{{" not in value:
        return
    alone = _FIELD.fullmatch(value.strip())
    if alone and alone[1] in fields:
        cell.value = _cell(fields[alone[1]])
        _as_text(cell)
        return
    text = _FIELD.sub(lambda m: str(_cell(fields.get(m[1], m[0]))), value)
    cell.value = text
    _as_text(cell)


def _cell(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    return _UNSAID.sub("", value if isinstance(value, str) else "、".join(map(str, value)))


def _as_text(cell: Any) -> None:
    """What is filled in is never read as a formula."""
    if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.value.startswith("="):
        cell.data_type = "s"


_COLUMNS = (
    ("序号", "序号"), ("单位", "名称"), ("期初在办", "期初在办数"), ("收件", "收件数"),
    ("受理", "受理数"), ("答复", "答复数"), ("销号", "销号数"), ("解决", "解决数"),
    ("超期", "超期数"), ("临期", "临期数"), ("期末在办", "期末在办数"),
)  # fmt: skip


def default() -> bytes:
    """The table we ship, until the office uploads the one its superior wants."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has a sheet
    sheet.title = "统计表"
    heads, fields = ([one[place] for one in _COLUMNS] for place in (0, 1))
    last = get_column_letter(len(heads))
    sheet["A1"], sheet["A2"] = "{{标题}}", "填报单位：{{发文机关}}　　统计期间：{{统计期间}}"
    for line in (1, 2):
        sheet.merge_cells(f"A{line}:{last}{line}")
    for column, (head, field) in enumerate(zip(heads, fields, strict=True), 1):
        sheet.cell(3, column, head)
        sheet.cell(4, column, f"{{{{单位.{field}}}}}")
        total = "合计" if column == 2 else f"{{{{{field}}}}}"  # noqa: PLR2004  under the names
        sheet.cell(5, column, None if column == 1 else total)
    _dress(sheet, len(heads))
    out = io.BytesIO()
    book.save(out)
    return steady(out.getvalue(), {"docProps/core.xml": _timeless})


def _dress(sheet: Worksheet, columns: int) -> None:
    thin = Side(style="thin", color="FF000000")
    for row in sheet.iter_rows(min_row=1, max_row=5, max_col=columns):
        for cell in row:
            head = cell.row == 1
            name = "方正小标宋简体" if head else "仿宋_GB2312"
            cell.font = Font(name=name, size=18 if head else 11)
            cell.alignment = Alignment("left" if cell.row == 2 else "center", "center")  # noqa: PLR2004
            if cell.row > 2:  # noqa: PLR2004  below title and period
                cell.border = Border(thin, thin, thin, thin)
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 22 if column == 2 else 9.5  # noqa: PLR2004
    sheet.row_dimensions[1].height, sheet.row_dimensions[3].height = 36, 24
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"
