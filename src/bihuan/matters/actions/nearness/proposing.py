"""Repeats proposed: with the evidence, the strongest for each matter; a clerk decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions.nearness import indexing
from bihuan.matters.models import Content, Matter, Repeat
from bihuan.matters.queries.nearness import labels, neighbours, portraits, sharing
from bihuan.matters.queries.nearness.portraits import Portrait
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.nearness import judging, likeness

COMPARED = 8  # candidates compared for one of many matters

Found = tuple[int, judging.Evidence]  # the earlier matter, and why


def note(rows: Sequence[Matter], contents: Mapping[int, Content], *, fresh: bool = False) -> int:
    """Keep the keys of new matters and propose what they repeat; returns how many proposals.

    The very same text is proposed by its digest already; what has a proposal gets no second one.
    Of a text that is a label no word is compared or found again.
    """
    drawn = [portraits.portrait(row, contents.get(row.pk)) for row in portraits.comparable(rows)]
    said = {one.traits.digest: len(one.said) for one in drawn}
    named = labels.labels(said, restricted=False)
    telling = [portraits.wordless(one) if one.traits.digest in named else one for one in drawn]
    indexing.index(telling, fresh=fresh)
    return propose(telling)


def propose(drawn: Sequence[Portrait]) -> int:
    """Propose the nearest earlier matter of each that has no open proposal, nor one decided."""
    named = {one.pk for one in drawn}
    done = set(Repeat.objects.filter(matter__in=named).values_list("matter", flat=True))
    waiting = [one for one in drawn if one.pk not in done]
    near = _candidates(waiting)
    others = _portraits({pk for found in near.values() for pk in found})
    proposals = [
        Repeat(matter_id=one.pk, earlier_id=best[0], evidence=best[1].kind, facts=best[1].facts())
        for one in waiting
        if (best := _best(one, [others[pk] for pk in near[one.pk] if pk in others]))
    ]
    Repeat.objects.bulk_create(proposals)
    return len(proposals)


def evidence(row: Matter, other: Matter) -> judging.Evidence:
    """What speaks for it that two matters at hand are one, whether or not it is enough."""
    one, like = (portraits.portrait(each, each.content) for each in (row, other))
    return judging.judged(one.traits, like.traits, likeness.overlap(one.said, like.said))


def _candidates(drawn: Sequence[Portrait]) -> dict[int, list[int]]:
    """Earlier matters that share a key or the person, those with most keys first."""
    shared = (
        {drawn[0].pk: sharing.sharing(drawn[0].keys)}
        if len(drawn) == 1
        else sharing.sharing_of_many({one.pk: one.keys for one in drawn})
    )
    persons = _of_persons({one.traits.person for one in drawn} - {""})
    found = {}
    for one in drawn:
        counted = shared[one.pk]
        earlier = [pk for pk, _ in counted.most_common() if pk < one.pk][:COMPARED]
        same = [pk for pk in persons[one.traits.person] if pk < one.pk][-COMPARED:]
        found[one.pk] = list(dict.fromkeys((*earlier, *same)))
    return found


def _of_persons(indexes: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    asked = Content.objects.filter(phone_index__in=list(indexes)).order_by("pk")
    for index, pk in asked.values_list("phone_index", "pk"):
        found[index].append(pk)
    return found


def _portraits(keys: set[int]) -> dict[int, Portrait]:
    rows = neighbours.readable(visible_to(SYSTEM), sorted(keys)) if keys else ()
    return {row.pk: portraits.portrait(row, getattr(row, "content", None)) for row in rows}


def _best(one: Portrait, others: Sequence[Portrait]) -> Found | None:
    """The strongest evidence there is; among equals the earliest matter."""
    judged = [
        (judging.judged(one.traits, other.traits, likeness.overlap(one.said, other.said)), other)
        for other in others
    ]
    enough = [(evidence, other.pk) for evidence, other in judged if evidence.kind]
    if not enough:
        return None
    evidence, pk = min(enough, key=lambda each: (*judging.strength(each[0]), each[1]))
    return pk, evidence
