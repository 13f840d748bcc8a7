"""How the life of an invented matter is written down, in one line a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One move: when (`-5wd 09:10`, `-40min`), by whom (`unit handler`), what, with which answers.

    `office` is the unit that owns the mechanism, `unit` the one that handles the matter then,
    `person` the one who asked. An answer `on:+10wd` is a day, `of:lamp` the number of that story.
    """

    at: str
    who: str
    does: str
    answers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One matter: how it came in and what became of it."""

    mechanism: str
    channel: str
    at: str
    title: str
    text: str
    steps: tuple[Step, ...] = ()
    key: str = ""
    class_: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    accused: tuple[str, ...] = ()


def step(at: str, who: str, does: str, /, **answers: object) -> Step:
    return Step(at, who, does, {name.rstrip("_"): value for name, value in answers.items()})


def accepted(at: str, class_: str = "") -> Step:
    return step(at, "office clerk", "accept", class_=class_)


def assigned(at: str, unit: str, **answers: object) -> Step:
    return step(at, "office dispatcher", "assign", unit=unit, **answers)


def signed_for(at: str) -> Step:
    return step(at, "unit handler", "sign-for")


def contacted(at: str, note: str = "已电话联系诉求人，约定时间上门查看。") -> Step:
    return step(at, "unit handler", "contact", note=note)


def progressed(at: str, note: str) -> Step:
    return step(at, "unit handler", "progress", note=note)


def replied(at: str, text: str, closing: str = "solved") -> Step:
    return step(at, "unit handler", "reply", closing=closing, text=text)


def signed(at: str, who: str) -> Step:
    return step(at, who, "sign")


def called_back(
    at: str, solved: str = "yes", satisfied: str = "yes", contacted: str = "yes"
) -> Step:
    return step(
        at, "office verifier", "call-back", contacted=contacted, solved=solved, satisfied=satisfied
    )


def struck_off(at: str) -> Step:
    return step(at, "office verifier", "strike-off")


def rated(at: str, solved: str, stars: int) -> Step:
    return step(at, "person", "rate", solved=solved, stars=stars)
