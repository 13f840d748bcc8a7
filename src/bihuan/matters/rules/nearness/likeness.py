"""How alike two texts are, and which passages they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bihuan.matters.rules.nearness.shingles import Shingles, placed

SHORTEST = 4  # characters in a row that are marked as common
LONGEST = 3000  # characters compared; a letter is a few hundred


@dataclass(frozen=True, slots=True)
class Overlap:
    """Common shingles: how many, as a share of both texts together, and of each."""

    common: int
    share: float
    of_one: float
    of_other: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, and whether the other text has it too."""

    text: str
    common: bool


def overlap(one: Shingles, other: Shingles) -> Overlap:
    """What two texts have in common; nothing where one of them says nothing."""
    common = len(one & other)
    if not common:
        return Overlap(0, 0.0, 0.0, 0.0)
    return Overlap(
        common,
        common / (len(one) + len(other) - common),
        common / len(one),
        common / len(other),
    )


def passages(one: str, other: str) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Both texts cut where they begin and cease to say the same."""
    one, other = one[:LONGEST], other[:LONGEST]
    (said, at), (heard, there) = placed(one), placed(other)
    blocks = [
        block
        for block in SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks()
        if block.size >= SHORTEST
    ]
    mine = [(at[b.a], at[b.a + b.size - 1] + 1) for b in blocks]
    theirs = [(there[b.b], there[b.b + b.size - 1] + 1) for b in blocks]
    return _cut(one, mine), _cut(other, theirs)


def _cut(text: str, common: Sequence[tuple[int, int]]) -> tuple[Passage, ...]:
    found, last = [], 0
    for begins, ends in common:
        found += [
            Passage(text[last:begins], common=False),
            Passage(text[begins:ends], common=True),
        ]
        last = ends
    found.append(Passage(text[last:], common=False))
    return tuple(one for one in found if one.text)
