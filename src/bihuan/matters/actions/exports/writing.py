"""Writing a list as a workbook: any number of matters in little memory, no cell a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from django.db import transaction
from django.utils.translation import gettext as _

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Export
from bihuan.matters.queries.exports import choosing
from bihuan.matters.queries.exports.cells import Cells, cells
from bihuan.matters.queries.exports.columns import Say, column
from bihuan.matters.rules.exports import identity
from bihuan.registers.journal import actions as journal
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties import secrecy

MOST_ROWS = 1_048_575  # of one sheet, below its heading
LONGEST_CELL = 32_767
BOOK = "exports"
Progress = Callable[[int, int | None], object]


@dataclass(frozen=True, slots=True)
class Written:
    """What left the house."""

    export: int
    rows: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list as it is asked for."""

    wish: choosing.Wish
    columns: identity.Columns
    say: Say


def write(path: Path, wanted: Wanted, *, by: Actor, now: datetime, progress: Progress) -> Written:
    """Write the matters the actor may read to a new workbook, and enter it in the journal.

    Names are masked and numbers of people starred, as in every list. The journal's book of exports
    says who took how many matters out, by which filter, in which columns. Refuses
    `file.rows-too-many`; then there is no file.
    """
    total = choosing.count(by, wanted.wish, now=now)
    if total > MOST_ROWS:
        raise Refused("file.rows-too-many", path=path.name, most=MOST_ROWS)
    export = Export.objects.create(
        made_at=now, by_person=by.person, by_post=by.post, wished=wanted.wish.record(),
        columns=[list(one) for one in wanted.columns],
    )  # fmt: skip
    sheet = identity.Sheet(export.pk, wanted.columns)
    draft = path.with_name(f"{path.name}.part")
    try:
        lines = _counted(_lines(wanted, by, now), total, progress)
        rows = _fill(draft, sheet, lines)
        _enter(export, rows, by, now)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return Written(export.pk, rows)


def _enter(export: Export, rows: int, by: Actor, now: datetime) -> None:
    with transaction.atomic():
        export.rows = rows
        export.save(update_fields=["rows"])
        payload = {
            "export": export.pk, "rows": rows, "wished": export.wished,
            "columns": [code for code, _heading in export.columns],
        }  # fmt: skip
        journal.record(
            BOOK, kind="exported", payload=payload, author=by, happened_at=now, recorded_at=now
        )


def _lines(wanted: Wanted, by: Actor, now: datetime) -> Iterator[Cells]:
    codes = [code for code, _heading in wanted.columns]
    for keys in choosing.chunks(by, wanted.wish, now=now):
        with parties.one_reading():
            yield from cells(keys, codes, by, wanted.say)


def _counted(lines: Iterable[Cells], total: int, progress: Progress) -> Iterator[Cells]:
    done = 0
    for done, line in enumerate(lines, start=1):
        if done > MOST_ROWS:  # matters that came in while we wrote
            return
        yield line
        if done % choosing.CHUNK == 0:
            progress(done, max(total, done))
    progress(done, done)


def _fill(path: Path, sheet: identity.Sheet, lines: Iterable[Cells]) -> int:
    """Rows as they come, each written out before the next is read."""
    shown = [code for code, _ in sheet.columns if (known := column(code)) and known.editable]
    rows = 0
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "tmpdir": str(path.parent)}
    ) as book:
        page = book.add_worksheet(_("Matters"))
        _head(book, page, sheet)
        for rows, line in enumerate(lines, start=1):
            for place, (code, _heading) in enumerate(sheet.columns):
                if text := line.texts[code]:
                    page.write_string(rows, place, identity.plain(text)[:LONGEST_CELL])
            page.write_string(rows, len(sheet.columns), _identified(sheet, line, shown))
        page.autofilter(0, 0, max(rows, 1), len(sheet.columns) - 1)
    return rows


def _head(
    book: xlsxwriter.Workbook, page: xlsxwriter.worksheet.Worksheet, sheet: identity.Sheet
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    last = len(sheet.columns)
    for place, (code, heading) in enumerate(sheet.columns):
        known = column(code)
        page.set_column(place, place, known.width if known else 16)
        page.write_string(0, place, heading, bold)
    page.set_column(last, last, 4, None, {"hidden": True})
    page.write_string(0, last, identity.heading_of(sheet, secrecy.indexes))
    page.freeze_panes(1, 0)


def _identified(sheet: identity.Sheet, line: Cells, shown: Iterable[str]) -> str:
    digests = {code: identity.digest(text[:LONGEST_CELL]) for code, text in line.texts.items()}
    begun = {code: text[: identity.SHOWN] for code in shown if (text := line.texts[code])}
    said = identity.Line(line.number, line.length, digests, begun)
    return identity.cell_of(sheet, said, secrecy.indexes)
