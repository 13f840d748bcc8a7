"""Rejected rows, given back as a file of the same shape with the reason beside each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.sheet.given import Given, SheetRead
from bihuan.registers.sheets.writing import written

REASON = "原因"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that did not go in, the column at fault (its letter, where one is), and why."""

    given: Given
    column: str
    why: Refused

    @property
    def place(self) -> str:
        """Where to look: sheet, row, column."""
        sheet = f"{self.given.sheet} " if self.given.sheet else ""
        return f"{sheet}{self.column}{self.given.row}"


Say = Callable[[Refused], str]


def rejected_file(
    read: SheetRead, rejected: Sequence[RejectedRow], *, kind: str, say: Say = str
) -> bytes:
    """The rejected rows under their own headers, a column 原因 at the end; kind: xlsx or csv.

    Corrected, the file goes in again as it is. Nothing in it is a formula, whatever a cell began
    with. `say` puts a refusal into the words of the reader.
    """
    tables = [
        (sheet, _table(header, [row for row in rejected if row.given.sheet == sheet], say))
        for sheet, header in read.headers.items()
    ]
    filled = [(sheet, table) for sheet, table in tables if len(table) > 1] or tables[:1]
    return written(filled, kind=kind)


def _table(header: Sequence[str], rows: Iterable[RejectedRow], say: Say) -> list[list[str]]:
    kept = [index for index, cell in enumerate(header) if cell != REASON]
    table = [[*(header[index] for index in kept), REASON]]
    for row in rows:
        cells = dict(enumerate(row.given.cells))
        table.append([*(cells.get(index, "") for index in kept), f"{row.place}: {say(row.why)}"])
    return table


def by_code(rejected: Iterable[RejectedRow]) -> Mapping[str, int]:
    """How many rows were rejected for each reason."""
    counted: dict[str, int] = {}
    for row in rejected:
        counted[row.why.code] = counted.get(row.why.code, 0) + 1
    return counted
