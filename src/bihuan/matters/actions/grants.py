"""Grants on restricted matters: written before anybody hears of them, revised as things change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Outcome
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.models import Grant, Involvement, Matter
from bihuan.matters.queries import versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.rules import granting
from bihuan.registers.parties.queries import reading

RULED = "ruled"


def admit_readers(row: Matter, mechanism: Mechanism, *, by: Actor, now: datetime) -> None:
    """Let those read a new matter who may: by grants, or, where it is open, as if copied."""
    if row.restricted:
        revise([row], by=by, now=now)
        return
    known = reading.tree().units
    for unit in mechanism.access.readers:
        if unit in known:
            Involvement.objects.get_or_create(matter=row, unit_id=unit, role="copied")


def check_readable(mechanism: Mechanism, accused: Collection[str], *, now: datetime) -> None:
    """Refuse `matter.nobody-reads`: a letter that complains of all who might read it is not taken.

    It would lie where nobody finds it; the person is told to bring it to a body above.
    """
    if not mechanism.restricted or not accused:
        return
    tree = reading.tree()
    if not granting.readable(tree, mechanism, accused, local(now).date()):
        names = (tree.units[code].name if code in tree.units else code for code in accused)
        raise Refused("matter.nobody-reads", units="、".join(names))


def involve_ruler(row: Matter, unit: str) -> None:
    """The one who rules must be able to read what is ruled on."""
    Involvement.objects.get_or_create(matter=row, unit_id=unit, role=RULED)


def ruler_of(row: Matter, mechanism: Mechanism, outcome: Outcome, now: datetime) -> str | None:
    """The unit that rules on the return just asked for."""
    state = record.from_record(row.state)
    return facts_for(row, mechanism, state, "rule", outcome.entry.data, now).common_superior


def revise(given: Iterable[Matter], *, by: Actor, now: datetime) -> int:
    """Bring the grants of restricted matters in line with how they and the posts stand now.

    The office of a dissolved team inherits, a post that lost its duty and a unit relieved of the
    matter lose their grants, and nothing is granted to those complained of. Returns how many
    grants ended or began.
    """
    found = [row for row in given if row.restricted]
    held: dict[int, dict[str, Grant]] = defaultdict(dict)
    for grant in Grant.objects.filter(matter__in=found, revoked_at=None) if found else ():
        held[grant.matter_id][grant.post_id] = grant
    rulers = _rulers(found)
    ended: list[int] = []
    new: list[Grant] = []
    for row in found:
        wanted = _wanted(row, rulers[row.pk], now)
        kept = {post: grant.level for post, grant in held[row.pk].items()}
        gone, begun = granting.differences(kept, wanted)
        ended += [held[row.pk][post].pk for post in gone]
        new += [
            Grant(
                matter=row, post_id=post, level=leave.level, reason=leave.reason,
                granted_by=by.post, granted_at=now,
            )
            for post, leave in begun.items()
        ]  # fmt: skip
    if ended:
        Grant.objects.filter(pk__in=ended).update(revoked_at=now)
    if new:
        Grant.objects.bulk_create(new)
    return len(ended) + len(new)


def _rulers(found: Sequence[Matter]) -> dict[int, list[str]]:
    rulers: dict[int, list[str]] = defaultdict(list)
    if found:
        ruled = Involvement.objects.filter(matter__in=found, role=RULED)
        for matter, unit in ruled.values_list("matter", "unit"):
            rulers[matter].append(unit)
    return rulers


def _wanted(row: Matter, rulers: Sequence[str], now: datetime) -> dict[str, granting.Leave]:
    lead = row.parent.unit_id or "" if row.parent_id and row.parent else ""
    about = granting.About(record.from_record(row.state), lead, tuple(rulers))
    mechanism = versions.compiled(row.version_id)
    return granting.wanted(reading.tree(), mechanism, about, local(now).date())
