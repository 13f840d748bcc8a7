"""A table in a matter (任务清单): given out by row with a notice, filled by unit in its parts.

A value of a field of the kind `table` is plain JSON: `columns`, and `rows` in the order of the
notice, each with its place there (`at`, 0 where the unit added it), the unit it is for, the cells
as `given` and, once somebody filled them, the `cells`. A cell the notice gives stays as given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from bihuan.kernel import texts
from bihuan.kernel.declaration import Column, Field, Mechanism
from bihuan.kernel.refused import Refused

KIND = "table"
MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 40, 2000, 2000
_YES_NO = ("是", "否")
Value = dict[str, Any]
Cells = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `at` is its place in the notice, from 1, or 0 where the unit added it."""

    at: int
    unit: str
    given: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands; `more`: the unit may add rows, because none were given to it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: bool = False

    def missing(self) -> tuple[tuple[int, str], ...]:
        """The cells that must be filled and are not: the row, counted from 1, and the column."""
        return tuple(
            (place, column.label)
            for place, row in enumerate(self.rows, start=1)
            for column, cell in zip(self.columns, row.cells, strict=True)
            if column.required and not cell
        )

    def filled(self) -> int:
        """How many rows lack nothing that must be filled, and hold an answer of the unit."""
        short = {place for place, _ in self.missing()}
        return sum(
            place not in short and (row.cells != row.given or "" not in row.given)
            for place, row in enumerate(self.rows, start=1)
        )


def name_of(mechanism: Mechanism) -> str:
    """The field that holds the table; empty where the form asks for none."""
    return next((asked.name for asked in mechanism.fields if asked.kind == KIND), "")


def of(mechanism: Mechanism, values: Mapping[str, object]) -> Table | None:
    """The table among the values of a matter, where it has one."""
    found = values.get(name_of(mechanism))
    return read(found) if isinstance(found, dict) and "rows" in found else None


def read(value: Mapping[str, Any]) -> Table:
    """The table a stored value stands for."""
    columns = tuple(_column(one) for one in value["columns"])
    rows = (
        Row(int(r["at"]), r["unit"], tuple(r["given"]), tuple(r.get("cells", r["given"])))
        for r in value["rows"]
    )
    return Table(columns, tuple(rows), bool(value.get("more")))


def record(table: Table) -> Value:
    """The table as a stored value; cells nobody touched are not written twice."""
    return {
        "columns": [
            {
                "name": one.name, "label": one.label, "type": one.kind,
                "required": one.required, "choices": list(one.choices),
            }
            for one in table.columns
        ],
        "rows": [
            {"at": row.at, "unit": row.unit, "given": list(row.given)}
            | ({"cells": list(row.cells)} if row.cells != row.given else {})
            for row in table.rows
        ],
        "more": table.more,
    }  # fmt: skip


