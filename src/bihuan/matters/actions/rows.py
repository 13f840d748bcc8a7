"""The row of a matter from its state: columns that lists and clocks are found by."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bihuan.kernel import record
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import ClockRun
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.stages import OPEN
from bihuan.matters.models import Matter

COLUMNS = (
    "stage", "cycle", "class_code", "unit_id", "desk", "assigned_at", "due_at", "provisional",
    "next_due_at", "replied_at", "closed_at", "carried_until", "card", "closing_kind",
    "into", "contacted", "solved", "satisfied", "verified", "pending_duty", "pending_unit",
    "state", "head", "length",
)  # fmt: skip
IDENTITY = ("platform", "platform_number")  # stated by a move, no part of the state

_ABSENT = object()


def spread(
    row: Matter, mechanism: Mechanism, state: State, written: dict[str, Any] | None = None
) -> None:
    """Set every column that follows from the state; the caller saves.

    Whoever has the record of the state `written` already gives it along.
    """
    due = shown_clock(mechanism, state)
    row.stage, row.cycle, row.class_code = state.stage.value, state.cycle, state.class_
    row.unit_id, row.desk = state.unit, state.desk or ""
    row.assigned_at = state.assigned_at
    row.due_at = due.effective if due else held(mechanism, state)
    row.provisional = bool(due and due.provisional)
    row.next_due_at = state.next_due_at
    row.replied_at, row.closed_at = state.replied_at, state.closed_at
    row.carried_until = state.carried_until
    row.card, row.closing_kind = state.card, state.closing_kind
    row.into = state.into
    _verified(row, state)
    row.pending_duty = state.pending.next_duty if state.pending else ""
    row.pending_unit = state.pending.unit if state.pending else ""
    row.state = record.to_record(state) if written is None else written


def columns(row: Matter) -> dict[str, Any]:
    """The columns a move may change, as they stand before it."""
    return {name: getattr(row, name) for name in (*COLUMNS, *IDENTITY)}


def moved(row: Matter, before: Mapping[str, Any]) -> list[str]:
    """The columns a move has changed: only these are written, and only their indexes touched."""
    return [name for name, value in before.items() if getattr(row, name) != value]


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """What a move changed in the state: folding these over a chain rebuilds the row.

    The personal answers of a move that waits for signatures are left out: its entry seals them.
    """
    was, now = journaled(before), journaled(after)
    return {name: value for name, value in now.items() if was.get(name, _ABSENT) != value}


def told(before: State | None, after: State, known: dict[str, Any]) -> dict[str, Any]:
    """What the chain is told of a move: what `changed` finds between the records of the states.

    `known` is what the chain was told of the moves before, folded.
    """
    if before is not None and not (before.pending or after.pending):
        return record.changes(before, after, known)
    return changed(record.to_record(before) if before else {}, record.to_record(after))


def journaled(state: Mapping[str, object]) -> dict[str, object]:
    """A state as far as the chain knows it; an empty one stands for none."""
    return record.journaled(dict(state)) if state else {}


def shown_clock(mechanism: Mechanism, state: State) -> ClockRun | None:
    """The clock whose date stands in lists: that of the reply, else the next to run out."""
    main = [run for run in state.clocks if "replied" in mechanism.clocks[run.name].stops]
    running = [run for run in state.clocks if run.running]
    return _earliest(main) or _earliest(running)


def held(mechanism: Mechanism, state: State) -> datetime | None:
    """The date set for a reply whose clock has not begun: it is owed by then all the same."""
    if state.stage not in OPEN:
        return None
    dates = [d.due_at for clock, d in state.dates if "replied" in mechanism.clocks[clock].stops]
    return min(dates, default=None)


def _earliest(runs: Iterable[ClockRun]) -> ClockRun | None:
    dated = [(run.effective, i, run) for i, run in enumerate(runs) if run.effective is not None]
    return min(dated)[2] if dated else None  # of equal dates the first: the place decides


def _verified(row: Matter, state: State) -> None:
    said = state.call_back
    row.contacted = said.contacted if said else None
    row.solved = said.solved if said else ""
    row.satisfied = said.satisfied if said else ""
    row.verified = bool(said and said.observed and said.contacted)
