"""Up to three units or classes for one letter, each with its reasons and its confidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bihuan.matters.rules.suggesting import figures, grams, reasons, routes
from bihuan.matters.rules.suggesting.classes import Classes
from bihuan.matters.rules.suggesting.classes import body as class_text
from bihuan.matters.rules.suggesting.classes import head as class_title
from bihuan.matters.rules.suggesting.names import Register
from bihuan.matters.rules.suggesting.reasons import Reason
from bihuan.matters.rules.suggesting.routes import Routes

MOST = 3
WORTH_SAYING = 0.03  # below it a third choice only wastes a line


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit or a class, how sure it is, and why."""

    label: str
    confidence: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """The choices, the likeliest first; `sure` where the first reaches the declared confidence."""

    choices: tuple[Choice, ...]
    sure: bool = False

    @property
    def chosen(self) -> str:
        """What a form may have chosen beforehand; empty where nobody is sure."""
        return self.choices[0].label if self.sure else ""

    def as_json(self) -> dict[str, object]:
        """What the journal keeps of it."""
        said = [
            {"code": one.label, "confidence": round(one.confidence, 3)} for one in self.choices
        ]
        return {"choices": said, "sure": self.sure}


NOTHING = Suggested(())


def unit(  # noqa: PLR0913 - what is known, the letter, and what the file declares
    learnt: Routes,
    register: Register,
    title: str,
    text: str,
    *,
    warmth: float,
    confident: float,
    without: Collection[str] = (),
) -> Suggested:
    """The units for one letter; those of `without`, such as the accused, are never among them."""
    scores = learnt.scored(register, [(title, text)])
    sure = figures.confidences(scores, warmth)[0]
    order = [at for at in np.argsort(-sure, kind="stable") if register.codes[at] not in without]
    kept = [at for at in order[:MOST] if sure[at] >= WORTH_SAYING]
    likeness = learnt.words.likeness(learnt.words.rows([routes.both(title, text)]))[0]
    choices = tuple(
        Choice(
            register.codes[at],
            float(sure[at]),
            _reasons(learnt, register, int(at), grams.plain(title), grams.plain(text), likeness),
        )
        for at in kept
    )
    return Suggested(choices, bool(choices) and choices[0].confidence >= confident)


def _reasons(
    learnt: Routes,
    register: Register,
    at: int,
    title: str,
    text: str,
    likeness: np.ndarray,
) -> tuple[Reason, ...]:
    code, split = register.codes[at], register.splits[at]
    found = reasons.of_names(register, at, title, text)
    went, near = reasons.alike(likeness, learnt.answered, lambda other: other == code)
    if went > 1:
        found.append(Reason("like", {"went": went, "of": near}))
    else:
        went, near = reasons.alike(
            likeness, learnt.answered,
            lambda o: o in register.at and register.splits[register.at[o]].function
            == split.function,
        )  # fmt: skip
        if went > 1:
            found.append(
                Reason("like-function", {"went": went, "of": near, "function": split.function})
            )
    both = f"{title}。{text}"
    voices = dict(zip(routes.VOICES, learnt.voices, strict=True))
    if not any(one.kind in ("area", "seat", "town", "named") for one in found):
        place = reasons.place_learnt(
            learnt.places, voices["places", "area"], split.area or "@", both
        )
        if place and split.area:
            found.append(Reason("learnt-place", {"words": place, "area": split.area}))
    said = reasons.passages(learnt.words, voices["words", "function"], split.function, both)
    if said:
        found.append(Reason("passages", {"words": list(said)}))
    if not learnt.met["unit"].get(code):
        found.append(Reason("new", {}))
    return tuple(found)


def class_(
    learnt: Classes,
    title: str,
    text: str,
    *,
    warmth: float,
    confident: float,
    known: Mapping[str, str] | Sequence[str],
) -> Suggested:
    """The classes for one letter, of those the mechanism knows."""
    scores = learnt.scored([(title, text)])
    sure = figures.confidences(scores, warmth)[0]
    labels = learnt.voice.labels
    order = [at for at in np.argsort(-sure, kind="stable") if labels[at] in known]
    likeness = learnt.likeness([(title, text)])[0] / 2
    choices = []
    for at in order[:MOST]:
        if sure[at] < WORTH_SAYING:
            break
        choices.append(
            Choice(labels[at], float(sure[at]), _why(learnt, labels[at], title, text, likeness))
        )
    return Suggested(tuple(choices), bool(choices) and choices[0].confidence >= confident)


def _why(
    learnt: Classes, label: str, title: str, text: str, likeness: np.ndarray
) -> tuple[Reason, ...]:
    went, near = reasons.alike(likeness, learnt.answered, lambda other: other == label)
    found = [Reason("like", {"went": went, "of": near})] if went > 1 else []
    said = dict.fromkeys(
        (
            *reasons.passages(learnt.titles, learnt.voice, label, class_title(title)),
            *reasons.passages(learnt.texts, learnt.voice, label, class_text(text)),
        )
    )
    if said:
        found.append(Reason("passages", {"words": list(said)[: reasons.PASSAGES]}))
    return tuple(found)
