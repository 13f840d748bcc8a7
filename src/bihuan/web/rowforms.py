"""The rows of a table as a form, and its cells read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.kernel.declaration import Column
from bihuan.kernel.tables import Table

SPARE = 3  # empty rows at the end, where a unit adds its own
PLACES = "rows"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as the template draws it; a fixed one was given with the notice."""

    name: str
    column: Column
    value: str
    fixed: bool
    wrong: bool

    @property
    def options(self) -> tuple[str, ...]:
        return ("是", "否") if self.column.kind == "yes-no" else self.column.choices


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form."""

    place: int
    cells: tuple[Cell, ...]


def lines(
    table: Table, given: list[list[str]] | None = None, wrong: Mapping[str, object] | None = None
) -> list[Line]:
    """The rows with what was typed last, the refused cell marked."""
    facts = wrong or {}
    width = len(table.columns)
    rows = [(row.given, row.cells) for row in table.rows if row.at]
    own = [row.cells for row in table.rows if not row.at]
    blank = ("",) * width
    rows += [(blank, cells) for cells in own] + [(blank, blank)] * (SPARE if table.more else 0)
    if given is not None:
        rows += [(blank, blank)] * max(0, len(given) - len(rows))
    return [
        Line(
            place,
            tuple(
                Cell(
                    name(place, at), column,
                    given[place - 1][at] if given and place <= len(given) else cells[at],
                    bool(fixed[at]),
                    (facts.get("row"), facts.get("column")) == (place, column.label),
                )
                for at, column in enumerate(table.columns)
            ),
        )
        for place, (fixed, cells) in enumerate(rows, start=1)
    ]  # fmt: skip


def name(place: int, at: int) -> str:
    """The name of a cell in the form."""
    return f"cell-{place}-{at}"


def read(table: Table, posted: Mapping[str, str]) -> list[list[str]]:
    """The cells of the form in their order; a fixed one is never posted."""
    said = posted.get(PLACES, "")
    count = min(int(said) if said.isdecimal() else 0, 2 * len(table.rows) + 100)
    fixed = [row.given for row in table.rows if row.at]
    rows = []
    for place in range(1, max(count, len(fixed)) + 1):
        kept = fixed[place - 1] if place <= len(fixed) else ("",) * len(table.columns)
        rows.append([
            was or posted.get(name(place, at), "").strip() for at, was in enumerate(kept)
        ])  # fmt: skip
    return rows[: len(fixed)] + [row for row in rows[len(fixed) :] if any(row)]


def note(table: Table) -> str:
    """The line of the progress that keeps the rows."""
    return _("Rows filled: %(filled)s of %(given)s") % {
        "filled": table.filled(), "given": len(table.rows),
    }  # fmt: skip
