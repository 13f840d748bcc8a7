"""How often the clerks chose what was suggested: counts only, of what happened since."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from bihuan.matters.models import Learnt, Offer
from bihuan.matters.queries.suggesting.offering import newest


@dataclass(frozen=True, slots=True)
class Taken:
    """Suggestions made, of which the first was chosen, one of the three, and the sure ones."""

    what: str
    offered: int
    first: int
    three: int
    sure: int
    sure_first: int

    def as_json(self) -> dict[str, object]:
        return {
            "offered": self.offered, "first": self.first, "three": self.three,
            "sure": self.sure, "sure_first": self.sure_first,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force, and how it has served."""

    learnt: Learnt
    taken: Taken


def standing(mechanism: str, whats: tuple[str, ...] = ("unit", "class")) -> list[Standing]:
    """For each kind what was learnt last, and how often any that was learnt was followed."""
    return [
        Standing(learnt, taken(mechanism, what))
        for what in whats
        if (learnt := newest(mechanism, what)) is not None
    ]


def taken(mechanism: str, what: str) -> Taken:
    """Counts of all suggestions of a kind that were beside a decision."""
    found = Offer.objects.filter(learnt__mechanism=mechanism, learnt__what=what).aggregate(
        n_all=Count("pk"),
        n_first=Count("pk", filter=Q(place=1)),
        n_three=Count("pk", filter=Q(place__gte=1)),
        n_sure=Count("pk", filter=Q(sure=True)),
        n_sure_first=Count("pk", filter=Q(sure=True, place=1)),
    )
    return Taken(what, *found.values())
