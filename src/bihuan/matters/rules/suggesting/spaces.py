"""Texts as weighted runs, and how like two texts are: the cosine between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.matters.rules.suggesting import grams
from bihuan.matters.rules.suggesting.grams import Ints, Reading

Floats = NDArray[np.float32]
PAIRS = 4_000_000  # products worked on at a time
DENSE = 200  # a run that meets in more than one pair in so many is multiplied as a dense column


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts, one after the other: which columns each has, and with what weight."""

    ends: Ints
    columns: Ints
    weights: Floats

    def __len__(self) -> int:
        return len(self.ends) - 1


@dataclass(frozen=True, slots=True)
class Space:
    """The runs that stand in two texts or more of those learnt from, and these texts by run."""

    reading: Reading
    keys: Ints  # sorted; a column is a place in it
    rarity: Floats
    starts: Ints  # of each column in `texts` and `weights`
    texts: Ints
    weights: Floats
    size: int

    def rows(self, written: Sequence[str]) -> Rows:
        """Plain texts in this space; a run never met before has no column."""
        found = [self._row(*grams.counted(text, self.reading)) for text in written]
        return _joined(found)

    def _row(self, keys: Ints, counts: Ints) -> tuple[Ints, Floats]:
        columns, known = placed(self.keys, keys)
        return columns, _weighted(self.rarity[columns], counts[known])

    def likeness(self, rows: Rows) -> Floats:
        """The cosine of each text with each text learnt from."""
        met = np.diff(self.starts)
        here = np.bincount(rows.columns, minlength=len(self.keys))
        heavy = np.flatnonzero(here * met * DENSE > max(1, len(rows) * self.size))
        out = _dense(rows, heavy, len(self.keys)) @ self._dense(heavy).T
        light = np.ones(len(self.keys), bool)
        light[heavy] = False
        for first, last in _portions(rows, met):
            out[first:last] += self._sparse(rows, first, last, light)
        return out

    def _dense(self, heavy: Ints) -> Floats:
        out = np.zeros((self.size, len(heavy)), np.float32)
        for place, column in enumerate(heavy):
            held = slice(self.starts[column], self.starts[column + 1])
            out[self.texts[held], place] = self.weights[held]
        return out

    def _sparse(self, rows: Rows, first: int, last: int, light: NDArray[np.bool_]) -> Floats:
        held = slice(rows.ends[first], rows.ends[last])
        owner = np.repeat(np.arange(last - first), np.diff(rows.ends[first : last + 1]))
        kept = light[rows.columns[held]]
        columns, owner = rows.columns[held][kept], owner[kept]
        counts = np.diff(self.starts)[columns]
        which = np.repeat(np.arange(len(columns)), counts)
        inside = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        at = self.starts[columns][which] + inside
        products = rows.weights[held][kept][which] * self.weights[at]
        flat = owner[which] * self.size + self.texts[at]
        summed = np.bincount(flat, products, (last - first) * self.size)
        return summed.reshape(last - first, self.size).astype(np.float32)


def space(written: Sequence[str], reading: Reading) -> tuple[Space, Rows]:
    """The space of plain texts, and these texts in it."""
    found = [grams.counted(text, reading) for text in written]
    keys, met = np.unique(np.concatenate([keys for keys, _ in found]), return_counts=True)
    keys, met = keys[met > 1], met[met > 1]
    rarity = (np.log((1 + len(written)) / (1 + met)) + 1).astype(np.float32)
    empty = np.zeros(0, np.int64)
    bare = Space(reading, keys, rarity, empty, empty, rarity[:0], len(written))
    rows = _joined([bare._row(*one) for one in found])  # noqa: SLF001 - of this very class
    order = np.argsort(rows.columns, kind="stable")
    owner = np.repeat(np.arange(len(rows)), np.diff(rows.ends))
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows.columns, minlength=len(keys)))])
    full = Space(reading, keys, rarity, starts, owner[order], rows.weights[order], len(written))
    return full, rows


def placed(keys: Ints, asked: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The columns of the keys that are known, and which of those asked for are."""
    at = np.minimum(np.searchsorted(keys, asked), max(0, len(keys) - 1))
    known = keys[at] == asked if len(keys) else np.zeros(len(asked), bool)
    return at[known], known


def _weighted(rarity: Floats, counts: Ints) -> Floats:
    weights = (1 + np.log(np.maximum(counts, 1))) * rarity
    norm = float(np.sqrt(np.sum(weights * weights)))
    return (weights / norm if norm else weights).astype(np.float32)


def _joined(found: Sequence[tuple[Ints, Floats]]) -> Rows:
    ends = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in found])])
    columns = np.concatenate([one for one, _ in found] or [np.zeros(0, np.int64)])
    weights = np.concatenate([one for _, one in found] or [np.zeros(0, np.float32)])
    return Rows(ends.astype(np.int64), columns, weights)


def _dense(rows: Rows, heavy: Ints, width: int) -> Floats:
    place = np.full(width, -1, np.int64)
    place[heavy] = np.arange(len(heavy))
    out = np.zeros((len(rows), len(heavy)), np.float32)
    owner = np.repeat(np.arange(len(rows)), np.diff(rows.ends))
    at = place[rows.columns]
    out[owner[at >= 0], at[at >= 0]] = rows.weights[at >= 0]
    return out


def _portions(rows: Rows, met: Ints) -> list[tuple[int, int]]:
    """Stretches of texts whose products fit in memory."""
    work = np.concatenate([[0], np.cumsum(met[rows.columns])])[rows.ends]
    found, first = [], 0
    while first < len(rows):
        last = int(np.searchsorted(work, work[first] + PAIRS, side="right")) - 1
        last = min(max(last, first + 1), len(rows))
        found.append((first, last))
        first = last
    return found
