"""The rows of a part, as the unit that fills them sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import record, tables
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Matter
from bihuan.matters.queries import page, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.queries.visible import reads_whole


@dataclass(frozen=True, slots=True)
class Share:
    """A part with its rows, and whether this reader fills them now."""

    row: Matter
    title: str
    mechanism: Mechanism
    table: tables.Table
    may_fill: bool


def of(actor: Actor, number: str, *, now: datetime) -> Share | None:
    """The rows of a part; None for a matter that is no part. Refuses `matter.unknown`, and
    `table.none` for a part without rows.
    """
    row = page.readable(actor, number)
    if not row.parent_id:
        return None
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    table = tables.of(mechanism, state.values)
    if table is None or not reads_whole(actor, row):
        raise Refused("table.none", number=number)
    facts = facts_for(row, mechanism, state, "reply", {}, now)
    open_ = page.offered(mechanism, state, actor, facts)
    may = not {"reply", "sign-for"}.isdisjoint(open_) and row.unit_id == actor.unit
    return Share(row, row.title, mechanism, table, may)
