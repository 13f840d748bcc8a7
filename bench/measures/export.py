"""How many matters a second leave as a workbook, beside a workbook with the same cells alone."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import python_calamine
import xlsxwriter
from django.core.management import call_command
from django.utils import timezone

from bench import city, million, templates
from bench.figures import Bar, Figure
from bench.rounds import in_turns
from bihuan.config import lists
from bihuan.matters.actions.exports import writing
from bihuan.matters.queries.exports import choosing, columns

MATTERS, TURNS = 30_000, 3
LEAST, MOST_MEGABYTES = 0.25, 400


def measured(name: str) -> Iterator[Figure]:
    """The list of the whole office, written, then its very cells written by xlsxwriter alone."""
    call_command("migrate", verbosity=0)
    founded = city.found()
    million.fill(templates.made(founded), MATTERS, 0)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        rows = _written(founded, place / "first.xlsx")
        # Of the whole process: so it is taken before the cells are read back for the baseline.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cells = _cells(place / "first.xlsx")
        turns = in_turns(
            lambda: _written(founded, place / "ours.xlsx"),
            lambda: _bare(cells, place / "bare.xlsx"),
            TURNS,
        )
    ours, bare = turns.medians
    yield Figure(
        name, rows / ours, "matters/s", rows / bare, "xlsxwriter with the same cells in hand",
        Bar("ratio", "least", LEAST),
    )  # fmt: skip
    bar = Bar("value", "most", MOST_MEGABYTES)
    yield Figure(f"{name}-memory", peak, "MB", None, "", bar)


def _written(founded: city.City, path: Path) -> int:
    now = timezone.now()
    wanted = writing.Wanted(choosing.Wish(), columns.default(), lists.say)
    by = founded.actor("clerk", now)
    return writing.write(path, wanted, by=by, now=now, progress=lambda *_: None).rows


def _cells(path: Path) -> list[list[str]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def _bare(rows: Sequence[Sequence[str]], path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    page.write_string(number, place, cell)
