"""The rows of one unit as a workbook to fill offline, and back."""

from __future__ import annotations

from bihuan.kernel.refused import Refused
from bihuan.kernel.tables import Table
from bihuan.registers.sheets.grids import grids
from bihuan.registers.sheets.headings import spelling_of
from bihuan.registers.sheets.writing import written


def workbook(table: Table, place: str) -> bytes:
    """The rows with the number of each in the first column, headed `place`."""
    head = [place, *(one.label + ("*" if one.required else "") for one in table.columns)]
    rows = [[str(n), *row.cells] for n, row in enumerate(table.rows, start=1)]
    return written([("", [head, *rows])], kind="xlsx")


def read(data: bytes, table: Table) -> list[list[str]]:
    """The cells of a workbook that comes back, in the order of the table.

    Refuses one without the columns of the table, a row that is none of it, and a row twice; rows
    without a number are added at the end.
    """
    rows = grids(data)[0].rows
    head = next((n for n, cells in enumerate(rows) if sum(map(bool, cells)) > 1), 0)
    places = {spelling_of(cell): at for at, cell in enumerate(rows[head])}
    at = []
    for column in table.columns:
        if spelling_of(column.label) not in places:
            raise Refused("tasksheet.column-missing", column=column.label)
        at.append(places[spelling_of(column.label)])
    found: dict[int, list[str]] = {}
    added: list[list[str]] = []
    for line, cells in enumerate(rows[head + 1 :], start=head + 2):
        taken = [cells[place] if place < len(cells) else "" for place in at]
        number = cells[0].strip() if cells and 0 not in at else ""
        if number:
            _numbered(found, number, line, len(table.rows))
            found[int(number)] = taken
        elif any(taken):
            added.append(taken)
    kept = [found.get(n, list(row.cells)) for n, row in enumerate(table.rows, start=1)]
    return [*kept, *added]


def _numbered(found: dict[int, list[str]], number: str, line: int, most: int) -> None:
    if not number.isdecimal() or not 1 <= int(number) <= most or int(number) in found:
        raise Refused("tasksheet.row-unknown", row=line, number=number)
