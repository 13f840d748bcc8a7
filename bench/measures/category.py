"""How often the suggested class of a message is its class, in five-fold cross-validation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from bench import letters
from bench.figures import Bar, Figure, Skipped
from bihuan.matters.rules.suggesting import classes, grams, ridge, routes, spaces
from bihuan.matters.rules.suggesting.routes import Letter

AGAINST = "a plain linear model over runs of 1 to 4 characters"
FOLDS, SEED = 5, 20231001


def measured(name: str) -> Iterator[Figure | Skipped]:
    """The share of messages that got their own class from a model that had not seen them."""
    folder = letters.shared()
    if folder is None:
        yield Skipped(name, "the shared data is not here")
        return
    given = letters.messages(folder)
    order = np.random.default_rng(SEED).permutation(len(given))
    ours = plain = 0
    for fold in range(FOLDS):
        away = order[fold::FOLDS]
        rest = [given[at] for at in np.setdiff1d(order, away)]
        test = [given[at] for at in away]
        ours += _right(test, *_ours(rest, test))
        plain += _right(test, *_plain(rest, test))
    yield Figure(
        name, ours / len(given), "right", plain / len(given), AGAINST, Bar("value", "least", 0.70)
    )


def _right(test: Sequence[Letter], labels: Sequence[str], scores: np.ndarray) -> int:
    said = (labels[at] for at in scores.argmax(1))
    return sum(one == letter.label for one, letter in zip(said, test, strict=True))


def _ours(rest: Sequence[Letter], test: Sequence[Letter]) -> tuple[Sequence[str], np.ndarray]:
    learnt = classes.learn(rest)
    return learnt.voice.labels, learnt.scored([(one.title, one.text) for one in test])


def _plain(rest: Sequence[Letter], test: Sequence[Letter]) -> tuple[Sequence[str], np.ndarray]:
    space, rows = spaces.space([routes.both(one.title, one.text) for one in rest], grams.WORDS)
    kernel = space.likeness(rows).astype(np.float64)
    ready = ridge.solved(kernel, ridge.blocks(len(rest)), penalty=1.0)
    voice, _ = ridge.voice(ready, [one.label for one in rest])
    asked = space.rows([routes.both(one.title, one.text) for one in test])
    return voice.labels, voice.said(space.likeness(asked))
