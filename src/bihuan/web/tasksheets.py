"""Task sheets put into words for their pages and their merged workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bihuan.kernel import tables
from bihuan.matters.queries.tasksheets import standing
from bihuan.matters.rules.tasksheets import merging
from bihuan.web import dates, sentences, words
from bihuan.web.ring import ring


def plan(table: tables.Table, units: Sequence[str]) -> list[dict[str, Any]]:
    """Who gets which rows, before anything is sent."""
    return [
        {
            "unit": sentences.unit_name(unit),
            "rows": [row.cells for row in table.rows if row.unit in ("", unit)],
        }
        for unit in units
    ]


def due(row: Any, now: datetime) -> str:
    """By when the rows are asked for."""
    return dates.moment(row.due_at, now) if row.due_at else ""


def sent(row: Any) -> str:
    """What the unit is told after it sent its rows."""
    if row.pending_duty:
        return _("It waits for the signature of: %(duty)s") % {
            "duty": words.of(words.DUTIES, row.pending_duty)
        }
    return _("Sent. Thank you.")


def context(found: standing.Standing, now: datetime) -> dict[str, Any]:
    """The page of a notice."""
    count = standing.count(found, _returned(found, now))
    return {
        "matter": found.row,
        "lines": [_line(part, now) for part in found.parts],
        "count": count,
        "returned": sum(part.returned for part in found.parts),
        "units": len(found.parts),
        "late": sum(part.late and not part.returned for part in found.parts),
        "due": due(found.row, now),
        "columns": found.table.columns,
    }


def _line(part: standing.Part, now: datetime) -> dict[str, Any]:
    row = part.row
    return {
        "number": row.number,
        "unit": sentences.unit_name(row.unit_id) if row.unit_id else "—",
        "ring": ring(row.stage, row.card, verified=row.verified),
        "stage": words.of(words.STAGES, row.stage),
        "filled": part.filled,
        "given": len(part.table.rows),
        "due": due(row, now),
        "late": part.late,
        "returned": part.returned,
        "when": dates.moment(row.replied_at, now) if part.returned and row.replied_at else "",
        "post": sentences.post_name(part.post) if part.post else "",
        "by_link": bool(part.via),
    }


def merged(found: standing.Standing, now: datetime) -> list[merging.Written]:
    """The merged workbook; that no row is lost is checked before it is written."""
    returns = _returned(found, now)
    standing.count(found, returns)
    named = {
        "unit": _("Unit"), "post": _("Answered by"), "when": _("Answered on"),
        "number": _("Matter"), "rows": _("Rows"), "due": _("Due"), "standing": _("Stands at"),
        "merged": _("All rows"), "outstanding": _("Not returned"),
    }  # fmt: skip
    return merging.workbook(found.table.columns, returns, named)


def _returned(found: standing.Standing, now: datetime) -> tuple[merging.Returned, ...]:
    return tuple(
        merging.Returned(_source(part, now), part.table.rows, part.returned)
        for part in found.parts
    )


def _source(part: standing.Part, now: datetime) -> merging.Source:
    line = _line(part, now)
    late = _("late") if part.late else ""
    said = "，".join(filter(None, (str(line["stage"]), late)))
    post = f"{line['post']}{_(' (by link)') if part.via else ''}"
    return merging.Source(line["unit"], post, line["when"], line["number"], line["due"], said)
