"""Which class a letter is of: title and text each a voice in one kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.matters.rules.suggesting import grams, ridge, spaces
from bihuan.matters.rules.suggesting.ridge import Matrix, Voice
from bihuan.matters.rules.suggesting.routes import Letter
from bihuan.matters.rules.suggesting.spaces import Floats, Space

LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Classes:
    """What was learnt about classes."""

    titles: Space
    texts: Space
    voice: Voice
    answered: tuple[str, ...]

    def likeness(self, letters: Sequence[tuple[str, str]]) -> Floats:
        titles = self.titles.likeness(self.titles.rows([head(title) for title, _ in letters]))
        texts = self.texts.likeness(self.texts.rows([body(text) for _, text in letters]))
        return titles + texts

    def scored(self, letters: Sequence[tuple[str, str]]) -> Matrix:
        """The logarithm of the probability of every class met, for each letter."""
        return self.voice.said(self.likeness(letters))


def head(title: str) -> str:
    return grams.plain(title)


def body(text: str) -> str:
    return grams.plain(text, LONGEST)


def learn(letters: Sequence[Letter]) -> Classes:
    """Learn from letters in the order they came."""
    titles, named = spaces.space([head(one.title) for one in letters], grams.SHORT)
    texts, told = spaces.space([body(one.text) for one in letters], grams.SHORT)
    kernel = (titles.likeness(named) + texts.likeness(told)).astype(np.float64)
    ready = ridge.solved(kernel, ridge.blocks(len(letters)))
    voice, _ = ridge.voice(ready, [one.label for one in letters])
    return Classes(titles, texts, voice, tuple(one.label for one in letters))
