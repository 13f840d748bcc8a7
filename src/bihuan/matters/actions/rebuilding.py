"""A matter rebuilt from its chain, to be compared with its row."""

from collections.abc import Iterable, Sequence
from typing import Any

from bihuan.kernel import record
from bihuan.kernel.declaration import Mechanism
from bihuan.matters.actions import retelling, rows
from bihuan.matters.models import Matter
from bihuan.matters.queries import versions
from bihuan.registers.journal.rules.chain import Record

_COMPARED = tuple(name for name in rows.COLUMNS if name not in ("head", "length"))

_PINNED = ("restricted", "record_only")


def rebuilt(entries: Iterable[Record]) -> dict[str, Any]:
    """The state that follows from the entries of one chain, in their order."""
    state: dict[str, Any] = {}
    for entry in entries:
        state |= entry.data.get("changes", {})
    return state


def differing(matter_id: int, entries: Sequence[Record]) -> str | None:
    """The first column in which the stored row differs from the one rebuilt, or None."""
    row = Matter.objects.filter(pk=matter_id).first()
    if row is None:
        return "row"
    again = Matter(pk=row.pk)
    state = record.from_record(rebuilt(entries))
    if (state.number, state.received_at) != (row.number, row.received_at):
        return "number" if state.number != row.number else "received_at"
    mechanism = versions.compiled(row.version_id)
    rows.spread(again, mechanism, state)
    for name in _COMPARED:
        if _told(again, name) != _told(row, name):
            return name
    return _received(row, mechanism, entries[0]) or retelling.differing(row, mechanism, entries)


def _received(row: Matter, mechanism: Mechanism, first: Record) -> str | None:
    """The first of what a row holds from its receipt on, and of its mechanism, that is another."""
    told = {name: getattr(mechanism, name) for name in _PINNED} | {"mechanism": mechanism.code}
    if first.kind == "receive":
        told["channel"] = first.data["data"]["channel"]
    return next((name for name, said in told.items() if getattr(row, name) != said), None)


def _told(row: Matter, column: str) -> object:
    """A column as far as the chain can tell it."""
    return rows.journaled(row.state) if column == "state" else getattr(row, column)
