"""A letter as counted runs of characters, each under a number that cannot be read back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
LONGEST = 1200  # characters; what a long letter wants is said by then
BITS = 22
# Characters that end the name of a road, an estate, a village, a school, a stop.
ENDINGS = "路街道镇乡村区苑园桥站城湾府里弄校院寓厦线庭墅坊港河塘浜场店馆局学"
_NUMBERS = re.compile(r"\d{5,}")
_HAN = (0x4E00, 0x9FA5)


@dataclass(frozen=True, slots=True)
class Reading:
    """Which runs are counted: of these lengths, only those that end like a place if `places`."""

    lengths: tuple[int, ...]
    places: bool = False


WORDS = Reading((1, 2, 3, 4))
PLACES = Reading((2, 3, 4, 5), places=True)
SHORT = Reading((1, 2, 3))


def plain(text: str, longest: int = LONGEST) -> str:
    """The text without spaces and long numbers, in one width; what is counted and shown."""
    joined = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return _NUMBERS.sub("0", joined)[:longest]


def runs(text: str, reading: Reading) -> tuple[Ints, Ints, Ints]:
    """The number of every run of a plain text, where it begins, and how long it is."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    keys, begins, sizes = [], [], []
    for size in reading.lengths:
        if len(codes) < size:
            continue
        count = len(codes) - size + 1
        mixed = np.full(count, size, np.uint64)
        for step in range(size):
            mixed = (mixed ^ codes[step : step + count]) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        wanted = _places(codes, size, count) if reading.places else np.ones(count, bool)
        at = np.flatnonzero(wanted)
        keys.append((mixed[at] >> np.uint64(64 - BITS)).astype(np.int64))
        begins.append(at.astype(np.int64))
        sizes.append(np.full(len(at), size, np.int64))
    if not keys:
        return tuple(np.zeros(0, np.int64) for _ in range(3))  # type: ignore[return-value] # three
    return np.concatenate(keys), np.concatenate(begins), np.concatenate(sizes)


def _places(codes: NDArray[np.uint64], size: int, count: int) -> NDArray[np.bool_]:
    han = (codes >= _HAN[0]) & (codes <= _HAN[1])
    ends = np.isin(codes, np.array([ord(one) for one in ENDINGS], np.uint64))
    found = ends[size - 1 : size - 1 + count].copy()
    for step in range(size):
        found &= han[step : step + count]
    return found


def counted(text: str, reading: Reading) -> tuple[Ints, Ints]:
    """The numbers of the runs of a plain text, each once, and how often each stands there."""
    keys, _, _ = runs(text, reading)
    found, counts = np.unique(keys, return_counts=True)
    return found, counts.astype(np.int64)
