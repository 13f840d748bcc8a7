"""Why a unit or a class is suggested, in facts that a sentence can be made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.matters.rules.suggesting import grams, mentions
from bihuan.matters.rules.suggesting.names import Register, area_word, seat_word
from bihuan.matters.rules.suggesting.ridge import Voice
from bihuan.matters.rules.suggesting.spaces import Floats, Space, placed

LIKE, MOST_LIKE = 0.15, 30  # from which likeness a letter counts as alike, and how many at most
PASSAGES, LONGEST = 3, 14
NAME, NOT_FIRST = 3, frozenset("的了是在和与及有个这那本我")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with its facts: `like`, `like-function`, `named`, `area`, `town`, `seat`,
    `learnt-place`, `passages` or `new`.
    """

    kind: str
    facts: Mapping[str, object]

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, **self.facts}


def alike(
    likeness: Floats, answered: Sequence[str], fits: Callable[[str], bool]
) -> tuple[int, int]:
    """Of the letters most like this one, how many had a label that fits; and how many are like."""
    order = np.argsort(-likeness, kind="stable")[:MOST_LIKE]
    floor = max(LIKE, float(likeness[order[0]]) / 2) if len(order) else LIKE
    near = [answered[at] for at in order if likeness[at] >= floor]
    return sum(map(fits, near)), len(near)


def of_names(register: Register, at: int, title: str, text: str) -> list[Reason]:
    """The unit itself named, its seat or its area."""
    both, split = title + "。" + text, register.splits[at]
    for name in register.spoken[at]:
        if name in both:
            return [Reason("named", {"words": name})]
    found = mentions.named(register, title, text)
    if split.seat and seat_word(split.seat) in both:
        said = split.seat if split.seat in both else seat_word(split.seat)
        return [Reason("seat", {"words": said, "area": split.area})]
    towns = sorted(town for area, town in found.towns if area == split.area)
    if towns and not split.seat:
        return [Reason("town", {"words": towns[0], "area": split.area})]
    if split.area and split.area in found.areas:
        said = split.area if split.area in found.whole else area_word(split.area)
        return [Reason("area", {"words": said})]
    return []


def passages(space: Space, voice: Voice, label: str, text: str) -> tuple[str, ...]:
    """The passages of a plain text that spoke most for a label."""
    if label not in voice.labels:
        return ()
    keys, begins, sizes = grams.runs(text, space.reading)
    joined = np.array(_joined(text), np.int64)  # up to where a word may run on
    long = (sizes > 1) & (joined[begins] >= begins + sizes) if len(keys) else sizes > 1
    keys, begins, sizes = keys[long], begins[long], sizes[long]
    columns, known = placed(space.keys, keys)
    worth = _worth(space, voice, label)[columns] * space.rarity[columns]
    found: list[tuple[float, int, int]] = []
    order = np.argsort(-worth, kind="stable")
    for one in order[:60]:
        if worth[one] <= 0:
            break
        first = int(begins[known][one])
        _merge(found, float(worth[one]), first, first + int(sizes[known][one]))
    best = sorted(found, key=lambda span: (-span[0], span[1]))[:PASSAGES]
    said = [text[first:last] for _, first, last in sorted(best, key=lambda span: span[1])]
    return tuple(dict.fromkeys(said))


def _joined(text: str) -> list[int]:
    """For each character where the next mark of punctuation stands."""
    out, ends = [0] * len(text), len(text)
    for at in range(len(text) - 1, -1, -1):
        if not text[at].isalnum():
            ends = at
        out[at] = ends
    return out


def _worth(space: Space, voice: Voice, label: str) -> Floats:
    """What each run adds to the vote for a label."""
    votes = voice.votes[:, voice.labels.index(label)].astype(np.float32)
    summed = np.concatenate([[0.0], np.cumsum(space.weights * votes[space.texts], dtype=float)])
    return np.asarray(np.diff(summed[space.starts]), np.float32)


def _merge(found: list[tuple[float, int, int]], worth: float, first: int, last: int) -> None:
    """Put a run with the span it overlaps, as long as the span stays short."""
    for at, (sum_, begins, ends) in enumerate(found):
        if first <= ends and last >= begins:
            joined = (min(begins, first), max(ends, last))
            if joined[1] - joined[0] <= LONGEST:
                found[at] = (sum_ + worth, *joined)
            return
    found.append((worth, first, last))


def place_learnt(space: Space, voice: Voice, area: str, text: str) -> str:
    """The name of a road or an estate that letters of this area had; empty where there is none."""
    said = passages(space, voice, area, text)
    names = [one for one in said if len(one) >= NAME and one[0] not in NOT_FIRST]
    return max(names, key=len, default="")
