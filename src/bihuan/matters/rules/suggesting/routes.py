"""Which unit a letter goes to: learnt from those answered, scored over the whole register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bihuan.matters.rules.suggesting import grams, mentions, ridge, spaces, weighing
from bihuan.matters.rules.suggesting.grams import Ints
from bihuan.matters.rules.suggesting.names import Register
from bihuan.matters.rules.suggesting.ridge import Matrix, Voice
from bihuan.matters.rules.suggesting.spaces import Rows, Space
from bihuan.matters.rules.suggesting.weighing import Block, Weights

# The newest letters are enough for a few dozen weights: so many times the units, but not fewer.
WEIGHED, FEWEST = 1_250_000, 300
# Who speaks about what: the whole letter on all four, the names of places on three.
VOICES = (
    ("words", "unit"), ("words", "function"), ("words", "area"), ("words", "place"),
    ("places", "unit"), ("places", "area"), ("places", "place"),
)  # fmt: skip
ASPECTS = ("unit", "function", "area", "place")
FLOOR = 20  # a label never met counts like one in the lowest fifth


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and the label it was given in the end: a unit's code, or a class."""

    title: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Routes:
    """What was learnt about units."""

    words: Space
    places: Space
    voices: tuple[Voice, ...]
    weights: Weights
    met: Mapping[str, Mapping[str, int]]  # how often each label of each aspect was met
    answered: tuple[str, ...]  # the unit of each letter learnt from

    def scored(self, register: Register, letters: Sequence[tuple[str, str]]) -> Matrix:
        """The logarithm of the probability of every unit of the register, for each letter."""
        out = []
        for first in range(0, len(letters), 200):
            part = letters[first : first + 200]
            likeness = {
                "words": self.words.likeness(self.words.rows([both(*one) for one in part])),
                "places": self.places.likeness(self.places.rows([both(*one) for one in part])),
            }
            said = [v.said(likeness[of]) for v, (of, _) in zip(self.voices, VOICES, strict=True)]
            signs = evidence(register, self.voices, said, self.met, _named(register, part))
            out.append(ridge.logs(self.weights.score(signs)))
        return np.concatenate(out)


def both(title: str, text: str) -> str:
    """A letter as it is counted: the title twice, for it says in a few words what is wanted."""
    head = grams.plain(title)
    return f"{head}。{head}。{grams.plain(text)}"


def learn(register: Register, letters: Sequence[Letter]) -> Routes:
    """Learn from letters in the order they were answered."""
    written = [both(one.title, one.text) for one in letters]
    labels = {name: _labels(register, letters, name) for name in ASPECTS}
    cut = ridge.blocks(len(letters))
    found: dict[str, tuple[Space, Rows]] = {
        "words": spaces.space(written, grams.WORDS),
        "places": spaces.space(written, grams.PLACES),
    }
    ready = {of: ridge.solved(_kernel(*found[of]), cut) for of in found}
    spoken = [ridge.voice(ready[of], labels[aspect]) for of, aspect in VOICES]
    voices, apart = tuple(v for v, _ in spoken), [said for _, said in spoken]
    weights = _weights(register, letters, cut, labels, voices, apart)
    met = {name: Counter(label for label in labels[name] if label) for name in ASPECTS}
    answered = tuple(one.label for one in letters)
    return Routes(found["words"][0], found["places"][0], voices, weights, met, answered)


def _kernel(space: Space, rows: Rows) -> Matrix:
    return space.likeness(rows).astype(np.float64)


def _labels(register: Register, letters: Sequence[Letter], aspect: str) -> list[str]:
    splits = [register.splits[register.at[one.label]] for one in letters]
    match aspect:
        case "unit":
            return [one.label for one in letters]
        case "function":
            return [one.function for one in splits]
        case "area":
            return [one.area or "@" for one in splits]
    return [one.place for one in splits]


def _weights(
    register: Register,
    letters: Sequence[Letter],
    cut: Sequence[Ints],
    labels: Mapping[str, Sequence[str]],
    voices: Sequence[Voice],
    apart: Sequence[Matrix],
) -> Weights:
    """Weights from the newest letters, each heard as if its own stretch of time were unknown."""
    oldest = len(letters) - max(FEWEST, WEIGHED // max(1, len(register.units)))
    parts, truths = [], []
    for block in cut:
        inside = block[block >= oldest]
        if not len(inside):
            continue
        away = set(block.tolist())
        rest = {
            name: Counter(x for at, x in enumerate(labels[name]) if x and at not in away)
            for name in ASPECTS
        }
        said = [one[inside] for one in apart]
        here = [(letters[at].title, letters[at].text) for at in inside]
        signs = evidence(register, voices, said, rest, _named(register, here))
        truth = np.array([register.at[letters[at].label] for at in inside])
        parts.append(signs)
        truths.append(truth)
    return weighing.learnt(np.concatenate(parts), np.concatenate(truths))


def _named(register: Register, letters: Sequence[tuple[str, str]]) -> Block:
    plain = ((grams.plain(title), grams.plain(text, 1500)) for title, text in letters)
    return np.stack([mentions.signs(register, *one) for one in plain])


def evidence(
    register: Register,
    voices: Sequence[Voice],
    said: Sequence[Matrix],
    met: Mapping[str, Mapping[str, int]],
    named: Block,
) -> Block:
    """Every sign of every unit for each letter: voices, the never met, names, and products."""
    asked = _asked(register)
    seat = np.array([bool(one.seat) for one in register.splits], np.float32)
    whole = np.array([not one.area for one in register.splits], np.float32)
    shape = (len(named), len(register.units))
    heard = [
        _heard(voice, one, asked[aspect], met[aspect], aspect, seat)
        for voice, one, (_, aspect) in zip(voices, said, VOICES, strict=True)
    ]
    flat = [_never(asked[name], met[name], name, seat) for name in ("unit", "function", "place")]
    counts = np.array([met["unit"].get(code, 0) for code in register.codes])
    flat += [np.log1p(counts).astype(np.float32), seat, whole]
    spread = [np.broadcast_to(one, shape) for one in flat]
    function, area, placed = heard[1], heard[2], heard[5]
    products = [function * seat, function * whole, area * seat, area * whole, placed * seat]
    stacked = np.stack([*heard, *spread, *products], -1)
    return np.concatenate([stacked, named], -1).astype(np.float32)


def _asked(register: Register) -> dict[str, list[str]]:
    return {
        "unit": list(register.codes),
        "function": [one.function for one in register.splits],
        "area": [one.area or "@" for one in register.splits],
        "place": [one.place for one in register.splits],
    }


def _heard(
    voice: Voice,
    said: Matrix,
    asked: Sequence[str],
    met: Mapping[str, int],
    aspect: str,
    seat: NDArray[np.float32],
) -> NDArray[np.float32]:
    """What a voice says of each unit; of one whose label it never met, little but not nothing."""
    place = {label: at for at, label in enumerate(voice.labels)}
    known = np.array([met.get(label, 0) > 0 and label in place for label in asked])
    at = np.array([place.get(label, 0) for label in asked])
    low = np.percentile(said, FLOOR, axis=1)[:, None]
    silent = 0.0 * low if aspect == "place" else low
    unknown = np.where((seat > 0) & (aspect == "place"), low, silent)
    return np.where(known, said[:, at], unknown).astype(np.float32)


def _never(
    asked: Sequence[str], met: Mapping[str, int], aspect: str, seat: NDArray[np.float32]
) -> NDArray[np.float32]:
    found = np.array([not met.get(label, 0) for label in asked], np.float32)
    return found * seat if aspect == "place" else found