def check(asked: Field, value: object) -> None:
    """Refuse a table that cannot be handed out: no columns, too large, a wrong cell."""
    if not isinstance(value, dict) or not {"columns", "rows"} <= value.keys():
        raise Refused("table.malformed", field=asked.label)
    try:
        table = read(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("table.malformed", field=asked.label) from None
    width = len(table.columns)
    if not 0 < width <= MOST_COLUMNS or len(table.rows) > MOST_ROWS:
        raise Refused("table.size", columns=MOST_COLUMNS, rows=MOST_ROWS)
    if any(len(row.given) != width or len(row.cells) != width for row in table.rows):
        raise Refused("table.malformed", field=asked.label)
    _cells(table)


def share(mechanism: Mechanism, values: Mapping[str, object], unit: str) -> dict[str, object]:
    """The rows of one unit, as the values of its part; rows for nobody in particular are for all.

    A unit to which the notice gives no row may add its own.
    """
    table = of(mechanism, values)
    if table is None:
        return {}
    own = tuple(row for row in table.rows if row.unit in ("", unit))
    return {name_of(mechanism): record(Table(table.columns, own, more=not own))}


def filled(table: Table, cells: Cells) -> Table:
    """The table with what the unit filled in, row by row in its order; refuses another number of
    rows, a changed cell of the notice and what a column does not take.
    """
    given = tuple(row for row in table.rows if row.at)
    rows = [list(map(str.strip, row)) for row in cells]
    if len(rows) < len(given) or (len(rows) > len(given) and not table.more):
        raise Refused("table.rows-differ", given=len(given), found=len(rows))
    if len(rows) > MOST_ROWS:
        raise Refused("table.size", columns=MOST_COLUMNS, rows=MOST_ROWS)
    width = len(table.columns)
    if any(len(row) != width for row in rows):
        raise Refused("table.malformed", field="rows")
    blank = Row(0, "", ("",) * width, ("",) * width)
    added = [blank] * (len(rows) - len(given))
    kept = [
        _row(table, place, row, row_cells)
        for place, (row, row_cells) in enumerate(zip((*given, *added), rows, strict=True), start=1)
        if row.at or any(row_cells)
    ]
    after = Table(table.columns, tuple(kept), table.more)
    _cells(after)
    return after


def complete(table: Table) -> None:
    """Refuse a return that lacks a cell it must have: `table.cell-missing`, `table.empty`."""
    missing = table.missing()
    if missing:
        row, column = missing[0]
        raise Refused("table.cell-missing", row=row, column=column, count=len(missing))
    if not table.rows:
        raise Refused("table.empty")


def journaled(values: Mapping[str, Any]) -> dict[str, object]:
    """The values as they may enter the chain: of a table how many rows, its cells being sealed."""
    return {
        name: {"columns": value["columns"], "count": len(value["rows"])} if _is(value) else value
        for name, value in values.items()
    }  # fmt: skip


def sealed(values: Mapping[str, object]) -> dict[str, object]:
    """Those of the values that enter the chain sealed."""
    return {name: value for name, value in values.items() if _is(value)}


def _is(value: Any) -> bool:
    return isinstance(value, dict) and "rows" in value and "columns" in value


def _column(found: Mapping[str, Any]) -> Column:
    choices = tuple(map(str, found["choices"]))
    return Column(
        str(found["name"]), str(found["label"]), str(found["type"]),
        required=bool(found["required"]), choices=choices,
    )  # fmt: skip


def _row(table: Table, place: int, row: Row, cells: Sequence[str]) -> Row:
    """The row with its open cells filled; a cell of the notice comes back as it was, or empty."""
    for column, was, now in zip(table.columns, row.given, cells, strict=True):
        if was and now not in ("", was):
            raise Refused("table.given-changed", row=place, column=column.label, given=was)
    merged = (was or now for was, now in zip(row.given, cells, strict=True))
    return Row(row.at, row.unit, row.given, tuple(merged))


def _cells(table: Table) -> None:
    for place, row in enumerate(table.rows, start=1):
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell:
                _cell(place, column, cell)


def _cell(row: int, column: Column, cell: str) -> None:
    texts.check(column.label, cell)
    if len(cell) > LONGEST_CELL:
        raise _wrong(row, column, cell[:30] + "…", (f"≤ {LONGEST_CELL}",))
    match column.kind:
        case "choice" if cell not in column.choices:
            raise _wrong(row, column, cell, column.choices)
        case "yes-no" if cell not in _YES_NO:
            raise _wrong(row, column, cell, _YES_NO)
        case "number" if not _number(cell):
            raise _wrong(row, column, cell, ("12", "3.5"))
        case "date" if not _day(cell):
            raise _wrong(row, column, cell, ("2026-03-01",))


def _wrong(row: int, column: Column, cell: str, allowed: Iterable[str]) -> Refused:
    facts = {"row": row, "column": column.label, "value": cell, "allowed": "、".join(allowed)}
    return Refused("table.cell-wrong", **facts)


def _number(cell: str) -> bool:
    try:
        return Decimal(cell).is_finite()
    except InvalidOperation:
        return False


def _day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True
