"""Deciding a proposed repeat: merged into the earlier one, or kept separate by somebody."""

from datetime import datetime

from django.db import transaction

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting
from bihuan.matters.actions.nearness import proposing
from bihuan.matters.models import Matter, Repeat
from bihuan.matters.queries import versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.queries.visible import visible_to
from bihuan.registers.journal import actions as journal

MERGE = "merge"
SEPARATE = "separate"


def decide(
    number: str, decision: str, reason: str, *, by: Actor, now: datetime, other: str = ""
) -> Matter:
    """Merge a matter into the one it repeats, or keep it separate; both stay on its record.

    `other` names the matter where it is not the one proposed. Refuses `matter.repeat-none`,
    `matter.capacity-missing`, and what merging refuses.
    """
    with transaction.atomic():
        row = acting.locked(number, by)
        repeat = _of(row, other, by) if other else _proposed(row)
        if repeat is None:
            raise Refused("matter.repeat-none", number=number)
        if decision == MERGE:
            params = {"into": repeat.earlier.number, "reason": reason}
            acting.make(row, acting.Asked("merge", params), by=by, now=now)
        else:
            _keep_separate(row, repeat, reason, by=by, now=now)
        repeat.decided = "merged" if decision == MERGE else SEPARATE
        repeat.decided_by, repeat.decided_at = by.post, now
        repeat.save()
        if decision == MERGE:  # there is nothing left to decide
            Repeat.objects.filter(matter=row, decided="proposed").delete()
    return row


def _proposed(row: Matter) -> Repeat | None:
    found = Repeat.objects.select_related("earlier").filter(matter=row, decided="proposed")
    return found.first()


def _of(row: Matter, other: str, by: Actor) -> Repeat | None:
    """The proposal of one neighbour; made now, with its evidence, where none was."""
    like = visible_to(by).filter(number=other).select_related("content").first()
    if like is None or not portraits.comparable([row, like]) or like.pk == row.pk:
        return None
    kept = Repeat.objects.select_related("earlier").filter(matter=row, earlier=like).first()
    if kept is not None:
        return kept if kept.decided != "merged" else None
    found = proposing.evidence(row, like)
    return Repeat(matter=row, earlier=like, evidence=found.kind, facts=found.facts())


def _keep_separate(row: Matter, repeat: Repeat, reason: str, *, by: Actor, now: datetime) -> None:
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    held = capacities(mechanism, state, by, facts_for(row, mechanism, state, "merge", {}, now))
    if "clerk" not in held:
        raise Refused("matter.capacity-missing", action="merge", needed="clerk")
    journal.append(
        row,
        kind="kept-separate",
        payload={
            "data": {"earlier": repeat.earlier.number, "reason": reason},
            "cycle": row.cycle,
            "changes": {},
        },
        author=by,
        happened_at=now,
        recorded_at=now,
    )
    row.save(update_fields=["head", "length"])
