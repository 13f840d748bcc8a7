"""The sentence of a refusal in the reader's language, its codes turned into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext

from bihuan.kernel.refused import CODES, Refused
from bihuan.kernel.worktime import LOCAL, Span
from bihuan.registers.parties import queries as parties
from bihuan.web import dates, words


def of(refused: Refused) -> str:
    """What the clerk reads: where, why, and what to do about it."""
    return gettext(CODES[refused.code]).format_map(_Known(_shown(refused.facts)))


def told(said: str, facts: Mapping[str, object]) -> str:
    """An English sentence kept with its facts (the outcome of a job) as the reader reads it."""
    return gettext(said).format_map(_Known(_shown(facts))) if said else ""


class _Known(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def _shown(facts: Mapping[str, object]) -> dict[str, str]:
    action = str(facts.get("action", ""))
    return {name: _fact(name, value, action) for name, value in facts.items()}


def _fact(name: str, value: object, action: str) -> str:
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Span):
        return dates.span(value)
    if value is None:
        return "—"
    told = _TOLD.get(name)
    if name == "field":
        return words.field_label(action, str(value))
    return told(str(value)) if told else str(value)


def _duties(value: str) -> str:
    return "、".join(words.of(words.DUTIES, one) for one in value.split("、"))


def _stage(code: str) -> str:
    """Where a matter stands, or a paper; words that are no code stand for themselves."""
    return words.of(words.STAGES if code in words.STAGES else words.PAPERS, code)


def unit_name(code: str) -> str:
    """What a unit is called in daily speech; an unknown code stands for itself."""
    found = next((unit for unit in parties.all_units() if unit.code == code), None)
    return (found.short_name or found.name) if found else code


def post_name(code: str) -> str:
    """The unit and the title of a post; persons are not named."""
    if code in ("system", "requester"):
        return words.of(words.DUTIES, code)
    found = parties.post_of(code)
    return f"{unit_name(found.unit)} {found.title}" if found else code


_TOLD: Mapping[str, Callable[[str], str]] = {
    "action": lambda code: words.of(words.ACTIONS, code),
    "stage": _stage,
    "stages": lambda codes: "、".join(map(_stage, codes.split("、"))),
    "needed": _duties,
    "saved_by": post_name,
    "unit": unit_name,
    "suggested": unit_name,
}
