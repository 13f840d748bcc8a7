"""How much each sign counts: a conditional logit over the units of the register."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.matters.rules.suggesting.grams import Ints
from bihuan.matters.rules.suggesting.ridge import Matrix

Block = NDArray[np.float32]  # letters x units x signs
PENALTY = 1e-4
STEPS = 30
CLOSE = 1e-6
PART = 100  # letters of the second derivative worked on at a time


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts, after it has been brought to one scale."""

    mean: Matrix
    scale: Matrix
    weights: Matrix

    def score(self, signs: Block) -> Matrix:
        """The score of each unit for each letter."""
        own = self.weights / self.scale
        return np.asarray(signs @ own - float(self.mean @ own), np.float64)


def learnt(signs: Block, truth: Ints) -> Weights:
    """The weights that make what happened likeliest; letters without a truth are left out."""
    signs, truth = signs[truth >= 0], truth[truth >= 0]
    mean = signs.mean((0, 1), dtype=np.float64)
    scale = signs.std((0, 1), dtype=np.float64) + 1e-9
    even = ((signs - mean.astype(np.float32)) / scale.astype(np.float32)).astype(np.float32)
    return Weights(mean, scale, _newton(even, truth))


def _newton(signs: Block, truth: Ints) -> Matrix:
    """Newton's steps, halved while they do not help: the loss is convex, so they end."""
    found = np.zeros(signs.shape[2])
    loss, shares = _loss(signs, truth, found)
    for _ in range(STEPS):
        step = _step(signs, truth, found, shares)
        length, after = 1.0, _loss(signs, truth, found - step)
        while after[0] > loss and length > CLOSE:
            length /= 2
            after = _loss(signs, truth, found - length * step)
        if loss - after[0] < CLOSE:
            return found
        found, (loss, shares) = found - length * step, after
    return found


def _loss(signs: Block, truth: Ints, weights: Matrix) -> tuple[float, Block]:
    """What the truth costs under these weights, and the share of each unit."""
    scores = (signs @ weights.astype(np.float32)).astype(np.float64)
    raised = scores - scores.max(1, keepdims=True)
    said = raised - np.log(np.exp(raised).sum(1, keepdims=True))
    cost = -said[np.arange(len(truth)), truth].mean()
    return float(cost) + PENALTY * float(weights @ weights), np.exp(said).astype(np.float32)


def _step(signs: Block, truth: Ints, weights: Matrix, shares: Block) -> Matrix:
    count, _, width = signs.shape
    expected = np.matmul(shares[:, None, :], signs)[:, 0, :]
    slope = (expected - signs[np.arange(count), truth]).mean(0, dtype=np.float64)
    bend = np.zeros((width, width))
    for first in range(0, count, PART):
        flat = signs[first : first + PART].reshape(-1, width)
        bend += (flat * shares[first : first + PART].reshape(-1, 1)).T @ flat
    bend = (bend - (expected.T @ expected).astype(np.float64)) / count
    slope = slope + 2 * PENALTY * weights
    return np.asarray(np.linalg.solve(bend + 2 * PENALTY * np.eye(width), slope))
