"""The form of a mechanism, drawn from its declaration, and its answers read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.kernel.declaration import Field, Mechanism
from bihuan.matters.actions.receiving import Arrival
from bihuan.matters.queries import doors
from bihuan.registers.parties import queries as parties
from bihuan.web import words
from bihuan.web.moveforms import Asked, Option

LISTS = ("units",)
NAME, PHONE = "name", "phone"
HIDDEN = "hidden"
CLASS = "class"
FIRST = ("phone", "hotline", "visit", "window", "paper", "letter")


def fields(
    mechanism: Mechanism, given: Mapping[str, Any], wrong: str = "", sentence: str = ""
) -> list[Asked]:
    """The questions in the order of the declaration, with what was answered already."""
    return [
        _asked(one, given, sentence if wrong in (one.name, one.label) else "")
        for one in mechanism.fields
        if one.kind != "table"
    ]


def asks_person(mechanism: Mechanism) -> bool:
    """Whether the form asks who one is."""
    return any(one.kind in (NAME, PHONE) for one in mechanism.fields)


def classes(mechanism: Mechanism) -> tuple[Option, ...]:
    """The classes a clerk may choose from."""
    return tuple(Option(code, label) for code, label in mechanism.classes.items())


def channels(door: doors.Door) -> list[Option]:
    """The channels a clerk answers, the telephone first; links and files come by themselves."""
    named = [one for one in door.mechanism.channels if one not in (*doors.BY_LINK, "import")]
    named.sort(key=lambda one: FIRST.index(one) if one in FIRST else len(FIRST))
    return [Option(one, words.of(words.CHANNELS, one)) for one in named or door.mechanism.channels]


def read(mechanism: Mechanism, posted: QueryDict, before: str = "") -> dict[str, Any]:
    """What was posted for the form; files travel apart, the kernel checks the rest.

    `before` stands before each name where a page holds the form several times.
    """
    found: dict[str, Any] = {}
    for one in mechanism.fields:
        if one.kind in ("files", "table"):
            continue
        if one.kind in LISTS:
            found[one.name] = posted.getlist(before + one.name)
        else:
            found[one.name] = posted.get(before + one.name, "").strip()
    return {name: value for name, value in found.items() if value}


def arrival(
    mechanism: Mechanism, values: Mapping[str, Any], posted: QueryDict, channel: str
) -> Arrival:
    """The matter as it comes in; name and telephone are taken from the questions that ask them."""
    return Arrival(
        channel=channel,
        values=values,
        class_=posted.get(CLASS, ""),
        accused=doors.accused_in(mechanism, values),
        requester=_first(mechanism, values, NAME),
        phone=_first(mechanism, values, PHONE),
        hidden=bool(posted.get(HIDDEN)),
    )


def _first(mechanism: Mechanism, values: Mapping[str, Any], kind: str) -> str:
    return next(
        (
            str(values[one.name])
            for one in mechanism.fields
            if one.kind == kind and one.name in values
        ),
        "",
    )


def _asked(one: Field, given: Mapping[str, Any], wrong: str) -> Asked:
    value = given.get(one.name, "")
    return Asked(
        name=one.name,
        label=one.label,
        kind=one.kind,
        required=one.required,
        options=_options(one),
        value="" if isinstance(value, list) else str(value),
        values=tuple(map(str, value)) if isinstance(value, list) else (),
        help=one.help or _help(one.kind),
        wrong=wrong,
    )


def _help(kind: str) -> str:
    return _("Photos, PDF, Word or Excel; several at once.") if kind == "files" else ""


def _options(one: Field) -> tuple[Option, ...]:
    match one.kind:
        case "choice":
            return tuple(Option(code, label) for code, label in one.choices.items())
        case "yes-no":
            return tuple(Option(code, words.of(words.ANSWERS, code)) for code in ("yes", "no"))
        case "unit" | "units":
            standing = [unit for unit in parties.all_units() if unit.valid_until is None]
            return tuple(Option(unit.code, unit.name) for unit in standing)
    return ()
