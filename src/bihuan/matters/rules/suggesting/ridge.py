"""Kernel ridge regression on labels: in closed form, also for what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.matters.rules.suggesting.grams import Ints

Matrix = NDArray[np.float64]
PENALTY = 0.5
SHARPNESS = (3, 5, 7, 10, 14, 20, 30)
LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Voice:
    """What the letters learnt from say about one thing, such as the area: a vote a label."""

    labels: tuple[str, ...]
    votes: NDArray[np.float32]  # letters x labels
    sharpness: float
    prior: Matrix  # logarithms, added to the sharpened votes

    def said(self, likeness: NDArray[np.float32]) -> Matrix:
        """The logarithm of the probability of each label."""
        return logs(likeness.astype(np.float64) @ self.votes * self.sharpness + self.prior)


@dataclass(frozen=True, slots=True)
class Solved:
    """A kernel matrix made ready: its inverse serves every label and every part left out."""

    inverse: Matrix
    blocks: tuple[Ints, ...]


def solved(kernel: Matrix, blocks: Sequence[Ints], penalty: float = PENALTY) -> Solved:
    inverse: Matrix = np.linalg.inv(kernel + penalty * np.eye(len(kernel))).astype(np.float64)
    return Solved(inverse, tuple(blocks))


def voice(ready: Solved, given: Sequence[str]) -> tuple[Voice, Matrix]:
    """The voice of these labels (empty: none), and what it would have said of each letter had the
    letters of its own block not been there.
    """
    labels = tuple(sorted(set(given) - {""}))
    place = {label: at for at, label in enumerate(labels)}
    truth = np.array([place.get(label, -1) for label in given])
    marked = np.zeros((len(given), max(1, len(labels))))
    marked[truth >= 0, truth[truth >= 0]] = 1
    votes = ready.inverse @ marked
    apart = np.zeros_like(marked)
    for block in ready.blocks:
        held = ready.inverse[np.ix_(block, block)]
        apart[block] = marked[block] - np.linalg.solve(held, votes[block])
    counts = marked.sum(0) + 0.5
    prior = np.log(counts / counts.sum())
    sharpness, share = _tuned(apart[truth >= 0], truth[truth >= 0], prior)
    labels = labels or ("",)
    found = Voice(labels, votes.astype(np.float32), sharpness, share * prior)
    return found, logs(apart * sharpness + share * prior)


def _tuned(apart: Matrix, truth: Ints, prior: Matrix) -> tuple[float, float]:
    """How sharp the votes are and how much the prior counts: what made the truth likeliest."""
    if not len(truth):
        return 1.0, 0.0
    rows = np.arange(len(truth))
    tried = [(float(s), p) for s in SHARPNESS for p in (0.0, 0.5, 1.0)]
    return max(tried, key=lambda t: float(logs(apart * t[0] + t[1] * prior)[rows, truth].mean()))


def logs(scores: Matrix) -> Matrix:
    """Logarithms of the probabilities that scores stand for, none of them endless."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    shares = raised / raised.sum(1, keepdims=True)
    return np.asarray(np.log(shares + LEAST))


def blocks(count: int, wanted: int = 8) -> tuple[Ints, ...]:
    """Letters in order of time, cut into stretches."""
    return tuple(one for one in np.array_split(np.arange(count), min(wanted, count)) if len(one))
