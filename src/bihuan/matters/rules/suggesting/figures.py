"""How often suggestions were right on letters that nobody had learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from bihuan.matters.rules.suggesting import classes, ridge, routes
from bihuan.matters.rules.suggesting.grams import Ints
from bihuan.matters.rules.suggesting.names import Register
from bihuan.matters.rules.suggesting.ridge import Matrix
from bihuan.matters.rules.suggesting.routes import Letter

MOST_CONFIDENT = 0.15
HELD_OUT = 0.25
WARMTHS = (0.5, 0.7, 0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the letters held out: right at first, among the first three, and of the surest part."""

    letters: int
    first: float
    three: float
    confident: float
    warmth: float = 1.0  # by which scores are divided so that a confidence is a share of hits

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def figures(scores: Matrix, truth: Ints, warmth: float = 1.0) -> Figures:
    """The figures of scores (letters x labels); a truth of -1 is a label nobody could name."""
    order = np.argsort(-scores, axis=1, kind="stable")
    right = order[:, 0] == truth
    three = (order[:, :3] == truth[:, None]).any(1)
    sure = confidences(scores, warmth).max(1)
    most = np.argsort(-sure, kind="stable")[: max(1, round(MOST_CONFIDENT * len(truth)))]
    return Figures(
        len(truth), float(right.mean()), float(three.mean()), float(right[most].mean()), warmth
    )


def confidences(scores: Matrix, warmth: float) -> Matrix:
    """Scores as shares of one."""
    return np.exp(ridge.logs(scores / warmth))


def of_routes(register: Register, letters: Sequence[Letter]) -> Figures:
    """Learn from the older letters, judge on the newest quarter."""
    older, newest = parted(letters)
    scores = routes.learn(register, older).scored(register, [(n.title, n.text) for n in newest])
    return _judged(scores, np.array([register.at[one.label] for one in newest]))


def of_classes(letters: Sequence[Letter]) -> Figures:
    """The same for classes."""
    older, newest = parted(letters)
    learnt = classes.learn(older)
    place = {label: at for at, label in enumerate(learnt.voice.labels)}
    truth = np.array([place.get(one.label, -1) for one in newest])
    return _judged(learnt.scored([(one.title, one.text) for one in newest]), truth)


def parted(letters: Sequence[Letter]) -> tuple[Sequence[Letter], Sequence[Letter]]:
    """The older letters and the newest quarter."""
    last = max(1, round(len(letters) * (1 - HELD_OUT)))
    return letters[:last], letters[last:]


def _judged(scores: Matrix, truth: Ints) -> Figures:
    rows = np.flatnonzero(truth >= 0)

    def likelihood(warmth: float) -> float:
        said = ridge.logs(scores[rows] / warmth)
        return float(said[np.arange(len(rows)), truth[rows]].mean()) if len(rows) else 0.0

    return figures(scores, truth, max(WARMTHS, key=likelihood))
