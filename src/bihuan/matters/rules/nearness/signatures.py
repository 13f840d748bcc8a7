"""The keys a matter is found by: two texts that share much share a key, others hardly ever.

The shingles are thrown into 32 bins by their hash; the least hash of a bin stands for it, and two
bins make a band. Of pairs with a quarter of their shingles in common three in four share a band,
with four tenths all; with a twentieth, four in a hundred. Sixteen keys, however long the letter.
"""

import hashlib
import re
from collections.abc import Iterable

from bihuan.matters.rules.nearness.shingles import Shingles

BANDS, ROWS = 16, 2
BINS = BANDS * ROWS
LEAST = 8  # shingles: a text of fewer says too little to be compared
_SIGNED = 1 << 63
_DOOR = re.compile("([\u4e00-\u9fff]{2}(?:路|街|道|巷))([0-9]{1,5})(弄|号|巷)")


def text_keys(said: Shingles) -> tuple[int, ...]:
    """The band keys of a text; none for one that says too little."""
    if len(said) < LEAST:
        return ()
    least = _least(said)
    return tuple(
        key(f"{band}:{least[band * ROWS]}:{least[band * ROWS + 1]}") for band in range(BANDS)
    )


def place_keys(region: str, enterprise: object, places: Iterable[str]) -> tuple[int, ...]:
    """The keys of the firm and of the doors a matter speaks of."""
    found = [f"firm:{enterprise}"] if enterprise else []
    found += [f"place:{region}:{place}" for place in sorted(set(places))]
    return tuple(map(key, found))


def places_in(text: str) -> tuple[str, ...]:
    """The doors a text names: two signs of a road, and the number in it.

    Where the name of a road begins is not written; its last two signs are always the same.
    """
    return tuple(dict.fromkeys("".join(found.groups()) for found in _DOOR.finditer(text)))


def key(text: str) -> int:
    """A number of 64 bits with its sign, as both databases keep it."""
    return _hash(text) - _SIGNED


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _least(said: Shingles) -> list[int]:
    """The least hash of each bin; an empty bin borrows from the next that is not."""
    least: list[int | None] = [None] * BINS
    hashed, number = hashlib.blake2b, int.from_bytes
    for shingle in said:
        value = number(hashed(shingle.encode(), digest_size=8).digest(), "big")
        place = value % BINS
        value //= BINS
        known = least[place]
        if known is None or value < known:
            least[place] = value
    return [
        _borrowed(least, place) if value is None else value for place, value in enumerate(least)
    ]


def _borrowed(least: list[int | None], place: int) -> int:
    for step in range(BINS):
        value = least[(place + step) % BINS]
        if value is not None:
            return value + step
    raise ValueError(least)
