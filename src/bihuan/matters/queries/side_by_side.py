"""Two matters side by side, what both say marked in either."""

from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import ENDED
from bihuan.matters.models import Matter, Repeat
from bihuan.matters.queries import page, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.rules.nearness import judging, likeness


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A matter and one like it; `decides` where the reader may still merge or keep them apart."""

    one: Matter
    other: Matter
    evidence: judging.Evidence
    mine: tuple[likeness.Passage, ...]
    theirs: tuple[likeness.Passage, ...]
    decided: str
    decides: bool
    merges: bool


def side_by_side(actor: Actor, number: str, other: str, *, now: datetime) -> SideBySide:
    """Both matters; refuses `matter.unknown` for one the actor may not know of or read whole."""
    row, like = page.readable(actor, number), page.readable(actor, other)
    for each in (row, like):
        if not portraits.comparable([each]):
            raise Refused("matter.unknown", number=each.number)
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    facts = facts_for(row, mechanism, state, "merge", {}, now)
    held = capacities(mechanism, state, actor, facts)
    drawn, there = (portraits.portrait(each, each.content) for each in (row, like))
    found = judging.judged(drawn.traits, there.traits, likeness.overlap(drawn.said, there.said))
    if not held & page.OFFICE_CAPACITIES:
        found = replace(found, same=tuple(name for name in found.same if name != "person"))
    mine, theirs = likeness.passages(row.content.text, like.content.text)
    decided = _decided(row, like)
    clerk = "clerk" in held and decided != "merged"
    return SideBySide(
        row, like, found, mine, theirs, decided,
        decides=clerk and row.stage in ("received", "accepted"),
        merges=clerk and like.stage not in ENDED,
    )  # fmt: skip


def _decided(row: Matter, like: Matter) -> str:
    kept = Repeat.objects.filter(matter=row, earlier=like).exclude(decided="proposed")
    return kept.values_list("decided", flat=True).first() or ""
