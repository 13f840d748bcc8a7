"""The rows of a part filled by its unit: saved as progress, sent with the reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.kernel import record, tables
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import Stage
from bihuan.matters.actions import acting
from bihuan.matters.models import Matter
from bihuan.matters.queries import versions

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a unit sends: its closing kind, its words, its rows (None: no table), its files.

    `note` is the line of the progress that keeps the rows.
    """

    closing: str
    text: str
    rows: Rows | None = None
    note: str = ""
    files: Sequence[int] = ()
    via: str = ""


def save(
    number: str, rows: Rows, *, note: str, by: Actor, now: datetime, expected: int | None = None
) -> Matter:
    """Keep the rows as far as they are; refuses what the table refuses, and `matter.stale`."""
    with transaction.atomic():
        row = _taken_up(number, expected, by, now)
        _keep(row, rows, note, "", by=by, now=now)
    return row


def send(
    number: str, reply: Reply, *, by: Actor, now: datetime, expected: int | None = None
) -> Matter:
    """Keep the rows and answer; refuses what is still missing, and then nothing was kept."""
    with transaction.atomic():
        row = _taken_up(number, expected, by, now)
        answer(row, reply, by=by, now=now)
    return row


def answer(row: Matter, reply: Reply, *, by: Actor, now: datetime) -> None:
    """Answer a locked matter: signed for where that is still to do, its rows kept, then sent."""
    if row.stage == Stage.ASSIGNED.value:
        acting.make(row, acting.Asked("sign-for", noted=_noted(reply.via)), by=by, now=now)
    if reply.rows is not None:
        _keep(row, reply.rows, reply.note, reply.via, by=by, now=now)
    said = {"closing": reply.closing, "text": reply.text}
    asked = acting.Asked("reply", said, files=reply.files, noted=_noted(reply.via))
    acting.make(row, asked, by=by, now=now)


def _noted(via: str) -> dict[str, object]:
    """How it came, in its entry."""
    return {"via": via} if via else {}


def _taken_up(number: str, expected: int | None, by: Actor, now: datetime) -> Matter:
    row = acting.locked(number, by)
    if expected is not None and expected != row.length:
        raise Refused("matter.stale", number=number)
    if row.stage == Stage.ASSIGNED.value:
        acting.make(row, acting.Asked("sign-for"), by=by, now=now)
    return row


def _keep(row: Matter, rows: Rows, note: str, via: str, *, by: Actor, now: datetime) -> None:
    """The rows as a progress; none is noted where they stand so already."""
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    table = tables.of(mechanism, state.values)
    if table is not None and tables.filled(table, rows) == table:
        return
    asked = acting.Asked("progress", {"note": note, "rows": rows}, noted=_noted(via))
    acting.make(row, asked, by=by, now=now)
