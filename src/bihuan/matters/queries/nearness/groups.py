"""Open matters that are one problem of many: proposed as groups, for a clerk to confirm."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from bihuan.kernel.actor import OFFICE, Actor
from bihuan.kernel.stages import OPEN
from bihuan.matters.models import CommonProblem, Matter
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.queries.nearness.portraits import Portrait
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.nearness import grouping, judging, likeness

MOST = 1000  # newest open matters looked at; a page is no census
SHOWN = 100
CROWD = 60  # matters under one key: beyond that it is a phrase, and says nothing
_OPEN = [stage.value for stage in OPEN]
_MERGEABLE = ("received", "accepted")


@dataclass(frozen=True, slots=True)
class Member:
    """A matter of a group; `joins` where it can still be merged, else it can only lead."""

    matter: Matter
    joins: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Matters that may be one problem: what holds them together, and which should lead."""

    members: tuple[Member, ...]
    leading: str
    share: float  # the least by which two neighbours in it hang together
    same: tuple[str, ...]  # what all of them share


def proposed(actor: Actor, *, now: datetime) -> tuple[Group, ...]:
    """The largest first; for offices, over the open matters of the last ninety days they read."""
    if not actor.duties & OFFICE:
        return ()
    rows = _rows(actor, now)
    drawn = {row.pk: portraits.portrait(row, row.content) for row in rows.values()}
    links = {(a, b): found for a, b in _pairs(drawn) if (found := _link(drawn[a], drawn[b]))}
    groups = [_group(keys, rows, links) for keys in grouping.together(links)]
    groups.sort(key=lambda group: -len(group.members))
    return tuple(groups)


def confirmed(actor: Actor) -> tuple[tuple[CommonProblem, int], ...]:
    """The common problems whose leading matter the actor may know of, the newest first, and how
    many matters are merged into each now.
    """
    found = CommonProblem.objects.filter(matter__in=visible_to(actor), matter__restricted=False)
    problems = list(found.select_related("matter").order_by("-confirmed_at")[:SHOWN])
    into = Matter.objects.filter(into__in=[one.matter.number for one in problems])
    merged = Counter(into.filter(stage="merged").values_list("into", flat=True))
    return tuple((one, merged[one.matter.number]) for one in problems)


def _rows(actor: Actor, now: datetime) -> Mapping[int, Matter]:
    seen = visible_to(actor).filter(stage__in=_OPEN, restricted=False, parent=None)
    recent = seen.filter(received_at__gt=now - judging.WINDOW, content__isnull=False)
    rows = recent.select_related("content").defer(*portraits.UNREAD).order_by("-received_at")
    return {row.pk: row for row in rows[:MOST]}


def _pairs(drawn: Mapping[int, Portrait]) -> Iterator[tuple[int, int]]:
    """Pairs under one key; the keys are worked out here, not read: the texts are at hand."""
    under: dict[int, list[int]] = defaultdict(list)
    for pk, one in drawn.items():
        for key in one.keys:
            under[key].append(pk)
    pairs = {
        pair
        for found in under.values()
        if len(found) <= CROWD
        for pair in combinations(sorted(found), 2)
    }
    yield from sorted(pairs)


def _link(one: Portrait, other: Portrait) -> judging.Evidence | None:
    """Words or place; that one person wrote twice does not make a problem common."""
    found = judging.judged(one.traits, other.traits, likeness.overlap(one.said, other.said))
    return found if found.kind and found.kind != judging.SAME_PERSON else None


def _group(
    keys: Sequence[int],
    rows: Mapping[int, Matter],
    links: Mapping[tuple[int, int], judging.Evidence],
) -> Group:
    members = [rows[pk] for pk in keys]
    inside = [found for (a, b), found in links.items() if a in keys and b in keys]
    same = set(judging.TRAITS).intersection(*(found.same for found in inside)) - {"person"}
    return Group(
        tuple(Member(row, row.stage in _MERGEABLE) for row in members),
        min(members, key=lambda row: (row.stage in _MERGEABLE, row.received_at, row.pk)).number,
        min(found.share for found in inside),
        tuple(name for name in judging.TRAITS if name in same),
    )
