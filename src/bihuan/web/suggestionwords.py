"""Learnt suggestions in words: the choices, why each, and what they were learnt from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.matters.queries.page import Page
from bihuan.matters.queries.suggesting.offering import Offered
from bihuan.matters.queries.suggesting.precision import Standing
from bihuan.matters.rules.suggesting.reasons import Reason
from bihuan.matters.rules.suggesting.suggestion import Choice
from bihuan.web import dates, sentences

TITLES: Mapping[str, str] = {
    "unit": noop("Learnt from earlier matters: the unit"),
    "class": noop("Learnt from earlier matters: the class"),
}
REASONS: Mapping[str, str] = {
    "like": noop("%(went)s of %(of)s like letters went there"),
    "like-function": noop("%(went)s of %(of)s like letters went to such a unit: %(function)s"),
    "named": noop("The letter names it: “%(words)s”"),
    "seat": noop("Place read from “%(words)s”"),
    "area": noop("Place read from “%(words)s”"),
    "town": noop("“%(words)s” lies in %(area)s"),
    "learnt-place": noop("Letters with “%(words)s” were of %(area)s"),
    "passages": noop("What spoke for it: “%(words)s”"),
    "new": noop("It has answered no such letter yet: put together from its place and function"),
}


def shown(found: Page, now: datetime) -> list[dict[str, Any]]:
    """The suggestions beside the moves that can take them, the unit first."""
    moves = {"unit": ("assign",), "class": ("accept", "reclassify")}
    said = []
    for what, offered in found.suggested.items():
        move = next((one for one in moves[what] if one in found.moves), "")
        if move:
            named = sentences.unit_name if what == "unit" else found.mechanism.classes.__getitem__
            said.append(_offered(what, offered, move, named, found, now))
    return said


def _offered(
    what: str, offered: Offered, move: str, named: Callable[[str], str], found: Page, now: datetime
) -> dict[str, Any]:
    rule = found.mechanism.suggest
    return {
        "what": what,
        "title": _(TITLES[what]),
        "move": move,
        "sure": offered.suggested.sure,
        "needed": round(rule.confident * 100) if rule else 0,
        "choices": [_choice(one, named) for one in offered.suggested.choices],
        "from": _source(offered.learnt, now),
    }


def _choice(choice: Choice, named: Callable[[str], str]) -> dict[str, Any]:
    return {
        "code": choice.label,
        "name": named(choice.label),
        "percent": round(choice.confidence * 100),
        "reasons": [reason(one) for one in choice.reasons],
    }


def reason(one: Reason) -> str:
    """A reason as a sentence."""
    facts = {name: _fact(value) for name, value in one.facts.items()}
    return _(REASONS[one.kind]) % facts


def _fact(value: object) -> str:
    return "”、“".join(map(str, value)) if isinstance(value, list) else str(value).lstrip("@")


def _source(learnt: Any, now: datetime) -> str:
    return _(
        "Learnt from %(letters)s answered matters until %(until)s; of the newest, held out, "
        "%(first)s %% were right at first and %(three)s %% among three."
    ) % {
        "letters": learnt.letters,
        "until": dates.day(learnt.until, now),
        "first": round(learnt.figures["first"] * 100),
        "three": round(learnt.figures["three"] * 100),
    }


def standing(one: Standing, now: datetime) -> dict[str, Any]:
    """What is in force for one kind, and how often the clerks followed it."""
    taken = one.taken
    counts = _(
        "Shown beside %(offered)s decisions: the first was chosen in %(first)s, one of three in "
        "%(three)s; of %(sure)s sure ones the first in %(sure_first)s."
    ) % {
        "offered": taken.offered, "first": taken.first, "three": taken.three,
        "sure": taken.sure, "sure_first": taken.sure_first,
    }  # fmt: skip
    return {
        "title": _(TITLES[one.learnt.what]),
        "from": _source(one.learnt, now),
        "taken": counts if taken.offered else _("Not yet shown beside any decision."),
        "sha256": one.learnt.sha256,
        "at": dates.moment(one.learnt.made_at, now),
    }
