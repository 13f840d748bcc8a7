"""A holiday notice out of a file: a table (csv, xlsx, xls) or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules.notices import Line, NoticeRead, read_lines
from bihuan.registers.sheets import Grid, check_size, grids
from bihuan.registers.sheets.headings import DEEPEST_HEADER, word_of

WORDS: Mapping[str, tuple[str, ...]] = {
    "day": ("日期", "date", "day"),
    "name": ("名称", "节日", "节假日", "假日", "name"),
    "kind": ("类型", "类别", "安排", "是否放假", "放假", "kind", "isOffDay"),
}
FIELD_OF = {word: field for field, words in WORDS.items() for word in words}


def read_notice(data: bytes, *, year: int | None = None, local: bool = False) -> NoticeRead:
    """Read the notice of one year, or local days where `local` is set; rows are judged one by one.

    JSON has `year` and `days` (`date`, `name`, `isOffDay`); a table has 日期, 名称, 安排.
    Refuses what `grids` and `read_lines` refuse, `calendar.json-malformed` and
    `calendar.header-missing`.
    """
    check_size(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        said = _parsed(data)
        return read_lines(_json_lines(said), year=year or said.get("year"), local=local)
    lines = [line for grid in grids(data) for line in _grid_lines(grid)]
    return read_lines(lines, year=year, local=local)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as why:
        raise Refused("sheet.encoding", row=data.count(b"\n", 0, why.start) + 1) from why
    except (json.JSONDecodeError, RecursionError) as why:
        raise Refused("calendar.json-malformed", line=getattr(why, "lineno", 1)) from why
    if isinstance(said, list):
        said = {"days": said}
    if not isinstance(said.get("days"), list) or not isinstance(said.get("year"), int | None):
        raise Refused("calendar.json-malformed", line=1)
    return dict(said)


def _json_lines(said: Mapping[str, Any]) -> Iterator[Line]:
    for number, day in enumerate(said["days"], 1):
        found = day if isinstance(day, dict) else {}
        kind = str(found.get("isOffDay", found.get("kind", "")))
        yield Line(number, str(found.get("date", "")), str(found.get("name", "")), kind)


def _grid_lines(grid: Grid) -> Iterator[Line]:
    if not any(cell for row in grid.rows for cell in row):
        return
    row, columns = _header(grid)
    for index in range(row + 1, len(grid.rows)):
        cells = {field: grid.at(index, column) for field, column in columns.items()}
        if any(grid.rows[index]):
            yield Line(index + 1, cells["day"], cells.get("name", ""), cells["kind"])


def _header(grid: Grid) -> tuple[int, dict[str, int]]:
    for index, cells in enumerate(grid.rows[:DEEPEST_HEADER]):
        columns = _columns(cells)
        if {"day", "kind"} <= columns.keys():
            return index, columns
    raise Refused("calendar.header-missing", expected="日期、名称、安排")


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        field = FIELD_OF.get(word_of(cell))
        if field is not None:
            found.setdefault(field, column)
    return found
