"""Deciding a proposed repeat: merged into the earlier one, or kept separate by somebody."""

from datetime import datetime

from django.db import transaction

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting
from bihuan.matters.models import Matter, Repeat
from bihuan.matters.queries import versions
from bihuan.matters.queries.facts import facts_for
from bihuan.registers.journal import actions as journal

MERGE = "merge"
SEPARATE = "separate"


def decide(number: str, decision: str, reason: str, *, by: Actor, now: datetime) -> Matter:
    """Merge a matter into the one it repeats, or keep it separate; both stay on its record.

    Refuses `matter.repeat-none`, `matter.capacity-missing`, and what merging refuses.
    """
    with transaction.atomic():
        row = acting.locked(number, by)
        proposed = Repeat.objects.select_related("earlier").filter(matter=row, decided="proposed")
        repeat = proposed.first()
        if repeat is None:
            raise Refused("matter.repeat-none", number=number)
        if decision == MERGE:
            params = {"into": repeat.earlier.number, "reason": reason}
            acting.make(row, acting.Asked("merge", params), by=by, now=now)
        else:
            _keep_separate(row, repeat, reason, by=by, now=now)
        repeat.decided = "merged" if decision == MERGE else SEPARATE
        repeat.decided_by, repeat.decided_at = by.post, now
        repeat.save(update_fields=["decided", "decided_by", "decided_at"])
    return row


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
