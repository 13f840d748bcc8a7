"""One move made on one matter: the single door for page, API, command and job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.kernel import record
from bihuan.kernel.actor import REQUESTER, SYSTEM, Actor
from bihuan.kernel.case import Action, Outcome
from bihuan.kernel.facts import NOTHING
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import OPEN, Stage
from bihuan.kernel.step import step
from bihuan.matters.actions import attaching, correcting, effects, locking, rows
from bihuan.matters.models import Matter
from bihuan.matters.queries import versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.queries.visible import knows, visible_to
from bihuan.registers.journal import actions as journal
from bihuan.registers.journal import writing
from bihuan.registers.journal.rules import chain
from bihuan.registers.parties import queries as parties


@dataclass(frozen=True, slots=True)
class Asked:
    """A move as delivery asks for it; `expected` is the length the page was drawn from."""

    name: str
    params: Mapping[str, object] = field(default_factory=dict)
    expected: int | None = None
    origin: chain.Origin = "observed"
    precision: chain.Precision = "moment"
    recorded_at: datetime | None = None  # when it was written down, if not at once
    files: Sequence[int] = ()
    noted: Mapping[str, object] = field(default_factory=dict)  # what stood beside the form


def act(number: str, asked: Asked, *, by: Actor, now: datetime) -> Matter:
    """Make a move and return the matter after it.

    Refuses what the kernel refuses, `matter.unknown` for one the actor may not know of, and
    `matter.stale` where somebody was faster; then nothing has changed.
    """
    with transaction.atomic():
        row = locked(number, by)
        if asked.expected is not None and asked.expected != row.length:
            raise Refused("matter.stale", number=number)
        make(row, asked, by=by, now=now)
    return row


def locked(number: str, by: Actor) -> Matter:
    """The matter, its root locked first so that a family is never worked on from two sides."""
    root = number.split("/", maxsplit=1)[0]
    family = locking.family(root, number)
    row = family.get(number)
    if row is None or not _known(by, row):
        raise Refused("matter.unknown", number=number)
    if row.parent_id:
        row.parent = family[root]
    return row


def _known(by: Actor, row: Matter) -> bool:
    if by is REQUESTER or by is SYSTEM:
        return True
    return knows(by, row, versions.compiled(row.version_id).owner)


def _sees(by: Actor, into: str) -> None:
    """Nobody merges into what he may not know of: the answer would tell him whether it is open."""
    if into and ("\0" in into or not visible_to(by).filter(number=into).exists()):
        raise Refused("matter.merge-ended", into=into)


def make(row: Matter, asked: Asked, *, by: Actor, now: datetime) -> Outcome:
    """The move on a locked row: decided, written, journaled, its effects carried out."""
    mechanism = versions.compiled(row.version_id)
    state = record.from_record(row.state)
    if asked.name == "merge":
        _sees(by, str(asked.params.get("into") or ""))
    facts = facts_for(row, mechanism, state, asked.name, asked.params, now)
    action = Action(asked.name, attaching.named(asked.params, asked.files), by, asked.origin)
    calendar = parties.calendar_for(row.region_id)
    outcome = step(mechanism, state, action, facts, calendar, now)
    before = rows.columns(row)
    rows.spread(row, mechanism, outcome.matter)
    note_identity(row, outcome)
    write(row, before, outcome, asked, by=by, now=now)
    writing.update(row, rows.moved(row, before))
    attaching.attach(row, asked.files)
    effects.carry_out(row, mechanism, outcome, by=by, now=now)
    for effect in outcome.effects:
        if effect.kind == "act":
            make(row, Asked(str(effect.data["action"])), by=SYSTEM, now=now)
        elif effect.kind == "release-parts":
            _release(row, now=now)
    return outcome


def recount(row: Matter, *, by: Actor, now: datetime) -> bool:
    """Count a locked matter's clocks under the calendar in force; True where anything moved.

    A date that stands but is provisional no longer moves too, and so does a step before a date.
    """
    mechanism = versions.compiled(row.version_id)
    state = record.from_record(row.state)
    calendar = parties.calendar_for(row.region_id)
    outcome = step(mechanism, state, Action("recount", {}, by), NOTHING, calendar, now)
    if _dates(outcome.matter) == _dates(state):
        return False
    before = rows.columns(row)
    rows.spread(row, mechanism, outcome.matter)
    write(row, before, outcome, Asked("recount"), by=by, now=now)
    writing.update(row, rows.moved(row, before))
    return True


def _dates(state: State) -> list[tuple[object, ...]]:
    return [(run.effective, run.provisional, run.next_at) for run in state.clocks]


def note_identity(row: Matter, outcome: Outcome) -> None:
    """A higher platform's name and number, once a move has stated them."""
    if outcome.entry.kind == "platform":
        row.platform = str(outcome.entry.data["platform"])
        row.platform_number = str(outcome.entry.data["platform_number"])


def _release(row: Matter, *, now: datetime) -> None:
    """Parts that waited for this one are assigned once nothing before them is open."""
    if not row.parent_id:
        return
    waiting = Matter.objects.select_for_update(of=("self",)).filter(
        parent=row.parent_id, stage=Stage.ACCEPTED.value, unit__isnull=False
    )
    for part in waiting.order_by("number"):
        open_before = Matter.objects.filter(
            parent=row.parent_id, part_key__in=part.part_after, stage__in=[s.value for s in OPEN]
        )
        if part.part_after and not open_before.exists():
            make(part, Asked("release"), by=SYSTEM, now=now)


def write(
    row: Matter,
    before: Mapping[str, Any],
    outcome: Outcome,
    asked: Asked,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Append the entry of a move, its personal answers sealed, its changes in full."""
    data = {**outcome.entry.data, **asked.noted}
    private: dict[str, object] = dict(outcome.entry.sealed)
    if outcome.entry.kind == correcting.KIND:
        private = correcting.sealed(versions.compiled(row.version_id), outcome)
    if outcome.entry.kind == "rate":  # the rated line reads the journal, never the stars
        private |= data
        data = {}
    journal.append(
        row,
        kind=outcome.entry.kind,
        payload={
            "data": data,
            "cycle": outcome.matter.cycle,
            "changes": rows.changed(before["state"], row.state),
        },
        author=by,
        happened_at=now,
        recorded_at=asked.recorded_at or now,
        precision=asked.precision,
        origin=asked.origin,
        private=private or None,
    )
