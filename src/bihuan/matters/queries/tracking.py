"""What the person behind a matter sees with number and code: where it is, and by when."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.kernel import record
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import ENDED
from bihuan.kernel.worktime import Calendar
from bihuan.matters.models import Matter
from bihuan.matters.queries import page, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.rules import numbers
from bihuan.registers.journal import queries as journal
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties import secrecy

# Steps told to the person; notes between offices are not.
TOLD = frozenset(
    {
        "receive", "accept", "refuse", "reconsider", "merge", "assign", "sign-for", "reply",
        "call-back", "reopen", "strike-off", "carry", "extend", "suspend", "resume",
        "ask-review", "withdraw", "hand-over", "rate",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, in the words of its kind, and the unit it happened in."""

    kind: str
    at: datetime | None
    unit: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """A matter as its own person sees it."""

    row: Matter
    mechanism: Mechanism
    state: State
    holder: str
    clock: page.ClockShown | None
    reply: str
    reason: str
    tell: str
    steps: tuple[Step, ...]
    moves: tuple[str, ...]
    calendar: Calendar


def track(number: str, code: str, *, now: datetime) -> Tracked:
    """The matter of a number, shown against the code given with it; refuses `matter.code-wrong`.

    A number that does not exist and a code that does not fit look alike.
    """
    row = _proven(number.strip().upper(), code)
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    calendar = parties.calendar_for(row.region_id)
    entries = list(journal.entries_of(row))
    refused = _latest(entries, "refuse")
    facts = facts_for(row, mechanism, state, "rule", {}, now)
    return Tracked(
        row=row,
        mechanism=mechanism,
        state=state,
        holder=_holder(row, mechanism, state),
        clock=_main(mechanism, state, calendar),
        reply=_sealed(_latest(entries, "reply", row.cycle)).get("text", ""),
        reason=_data(refused).get("reason", "") if row.stage == "refused" else "",
        tell=_tell(refused, mechanism) if row.stage == "refused" else "",
        steps=tuple(_step(one) for one in entries if one.kind in TOLD),
        moves=page.offered_to_requester(mechanism, state, facts),
        calendar=calendar,
    )


def _proven(number: str, code: str) -> Matter:
    found = Matter.objects.filter(number=number)
    row = found.select_related("content", "unit", "version", "region", "parent").first()
    kept = row.content.code_index if row and hasattr(row, "content") else ""
    given = secrecy.indexes(f"{number}:{numbers.normal_code(code)}")
    fits = [hmac.compare_digest(kept, one) for one in given]
    if row is None or not kept or not any(fits):
        raise Refused("matter.code-wrong", number=number)
    return row


def _latest(entries: Sequence[Entry], kind: str, cycle: int | None = None) -> Entry | None:
    """The newest entry of a kind, of one cycle where it is named."""
    found = (one for one in reversed(entries) if one.kind == kind)
    return next((one for one in found if cycle in (None, one.data.get("cycle"))), None)


def _data(entry: Entry | None) -> dict[str, Any]:
    return entry.data.get("data", {}) if entry is not None else {}


def _sealed(entry: Entry | None) -> dict[str, Any]:
    sealed = getattr(entry, "sealed", None)
    return sealed.data if sealed is not None else {}


def _tell(refused: Entry | None, mechanism: Mechanism) -> str:
    """What a person who was not accepted is told instead: the right channel."""
    ground = mechanism.refusals.get(str(_data(refused).get("ground", "")))
    return ground.tell if ground else ""


def _holder(row: Matter, mechanism: Mechanism, state: State) -> str:
    """The unit that has it in hand; empty once it has ended."""
    if state.stage in ENDED:
        return ""
    if row.unit is not None and row.stage in ("assigned", "contested", "handling"):
        return row.unit.name
    named = {unit.code: unit.name for unit in parties.all_units()}
    return named.get(mechanism.owner, "")


def _main(mechanism: Mechanism, state: State, calendar: Calendar) -> page.ClockShown | None:
    """The clock an answer is owed by, else the next to run out."""
    shown = page.clocks_shown(mechanism, state, calendar)
    owed = [one for one in shown if "replied" in one.clock.stops]
    return next(iter(owed or shown), None)


def _step(entry: Entry) -> Step:
    post = parties.post_of(entry.actor_post)
    unit = parties.unit_of(post.unit).name if post else ""
    return Step(entry.kind, entry.happened_at, unit)
