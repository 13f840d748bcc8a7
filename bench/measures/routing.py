"""How often the suggested unit is the one that answered, on letters answered later.

Learnt on letters answered before 2023-10-01, judged on those answered from then to 2023-11-30. The
choices were made on letters answered in September after learning on those before; the test letters
were not looked at. Who answered is all the file says: not whom the letter was first given to.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bench import letters
from bench.figures import Bar, Figure, Skipped
from bihuan.matters.rules.suggesting import figures, routes

AGAINST = "a plain linear model over runs of 1 to 4 characters"
LEARNT, JUDGED = ("2023-01-01", "2023-09-30"), ("2023-10-01", "2023-11-30")


def measured(name: str) -> Iterator[Figure | Skipped]:
    """First choice, first three, and the precision of the surest 15 in 100."""
    folder = letters.shared()
    if folder is None:
        yield Skipped(name, "the shared data is not here")
        return
    register = letters.register(folder)
    learnt = routes.learn(register, letters.petitions(folder, *LEARNT))
    test = letters.petitions(folder, *JUDGED)
    asked = [(one.title, one.text) for one in test]
    truth = np.array([register.at[one.label] for one in test])
    ours = figures.figures(learnt.scored(register, asked), truth)
    plain = figures.figures(_plain(learnt, asked), _plain_truth(learnt, test))
    yield Figure(
        f"{name}-first", ours.first, "right", plain.first, AGAINST,
        Bar("value", "least", 0.27), aim="0.35",
    )  # fmt: skip
    yield Figure(
        f"{name}-three", ours.three, "right", plain.three, AGAINST,
        Bar("value", "least", 0.42), aim="0.50",
    )  # fmt: skip
    yield Figure(
        f"{name}-confident", ours.confident, "right", plain.confident, AGAINST,
        Bar("value", "least", 0.70),
    )  # fmt: skip


def _plain(learnt: routes.Routes, asked: list[tuple[str, str]]) -> np.ndarray:
    """The one voice that knows nothing but the units met and the runs of characters."""
    likeness = learnt.words.likeness(learnt.words.rows([routes.both(*one) for one in asked]))
    return learnt.voices[0].said(likeness)


def _plain_truth(learnt: routes.Routes, test: list[routes.Letter]) -> np.ndarray:
    place = {label: at for at, label in enumerate(learnt.voices[0].labels)}
    return np.array([place.get(one.label, -1) for one in test])
