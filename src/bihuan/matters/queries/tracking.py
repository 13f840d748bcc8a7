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
from bihuan.matters.queries import merging, page, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.rules import numbers
from bihuan.registers.journal import queries as journal
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties import secrecy
from bihuan.registers.parties.rules import masking

# Steps told to the person; notes between offices are not.
TOLD = frozenset(
    {
        "receive", "accept", "refuse", "reconsider", "merge", "unmerge", "assign", "sign-for",
        "reply", "call-back", "reopen", "strike-off", "carry", "extend", "suspend", "resume",
        "ask-review", "withdraw", "hand-over", "rate",
    }
)  # fmt: skip

# Steps of a leading matter told to those behind the matters merged into it: what its own person
# said or was asked is not theirs.
SHARED = frozenset(
    {"accept", "assign", "sign-for", "reply", "reopen", "strike-off", "carry", "extend", "refuse"}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, in the words of its kind, and the unit it happened in."""

    kind: str
    at: datetime | None
    unit: str


@dataclass(frozen=True, slots=True)
class Tracked:
    """A matter as its own person sees it; `lead` is the matter a merged one is handled in."""

    row: Matter
    lead: Matter
    mechanism: Mechanism
    state: State
    holder: str
    clock: page.ClockShown | None
    reply: str
    reason: str
    tell: str
    steps: tuple[Step, ...]
    moves: tuple[str, ...]
    own: tuple[Mechanism, State]  # by which the person's own moves are made
    calendar: Calendar


def track(number: str, code: str, *, now: datetime) -> Tracked:
    """The matter of a number, shown against the code given with it; refuses `matter.code-wrong`.

    A number that does not exist and a code that does not fit look alike.
    """
    row = _proven(number.strip().upper(), code)
    own = _Standing(row)
    lead = own if row.stage != merging.MERGED else _Standing(merging.leading(row))
    told = lead.row.restricted == row.restricted  # else no more than where it stands
    facts = facts_for(row, own.mechanism, own.state, "rate", {}, now)
    refused = _latest(lead.entries, "refuse") if told and lead.row.stage == "refused" else None
    return Tracked(
        row=row,
        lead=lead.row,
        mechanism=lead.mechanism,
        state=lead.state,
        holder=_holder(lead.row, lead.mechanism, lead.state),
        clock=_main(lead.mechanism, lead.state, lead.calendar),
        reply=_reply(lead, row) if told else "",
        reason=_data(refused).get("reason", ""),
        tell=_tell(refused, lead.mechanism),
        steps=tuple(_step(one) for one in own.entries if one.kind in TOLD)
        + tuple(_step(one) for one in _since(lead, own)),
        moves=page.offered_to_requester(own.mechanism, own.state, facts),
        own=(own.mechanism, own.state),
        calendar=lead.calendar,
    )


class _Standing:
    """One matter with its rules, its state, its calendar and its chain."""

    def __init__(self, row: Matter) -> None:
        self.row = row
        self.mechanism = versions.compiled(row.version_id)
        self.state = record.from_record(row.state)
        self.calendar = parties.calendar_for(row.region_id)
        self.entries = list(journal.entries_of(row))


def _reply(lead: _Standing, row: Matter) -> str:
    """The answer; one given to somebody else without the name and the numbers of that person."""
    reply = str(_sealed(_latest(lead.entries, "reply", lead.row.cycle)).get("text", ""))
    if lead.row.pk == row.pk:
        return reply
    name = lead.row.content.requester
    return masking.hidden_numbers(
        reply.replace(name, masking.masked_name(name)) if name else reply
    )


def _since(lead: _Standing, own: _Standing) -> list[Entry]:
    """What was done in the leading matter since the person's own was merged into it."""
    if lead.row.pk == own.row.pk or own.row.closed_at is None:
        return []
    merged = own.row.closed_at
    return [
        one
        for one in lead.entries
        if one.kind in SHARED and one.happened_at is not None and one.happened_at >= merged
    ]


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
