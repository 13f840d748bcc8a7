"""A common problem confirmed: one matter leads, the others are merged into it, under one title."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bihuan.kernel import record, texts
from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import ENDED
from bihuan.matters.actions import acting
from bihuan.matters.models import CommonProblem, Matter, Repeat
from bihuan.matters.queries import versions
from bihuan.matters.queries.facts import facts_for
from bihuan.registers.journal import actions as journal

LONGEST = 200
KIND = "common-problem"
_ENDED = [stage.value for stage in ENDED]


def confirm(
    leading: str, others: Sequence[str], title: str, reason: str, *, by: Actor, now: datetime
) -> CommonProblem:
    """Merge the others into the leading matter and note what they have in common; all or none.

    Refuses `group.alone`, `group.title-missing`, `matter.unknown`, `matter.merge-ended`,
    `matter.capacity-missing`, and what merging refuses.
    """
    joining = [number for number in dict.fromkeys(others) if number != leading]
    _check(leading, joining, title)
    with transaction.atomic():
        rows = {number: acting.locked(number, by) for number in sorted([leading, *joining])}
        lead = rows.pop(leading)
        _may_lead(lead, by, now)
        problem, _ = CommonProblem.objects.update_or_create(
            matter=lead,
            defaults={"title": title, "confirmed_by": by.post, "confirmed_at": now},
        )
        _enter(lead, title, joining, reason, by=by, now=now)
        for row in rows.values():
            _join(row, lead, reason, by=by, now=now)
    return problem


def _check(leading: str, joining: Sequence[str], title: str) -> None:
    if not leading or not joining:
        raise Refused("group.alone")
    if not title.strip() or len(title) > LONGEST:
        raise Refused("group.title-missing", longest=LONGEST)
    texts.check("title", title, "line")


def _may_lead(lead: Matter, by: Actor, now: datetime) -> None:
    mechanism, state = versions.compiled(lead.version_id), record.from_record(lead.state)
    facts = facts_for(lead, mechanism, state, "merge", {}, now)
    if "clerk" not in capacities(mechanism, state, by, facts):
        raise Refused("matter.capacity-missing", action="merge", needed="clerk")
    if lead.stage in _ENDED or lead.restricted or lead.parent_id:
        raise Refused("matter.merge-ended", into=lead.number)


def _enter(
    lead: Matter, title: str, joining: Sequence[str], reason: str, *, by: Actor, now: datetime
) -> None:
    data = {"title": title, "merged": sorted(joining), "reason": reason}
    journal.append(
        lead,
        kind=KIND,
        payload={"data": data, "cycle": lead.cycle, "changes": {}},
        author=by,
        happened_at=now,
        recorded_at=now,
    )
    lead.save(update_fields=["head", "length"])


def _join(row: Matter, lead: Matter, reason: str, *, by: Actor, now: datetime) -> None:
    if row.restricted or row.parent_id:
        raise Refused("matter.unknown", number=row.number)
    params = {"into": lead.number, "reason": reason}
    acting.make(row, acting.Asked("merge", params), by=by, now=now)
    decided = {"decided": "merged", "decided_by": by.post, "decided_at": now}
    Repeat.objects.filter(matter=row, earlier=lead, decided="proposed").update(**decided)
    Repeat.objects.filter(matter=row, decided="proposed").delete()
