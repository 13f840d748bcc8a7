"""A file opened: its sheets by their headers, the day it speaks of, what it hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.kernel.refused import Refused
from bihuan.matters.rules.ledgers import asof, words
from bihuan.matters.rules.ledgers.layout import Layout, layout_of
from bihuan.registers.sheets import Grid, column_letter, grids

_DATED = ("received_at", "replied_at")
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Group:
    """Sheets of one file under the same headings, which can be taken in together."""

    print: str
    sheets: tuple[str, ...]
    rows: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds: groups of sheets, the one picked, and what is to be said of it."""

    groups: tuple[Group, ...]
    picked: Group
    layouts: tuple[Layout, ...]
    as_of: date
    where: str
    said: tuple[Refused, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        return self.layouts[0].headings

    @property
    def rows(self) -> int:
        return sum(len(layout.lines) for layout in self.layouts)


def opened(data: bytes, name: str, today: date, pick: str = "") -> Opened:
    """Open a file; of several groups the one picked by its print, else the largest in sight.

    Refuses what `grids` refuses, and `ledger.header-missing`.
    """
    found = [(grid, layout) for grid in grids(data) if (layout := layout_of(grid)) is not None]
    groups = _groups(found)
    if not groups:
        raise Refused("ledger.header-missing")
    picked = next((g for g in groups if g.print == pick), None) or max(
        groups, key=lambda group: (not group.hidden, group.rows)
    )
    chosen = [(grid, layout) for grid, layout in found if grid.sheet in picked.sheets]
    layouts = tuple(layout for _, layout in chosen)
    dated = [
        i
        for i, heading in enumerate(layouts[0].headings)
        if not words.meanings(heading).keys().isdisjoint(_DATED)
    ]
    as_of, where = asof.day_of(name, layouts, dated, today)
    said = (*_left(groups, picked), *_hidden(chosen), *_passed(layouts))
    return Opened(groups, picked, layouts, as_of, where, said)


def _groups(found: Sequence[tuple[Grid, Layout]]) -> tuple[Group, ...]:
    by_print: dict[str, list[tuple[Grid, Layout]]] = {}
    for grid, layout in found:
        if layout.lines:
            by_print.setdefault(layout.print, []).append((grid, layout))
    return tuple(
        Group(
            print_,
            tuple(grid.sheet for grid, _ in group),
            sum(len(layout.lines) for _, layout in group),
            all(grid.hidden for grid, _ in group),
        )
        for print_, group in by_print.items()
    )


def _left(groups: Sequence[Group], picked: Group) -> Iterator[Refused]:
    for group in groups:
        if group is not picked:
            code = "ledger.sheet-hidden" if group.hidden else "ledger.sheet-other"
            yield Refused(code, sheets="、".join(group.sheets), rows=group.rows)


def _hidden(chosen: Sequence[tuple[Grid, Layout]]) -> Iterator[Refused]:
    for grid, layout in chosen:
        if grid.hidden:
            yield Refused("ledger.sheet-was-hidden", sheet=grid.sheet)
        columns = [c for c in sorted(grid.looks.columns) if c < len(layout.headings)]
        named = [layout.headings[c] or column_letter(c) for c in columns]
        if named:
            yield Refused("ledger.columns-hidden", columns="、".join(named[:_SHOWN]))
        rows = [line for line in layout.lines if line.row - 1 in grid.looks.rows]
        if rows:
            yield Refused("ledger.rows-hidden", count=len(rows))
        if grid.looks.linked:
            yield Refused("ledger.links", count=grid.looks.linked)
        elif grid.looks.formulas:
            yield Refused("ledger.formulas", count=grid.looks.formulas)


def _passed(layouts: Sequence[Layout]) -> Iterator[Refused]:
    for why in ("total", "section", "note", "header"):
        rows = [each.row for layout in layouts for each in layout.passed if each.why == why]
        if rows:
            listed = "、".join(map(str, rows[:_SHOWN])) + ("…" if len(rows) > _SHOWN else "")
            yield Refused(f"ledger.passed-{why}", count=len(rows), rows=listed)
