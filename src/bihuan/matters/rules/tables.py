"""Files of rows: what stands in which column, in whatever program the file was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bihuan.kernel.refused import Refused
from bihuan.matters.rules import beside, dates
from bihuan.matters.rules.letters import Fault, Row, Say
from bihuan.registers.sheets import writing
from bihuan.registers.sheets.grids import DELIMITERS, Grid, column_letter, grids
from bihuan.registers.sheets.headings import DEEPEST_HEADER, spelling_of

REASON = "未导入原因"  # the column added to the file of rejected rows
LONGEST_IN_WORKBOOK = writing.LONGEST_CELL
_SHOWN_HEADERS = 12
_SHOWN_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as a spreadsheet counts, and its cells as they are."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet under their header; `at` tells where each wanted column stands."""

    sheet: str
    header: tuple[str, ...]
    at: Mapping[str, int]
    lines: tuple[Line, ...]
    delimited: bool

    def said(self) -> Iterator[tuple[Line, Row | Fault]]:
        """Each row by its wanted columns, or what keeps it from being read."""
        for line in self.lines:
            yield line, self._said(line)

    def _said(self, line: Line) -> Row | Fault:
        if self.delimited:
            broken = self._broken(line)
            if broken is not None:
                return broken
        cells = line.cells
        return {name: cells[i] if i < len(cells) else "" for name, i in self.at.items()}

    def _broken(self, line: Line) -> Fault | None:
        """A comma, a quotation mark or a line end too many shifts cells into other columns."""
        width, count = len(self.header), len(line.cells)
        facts = {"count": count, "expected": width}
        if any(cell.strip() for cell in line.cells[width:]):
            return Fault(line.number, "", "row.too-long", facts)
        missing = [name for name, i in self.at.items() if i >= count]
        if missing:
            return Fault(line.number, missing[0], "row.too-short", facts)
        for name, i in self.at.items():
            if "\n" in line.cells[i] and self._swallows(line.cells[i]):
                return Fault(line.number, name, "row.quote-open", {})
        return None

    def _swallows(self, cell: str) -> bool:
        """Whether a line inside the cell looks like a row: as many cells, a date among them."""
        width = len(self.header)
        for inner in cell.split("\n")[1:]:
            for mark in DELIMITERS:
                pieces = inner.split(mark, width)
                if len(pieces) >= width and any(map(_is_day, pieces)):
                    return True
        return False


def read(
    data: bytes,
    wanted: Sequence[str],
    *,
    sides: Mapping[str, bytes] | None = None,
    on: Mapping[str, str] | None = None,
) -> tuple[Table, ...]:
    """The sheets of a file that have the wanted columns: csv, xlsx, xls or jsonl, in gzip or not.

    `sides` are files beside it, `on` the columns they share with it. Refuses what `grids` and
    `beside.joined` refuse, `table.column-twice` and `table.columns-missing` with all that are
    missing.
    """
    found, best = [], None
    told = {name: grids(side)[0] for name, side in (sides or {}).items()}
    for plain in grids(data, trimmed=False):
        grid = beside.joined(plain, told, on or {})
        header = _header(grid, wanted)
        if header is None:
            continue
        if not header.missing:
            found.append(_table(grid, header))
        elif best is None or len(header.missing) < len(best.missing):
            best = header
    if not found:
        raise _missing(best, wanted)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    cells: tuple[str, ...]
    at: Mapping[str, int]
    missing: tuple[str, ...]


def _header(grid: Grid, wanted: Sequence[str]) -> _Header | None:
    """The row that names most of the wanted columns; a title may stand above it."""
    best: _Header | None = None
    for index, cells in enumerate(grid.rows[:DEEPEST_HEADER]):
        places: dict[str, list[int]] = {}
        for i, cell in enumerate(cells):
            places.setdefault(spelling_of(cell), []).append(i)
        at = {name: places.get(spelling_of(name), []) for name in wanted}
        missing = tuple(name for name, found in at.items() if not found)
        if best is None or len(missing) < len(best.missing):
            _check_once(at)
            kept = {name: found[0] for name, found in at.items() if found}
            best = _Header(index, cells, kept, missing)
    return best


def _check_once(at: Mapping[str, Sequence[int]]) -> None:
    for name, found in at.items():
        if len(found) > 1:
            letters = "、".join(map(column_letter, found))
            raise Refused("table.column-twice", column=name, places=letters)


def _missing(best: _Header | None, wanted: Sequence[str]) -> Refused:
    missing = best.missing if best else tuple(wanted)
    shown = [cell.strip()[:_SHOWN_LENGTH] for cell in best.cells if cell.strip()] if best else []
    return Refused(
        "table.columns-missing",
        missing="、".join(missing),
        row=best.row + 1 if best else 1,
        found="、".join(shown[:_SHOWN_HEADERS]) or "—",
    )


def _table(grid: Grid, header: _Header) -> Table:
    lines = []
    for index in range(header.row + 1, len(grid.rows)):
        cells = tuple(grid.at(index, i) for i in range(len(grid.rows[index])))
        if any(cell.strip() for cell in cells) and cells != header.cells:
            lines.append(Line(index + 1, cells))
    return Table(grid.sheet, _shown(header.cells), header.at, tuple(lines), not grid.sheet)


def _shown(header: tuple[str, ...]) -> tuple[str, ...]:
    """The header without the empty columns a spreadsheet leaves at its end."""
    width = max((i + 1 for i, cell in enumerate(header) if cell.strip()), default=0)
    return header[:width]


def _is_day(cell: str) -> bool:
    return dates.moment_of(cell) is not None


def longest_cell(tables: Sequence[Table], faults: Sequence[Fault]) -> int:
    """The length of the longest cell among the rejected rows; a workbook holds 32,767."""
    at_fault = {(fault.sheet, fault.row) for fault in faults}
    lengths = (
        len(cell)
        for table in tables
        for line in table.lines
        if (table.sheet, line.number) in at_fault
        for cell in line.cells
    )
    return max(lengths, default=0)


def rejected_file(
    tables: Sequence[Table], faults: Sequence[Fault], *, kind: str = "csv", say: Say = str
) -> bytes:
    """The rejected rows as they came, column by column, and the reason beside each.

    Corrected, the file goes in again. Nothing in it is a formula. A workbook (`xlsx`) cannot hold
    a cell above 32,767 characters: such rows are refused with `table.cell-for-csv`.
    """
    reasons = {(fault.sheet, fault.row): fault.sentence(say) for fault in faults}
    named = [(table.sheet, _returned(table, reasons)) for table in tables]
    filled = [(sheet, rows) for sheet, rows in named if len(rows) > 1] or named[:1]
    longest = longest_cell(tables, faults)
    if kind == "xlsx" and longest > LONGEST_IN_WORKBOOK:
        raise Refused("table.cell-for-csv", length=longest, longest=LONGEST_IN_WORKBOOK)
    return writing.written(filled, kind=kind)


def _returned(table: Table, reasons: Mapping[tuple[str, int], str]) -> list[list[str]]:
    width = len(table.header)
    kept = [i for i, cell in enumerate(table.header) if cell.strip() != REASON]
    rows = [[*(table.header[i] for i in kept), REASON]]
    for line in table.lines:
        reason = reasons.get((table.sheet, line.number))
        if reason is not None:
            cells = (*line.cells, *[""] * (width - len(line.cells)))
            # What a stray comma pushed behind the last column comes back too, behind the reason.
            rows.append([*(cells[i] for i in kept), reason, *cells[width:]])
    return rows
