"""What has come back of a notice: part by part, as far as the reader may know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import record, tables
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import ENDED_OUTSIDE, Stage
from bihuan.matters.models import Matter
from bihuan.matters.queries import page, versions
from bihuan.matters.queries.visible import read_whole, reads_whole, visible_to
from bihuan.matters.rules.tasksheets import merging
from bihuan.registers.journal.models import Entry

RETURNED = (Stage.REPLIED.value, Stage.CLOSED.value)
_OUTSIDE = [stage.value for stage in ENDED_OUTSIDE]


@dataclass(frozen=True, slots=True)
class Part:
    """The return of one unit: how far its rows are, and whether it has answered or is late."""

    row: Matter
    table: tables.Table
    returned: bool
    late: bool
    post: str  # that answered
    via: str

    @property
    def filled(self) -> int:
        return self.table.filled()


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice and what has come back of it; `given` counts the rows that were given out."""

    row: Matter
    table: tables.Table
    parts: tuple[Part, ...]
    given: int


def standing(actor: Actor, number: str, *, now: datetime) -> Standing:
    """How a notice stands; refuses `matter.unknown`, and `table.none` for a matter without rows.

    Whoever may not read all of its parts whole is told of none of them.
    """
    row = page.readable(actor, number)
    table = _table(row)
    if table is None or row.parent_id or not reads_whole(actor, row):
        raise Refused("table.none", number=number)
    rows = list(row.parts.exclude(stage__in=_OUTSIDE).select_related("unit").order_by("pk"))
    seen = set(visible_to(actor).filter(parent=row).values_list("pk", flat=True))
    if not seen.issuperset(part.pk for part in rows) or len(read_whole(actor, rows)) < len(rows):
        raise Refused("table.none", number=number)
    answers = _answers(rows)
    parts = tuple(
        _part(part, shared, answers, now) for part in rows if (shared := _table(part)) is not None
    )
    given = sum(bool(one.at) for part in parts for one in part.table.rows)
    return Standing(row, table, parts, given)


def _table(row: Matter) -> tables.Table | None:
    state = record.from_record(row.state)
    return tables.of(versions.compiled(row.version_id), state.values)


def _part(row: Matter, table: tables.Table, answers: Mapping[int, Entry], now: datetime) -> Part:
    returned = row.stage in RETURNED
    late = bool(
        row.due_at and (row.replied_at if returned and row.replied_at else now) > row.due_at
    )
    entry = answers.get(row.pk) if returned else None
    data = entry.data.get("data", {}) if entry else {}
    post = str(data.get("asked_by") or (entry.actor_post if entry else ""))
    return Part(row, table, returned, late, post, str(data.get("via") or ""))


def _answers(rows: list[Matter]) -> dict[int, Entry]:
    """The last reply of each part."""
    every = Entry.objects.filter(
        subject_kind=Matter.chain_kind, subject_id__in=[row.pk for row in rows], kind="reply"
    )
    return {entry.subject_id: entry for entry in every.order_by("seq")}


def handed_out(found: Standing) -> int:
    """How many rows the notice gives to the units it went to: what must come back or be missed."""
    units = [_first_unit(part) for part in found.parts]
    common = sum(not row.unit for row in found.table.rows)
    own = sum(row.unit in units for row in found.table.rows if row.unit)
    return own + common * len(units)


def _first_unit(part: Part) -> str:
    named = [row.unit for row in part.table.rows if row.unit]
    return named[0] if named else ""


def count(found: Standing, returns: tuple[merging.Returned, ...]) -> merging.Count:
    """The rows of the notice as they stand; none is lost."""
    return merging.count(returns, handed_out(found))
