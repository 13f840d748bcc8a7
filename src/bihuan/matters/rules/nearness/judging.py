"""What is evidence enough to propose that one matter repeats another; a clerk decides.

The thresholds were chosen on 4,215 letters: docs/explain/neighbours.md has the figures.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bihuan.matters.rules.nearness.likeness import Overlap

SAME_TEXT, NEAR_TEXT = "same-text", "near-text"
SAME_PERSON, SAME_PLACE = "same-person", "same-place"
TRAITS = ("unit", "class", "place", "person")
KINDS = (SAME_TEXT, NEAR_TEXT, SAME_PERSON, SAME_PLACE)  # the strongest first

NEAR = 0.25  # of the shingles of both texts together
COMMON = 8  # shingles at the least, or two short letters with one phrase would be the same
ABOUT = 0.10  # enough beside the same person or place
WINDOW = timedelta(days=90)

LABEL = 38  # shingles, forty characters: more than the name of a kind of matter has
SHARED = 50  # matters; a shorter text that more of them have is such a name


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for it that one matter repeats another, as it is shown and kept."""

    kind: str
    share: float  # of the words of both
    of_one: float
    of_other: float
    days: int  # apart
    same: tuple[str, ...]  # of unit, class, place, person

    def facts(self) -> dict[str, object]:
        """As kept in a row: no word of either text, so that erasing one leaves nothing."""
        return {**asdict(self), "same": list(self.same)}


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a matter besides its words; what is empty is like nothing."""

    received_at: datetime
    unit: str
    class_: str
    digest: str
    person: str  # the blind index of the number; the number itself is not read
    places: frozenset[int]


def is_label(said: int, shared: int) -> bool:
    """Whether a text of so many shingles that so many matters have names a kind of matter alone.

    A long text that thousands have is a campaign, not a label.
    """
    return said < LABEL and shared > SHARED


def judged(one: Traits, other: Traits, said: Overlap) -> Evidence:
    """The evidence between two matters; without a kind where it is not enough to propose."""
    same = tuple(
        name
        for name, alike in (
            ("unit", _alike(one.unit, other.unit)),
            ("class", _alike(one.class_, other.class_)),
            ("place", bool(one.places & other.places)),
            ("person", _alike(one.person, other.person)),
        )
        if alike
    )
    apart = abs(one.received_at - other.received_at)
    return Evidence(
        _kind(same, said, exact=_alike(one.digest, other.digest), near=apart <= WINDOW),
        round(said.share, 3), round(said.of_one, 3), round(said.of_other, 3), apart.days, same,
    )  # fmt: skip


def _kind(same: tuple[str, ...], said: Overlap, *, exact: bool, near: bool) -> str:
    if exact:
        return SAME_TEXT
    if said.share >= NEAR and said.common >= COMMON:
        return NEAR_TEXT
    on_one_thing = "class" in same or said.share >= ABOUT
    if not (near and on_one_thing):
        return ""
    if "person" in same:
        return SAME_PERSON
    return SAME_PLACE if "place" in same else ""


def strength(evidence: Evidence) -> tuple[int, float]:
    """To sort by, the strongest first."""
    place = KINDS.index(evidence.kind) if evidence.kind else len(KINDS)
    return place, -evidence.share


def _alike(one: str, other: str) -> bool:
    return bool(one) and one == other
