"""The matters that suggestions are learnt from, as letters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.kernel import worktime
from bihuan.kernel.actor import Actor
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import versions
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.suggesting.names import Named, Region, Register
from bihuan.matters.rules.suggesting.routes import Letter
from bihuan.registers.parties import queries as parties

MOST = 5_000  # the newest; the work grows with the square of the letters
UNIT, CLASS = "unit", "class"
WHATS = (UNIT, CLASS)


@dataclass(frozen=True, slots=True)
class Lessons:
    """Letters in the order they were answered, until when, and the hash that names them."""

    letters: tuple[Letter, ...]
    until: datetime
    digest: str


def register(on: date) -> Register:
    """The units that may be suggested on a day: those that stand, with every name they bore.

    An abolished unit lends its names to the one that stands for it today.
    """
    names: dict[str, list[str]] = {}
    for unit in sorted(parties.all_units(), key=lambda one: (not one.stands(on), one.code)):
        heir = unit.code if unit.stands(on) else parties.successor_of(unit.code, on)
        if heir:
            names.setdefault(heir, []).extend(unit.called)
    regions = [Region(one.code, one.name, one.parent) for one in parties.all_regions()]
    return Register(
        (Named(code, tuple(dict.fromkeys(found)), parties.unit_of(code).region)
         for code, found in names.items() if parties.unit_of(code).stands(on)),
        regions,
    )  # fmt: skip


def lessons(actor: Actor, mechanism: str, what: str, *, now: datetime) -> Lessons:
    """What may be learnt from: answered, not restricted, not erased, never a part of another.

    Of a matter that went from unit to unit, the one that answered counts; an abolished unit counts
    as its successor.
    """
    asked = visible_to(actor).filter(
        mechanism=mechanism, restricted=False, version__restricted=False, parent=None,
        replied_at__isnull=False, replied_at__lte=now, unit__isnull=False,
        content__erased_at__isnull=True,
    )  # fmt: skip
    if what == CLASS:
        asked = asked.exclude(class_code="")
    newest = asked.select_related("content").order_by("-replied_at", "-pk")[:MOST]
    label = _unit(now) if what == UNIT else _class
    found = [(row, label(row)) for row in reversed(newest) if row.content.text]
    kept = [(row, code) for row, code in found if code]
    said = hashlib.sha256()
    for row, code in kept:
        said.update(f"{row.number}\0{row.text_digest}\0{row.title}\0{code}\n".encode())
    letters = tuple(Letter(row.title, row.content.text, code) for row, code in kept)
    until = kept[-1][0].replied_at if kept else None
    return Lessons(letters, until or now, said.hexdigest())


def _unit(now: datetime) -> Callable[[Matter], str]:
    on = now.astimezone(worktime.LOCAL).date()
    heirs = {one.code: parties.successor_of(one.code, on) or "" for one in parties.all_units()}
    known = set(register(on).codes)

    def heir(row: Matter) -> str:
        found = heirs.get(row.unit_id or "", "")
        return found if found in known else ""

    return heir


def _class(row: Matter) -> str:
    return row.class_code


def declaring() -> list[str]:
    """The mechanisms whose newest version declares suggestions, by code."""
    newest: dict[str, MechanismVersion] = {}
    for version in MechanismVersion.objects.order_by("published_at", "pk").defer("body"):
        newest[version.code] = version
    return sorted(
        code
        for code, one in newest.items()
        if not one.restricted and versions.compiled(one.pk).suggest is not None
    )
