"""Matters like one at hand, with the evidence, as far as the reader may know of them."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from bihuan.kernel.actor import Actor
from bihuan.matters.models import Content, Matter
from bihuan.matters.queries.nearness import portraits, sharing
from bihuan.matters.queries.nearness.portraits import Portrait
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.nearness import judging, likeness

MOST = 20  # shown
COMPARED = 24  # read and compared, of those that share most keys
PERSONS = 16


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A matter like the one at hand, and why it is thought so."""

    matter: Matter
    evidence: judging.Evidence


def neighbours(actor: Actor, one: Portrait, *, persons: bool = False) -> tuple[Neighbour, ...]:
    """The most alike first; matters of the same person only where the reader may open persons."""
    if not persons:
        one = replace(one, traits=replace(one.traits, person=""))
    near = _candidates(one)
    if not near:
        return ()
    found = readable(visible_to(actor), near)
    judged = (Neighbour(row, _judged(one, row)) for row in found)
    kept = [each for each in judged if each.evidence.kind]
    kept.sort(key=lambda each: (*judging.strength(each.evidence), each.matter.pk))
    return tuple(kept[:MOST])


def readable(visible: QuerySet[Matter], near: list[int]) -> QuerySet[Matter]:
    """The candidates that may be read, without their long states."""
    found = visible.filter(pk__in=near, restricted=False, parent=None)
    return found.select_related("content").defer(*portraits.UNREAD)


def _candidates(one: Portrait) -> list[int]:
    counted: Counter[int] = sharing.sharing(one.keys)
    index = one.traits.person
    if index:
        same = Content.objects.filter(phone_index=index).order_by("-pk")
        counted.update(same.values_list("pk", flat=True)[:PERSONS])
    counted.pop(one.pk, None)
    return [pk for pk, _ in counted.most_common(COMPARED)]


def _judged(one: Portrait, row: Matter) -> judging.Evidence:
    other = portraits.portrait(row, getattr(row, "content", None))
    return judging.judged(one.traits, other.traits, likeness.overlap(one.said, other.said))
