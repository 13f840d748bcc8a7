"""What was not taken of a sheet, as a sheet of the same shape with the reason before each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from bihuan.kernel.refused import Refused
from bihuan.matters.actions.exports.coming_back import Outcome, Row, left
from bihuan.matters.actions.exports.reading import Read
from bihuan.matters.rules.exports import identity

LONGEST_CELL = 32_767
Tell = Callable[[Refused], str]


def write_left(path: Path, found: Read, outcome: Outcome, tell: Tell) -> int:
    """Write the rows of which something was not taken; corrected, the sheet comes back again."""
    headings = dict(found.sheet.columns)
    rows = outcome.left
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet(_("Not taken"))
        page.write_string(0, 0, _("Why it was not taken"))
        for place, cell in enumerate(found.heading, start=1):
            if cell.startswith(identity.MARK):
                page.set_column(place, place, 4, None, {"hidden": True})
            page.write_string(0, place, cell)
        page.set_column(0, 0, 50)
        for number, row in enumerate(rows, start=1):
            page.write_string(number, 0, reasons(row, headings, tell)[:LONGEST_CELL])
            for place, cell in enumerate(row.back.given, start=1):
                if cell:
                    page.write_string(number, place, cell[:LONGEST_CELL])
    return len(rows)


def reasons(row: Row, headings: dict[str, str], tell: Tell) -> str:
    """Why something of a row was not taken: the refusal of its moves, then cell by cell."""
    cells = [f"{headings[edit.column]}：{tell(why)}" for edit, why in left(row.edits)]
    of_cells = {why.code for _edit, why in left(row.edits)}
    whole = [tell(row.refused)] if row.refused and row.refused.code not in of_cells else []
    if (
        row.refused
        and cells
        and row.refused.code not in ("back.conflict", "back.fixed", "back.emptied")
    ):
        whole = [tell(row.refused)]
    return "；".join([*whole, *cells])
