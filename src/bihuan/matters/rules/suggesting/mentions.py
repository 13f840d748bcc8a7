"""What a letter names outright: areas, towns, units; one row of signs for each unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.matters.rules.suggesting.names import (
    LOCAL,
    Register,
    area_word,
    pairs_of,
    seat_word,
)

Signs = NDArray[np.float32]
SIGNS = (
    "its area by full name", "its area", "its area in the title", "a town of its area",
    "another area instead", "a place, though it serves the whole",
    "its seat", "its seat in short", "its seat in the title", "another town instead",
    "its seat and its area", "its name in part", "its name", "its name in part in the title",
    "its area and its function",
)  # fmt: skip
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Named:
    """The places a letter names."""

    areas: frozenset[str]  # in short or in full
    whole: frozenset[str]  # in full
    titled: frozenset[str]
    towns: frozenset[tuple[str, str]]


def named(register: Register, title: str, text: str) -> Named:
    """The areas and towns that stand in a letter."""
    places, both = register.places, title + "。" + text
    return Named(
        frozenset(one for one in places.areas if area_word(one) in both),
        frozenset(one for one in places.areas if one in both),
        frozenset(one for one in places.areas if area_word(one) in title),
        frozenset(one for one in places.towns if one[1] in both),
    )


def signs(register: Register, title: str, text: str) -> Signs:
    """The signs of one letter for every unit of the register."""
    found, both = named(register, title, text), title + "。" + text
    pairs, titled = pairs_of(both), pairs_of(title)
    towned = {area for area, _ in found.towns}
    out = np.zeros((len(register.units), len(SIGNS)), np.float32)
    for at, split in enumerate(register.splits):
        row = out[at]
        if split.area:
            row[0], row[1] = split.area in found.whole, split.area in found.areas
            row[2] = split.area in found.titled
            row[3] = split.area in towned and not split.seat
            row[4] = bool(found.areas) and not row[1]
        else:
            row[5] = bool(found.areas or towned)
        if split.seat:
            said = seat_word(split.seat)
            row[6], row[7], row[8] = split.seat in both, said in both, said in title
            row[9] = not row[6] and any(one != (split.area, split.seat) for one in found.towns)
            row[10] = row[7] and row[1]
        row[12] = any(name in both for name in register.spoken[at])
        own = register.pairs[at]
        if own and split.function != LOCAL:
            row[11], row[13] = len(own & pairs) / len(own), len(own & titled) / len(own)
            row[14] = bool(row[1]) and not split.seat and row[11] > HALF
    return out
