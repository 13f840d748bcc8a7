"""Where the header of a sheet stands, however many rows it has, and which rows may be matters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.matters.rules.ledgers import words
from bihuan.registers.sheets import Grid, column_letter
from bihuan.registers.sheets.headings import DEEPEST_HEADER, spelling_of

LONGEST_HEADING = 24
FEWEST = 2
MOST_ROWS = 4
SHOWN = 30
_TOTAL = re.compile(r"(合计|总计|共计|小计|总数|累计|本月计|本周计)(\W.*|\d.*|\(.*)?", re.DOTALL)
_NOTE = re.compile(
    r"(填表人|制表|填报|审核人?|审批|联系人[:：]|注[:：]|说明[:：]|备注[:：]|截至|统计时间).*",
    re.DOTALL,
)
_NUMBERED = re.compile(
    r"(\(?[一二三四五六七八九十]+\)?|第[一二三四五六七八九十\d]+[章节部分类])[、.．\s].*"
)
_DATA = re.compile(r"[\d\s.,:/年月日-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One row under the header: its number as a spreadsheet counts, and its cells."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that is no matter: total, note, section, header (again)."""

    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet whose header was found: a heading for each column, and the rows below it."""

    sheet: str
    top: int  # rows of the header, as a spreadsheet counts
    bottom: int
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    passed: tuple[Passed, ...]
    above: str

    @property
    def print(self) -> str:
        """What tells a header apart from another: its headings, without their spelling."""
        return "|".join(sorted(spelling_of(each) for each in self.headings if each))


def layout_of(grid: Grid) -> Layout | None:
    """The layout of a sheet; None where no row looks like a header with rows below it."""
    found = _header(grid)
    if found is None:
        return None
    top, bottom = found
    headings = _headings(grid, top, bottom)
    lines, passed = _rows(grid, bottom)
    above = " ".join(dict.fromkeys(c for row in grid.rows[:top] for c in row if c))
    return Layout(grid.sheet, top + 1, bottom + 1, headings, lines, passed, above)


def _header(grid: Grid) -> tuple[int, int] | None:
    best, most = -1, FEWEST - 1
    for index in range(min(len(grid.rows), DEEPEST_HEADER)):
        count = len({cell for cell in _cells(grid, index) if words.meanings(cell)})
        if count > most and _is_heading(grid, index):
            best, most = index, count
    if best < 0:
        best = _first_full(grid)
    if best < 0:
        return None
    top = bottom = best
    while top > 0 and bottom - top < MOST_ROWS and _heads(grid, top - 1, top):
        top -= 1
    while bottom - top < MOST_ROWS and _continues(grid, bottom, bottom + 1):
        bottom += 1
    return top, bottom


def _first_full(grid: Grid) -> int:
    """The first row of several short texts, none of them a number; -1 where there is none."""
    for index in range(min(len(grid.rows), DEEPEST_HEADER)):
        filled = {cell for cell in _cells(grid, index) if cell}
        if len(filled) > FEWEST and _is_heading(grid, index):
            return index
    return -1


def _cells(grid: Grid, index: int) -> list[str]:
    """A row with its merged cells filled in."""
    if index >= len(grid.rows):
        return []
    return [grid.at(index, column) for column in range(len(grid.rows[index]))]


def _is_heading(grid: Grid, index: int) -> bool:
    filled = [cell for cell in _cells(grid, index) if cell]
    return all(len(cell) <= LONGEST_HEADING and not _DATA.fullmatch(cell) for cell in filled)


def _heads(grid: Grid, above: int, below: int) -> bool:
    """Whether a row groups the headings below it, rather than being a title over them all."""
    filled = [cell for cell in _cells(grid, above) if cell]
    return (
        len(set(filled)) >= FEWEST
        and _is_heading(grid, above)
        and (_shares(grid, above, below) or any(map(words.known, filled)))
    )


def _continues(grid: Grid, above: int, below: int) -> bool:
    """Whether the row below is one more of the header, under a heading that spans it."""
    own = [
        cell
        for column, cell in enumerate(grid.rows[below] if below < len(grid.rows) else ())
        if cell and (below, column) not in grid.merged
    ]
    if not own or not _is_heading(grid, below):
        return False
    return _shares(grid, above, below) and any(words.meanings(cell) for cell in own)


def _shares(grid: Grid, above: int, below: int) -> bool:
    """Whether cells are joined across the two rows, or sideways in the upper one."""
    width = len(grid.rows[above])
    down = any(grid.merged.get((below, c), (-1, -1))[0] == above for c in range(width))
    aside = [grid.merged.get((above, c)) for c in range(width)]
    sideways = any(origin and origin[0] == above for origin in aside)
    blanks = any(
        not upper and lower
        for upper, lower in zip(_cells(grid, above), _cells(grid, below), strict=False)
    )
    return down or sideways or blanks


def _headings(grid: Grid, top: int, bottom: int) -> tuple[str, ...]:
    """One heading for each column, `办理情况/答复日期` where two rows speak; each of them once."""
    width = max(len(row) for row in grid.rows[top : bottom + 1])
    found: list[str] = []
    group = ""
    for column in range(width):
        said = [" ".join(grid.at(row, column).split()) for row in range(top, bottom + 1)]
        if top < bottom:
            # Saved as csv, a heading over several columns stands over the first of them alone.
            if said[0]:
                group = said[0] if said[-1] and said[-1] != said[0] else ""
            elif said[-1] and group:
                said[0] = group
        parts = dict.fromkeys(part for part in said if part)
        found.append("/".join(parts))
    twice = {each for each in found if found.count(each) > 1}
    return tuple(
        f"{each} ({column_letter(at)})" if each in twice and each else each
        for at, each in enumerate(found)
    )


def _rows(grid: Grid, bottom: int) -> tuple[tuple[Line, ...], tuple[Passed, ...]]:
    lines: list[Line] = []
    passed: list[Passed] = []
    head = [spelling_of(cell) for cell in _cells(grid, bottom)]
    plain = not grid.merged
    for index in range(bottom + 1, len(grid.rows)):
        cells = grid.rows[index] if plain else tuple(_cells(grid, index))
        if not any(cells):
            continue
        why = _why_not(cells, head)
        if why:
            shown = next(cell for cell in cells if cell)
            passed.append(Passed(index + 1, why, shown[:SHOWN]))
        else:
            lines.append(Line(index + 1, cells))
    return tuple(lines), tuple(passed)


def _why_not(cells: Sequence[str], head: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    first = "".join(filled[0].split())
    alone = len(set(filled)) == 1
    if _TOTAL.fullmatch(first) or any(
        _TOTAL.fullmatch("".join(cell.split())) for cell in filled[1:3] if len(cell) < SHOWN
    ):
        return "total"
    if _NOTE.fullmatch(first) and len(set(filled)) <= FEWEST:
        return "note"
    if alone and (len(filled) > 1 or _NUMBERED.fullmatch(filled[0])):
        return "section"
    if alone and _TOTAL.match(first):
        return "total"
    same = [a for a, b in zip(cells, head, strict=False) if a and spelling_of(a) == b]
    return "header" if len(same) == len(filled) else ""
