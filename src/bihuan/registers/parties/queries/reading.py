"""The tree of units and the calendar revisions in memory, right in every process.

Every change to them appends an entry to the book "registers" or "calendar" in its own transaction,
so the head of the book names the state of the tables: a tree kept under that head needs no other
proof of being current. Outside a reading each question asks the two heads, one small query. Inside
`one_reading()` (a web request, a batch of the sweep) they are asked once at most, and not at all
after `actor_of`, which brings them along in its own query.

An empty book of the registers proves nothing, so nothing is kept under it; an empty book of the
calendar says that there are no revisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from bihuan.registers.journal.models import Book
from bihuan.registers.parties.models import Alias, CalendarRevision, Post, Region, Unit
from bihuan.registers.parties.rules import codes
from bihuan.registers.parties.rules.directory import (
    Directory,
    PostFacts,
    RegionFacts,
    UnitFacts,
    directory,
)
from bihuan.registers.parties.rules.names import Names, names_of

REGISTERS = "registers"
CALENDAR = "calendar"
KEPT_STATES = 4
State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the two books end; empty while nothing is in them."""

    registers: str = ""
    calendar: str = ""


@dataclass(slots=True)
class _Reading:
    heads: Heads | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    trees: dict[str, tuple[Directory, Names]] = field(default_factory=dict)
    revisions: dict[str, tuple[CalendarRevision, ...]] = field(default_factory=dict)


_reading: ContextVar[_Reading | None] = ContextVar("bihuan.parties.reading", default=None)
_kept = _Kept()


@contextmanager
def one_reading() -> Iterator[None]:
    """Everything asked inside rests on one look at the books: a request, a batch, a command."""
    token = _reading.set(_Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def forget() -> None:
    """Look at the books again at every question; each action that changes them says so.

    The rest of the reading keeps nothing: its change may yet be rolled back with whatever
    transaction it is part of.
    """
    reading = _reading.get()
    if reading is not None:
        reading.heads, reading.changed = None, True


def attest(found: Heads) -> None:
    """Tell the reading what a query brought along."""
    reading = _reading.get()
    if reading is not None and not reading.changed:
        reading.heads = found


def heads() -> Heads:
    """Where the books end: of this reading, or asked now."""
    reading = _reading.get()
    if reading is not None and reading.heads is not None:
        return reading.heads
    found = dict(Book.objects.filter(name__in=(REGISTERS, CALENDAR)).values_list("name", "head"))
    now = Heads(found.get(REGISTERS, ""), found.get(CALENDAR, ""))
    attest(now)
    return now


def tree(at: Heads | None = None) -> Directory:
    """Regions, units and posts as they stand, at heads already asked for or asked now."""
    return _tree_and_names(at or heads())[0]


def names() -> Names:
    """The names under which the units are written."""
    return _tree_and_names(heads())[1]


def revisions(at: Heads | None = None) -> tuple[CalendarRevision, ...]:
    """Every calendar revision in the order of recording."""
    head = (at or heads()).calendar
    if not head:
        return ()
    if head not in _kept.revisions:
        found = tuple(CalendarRevision.objects.order_by("pk"))
        _keep(_kept.revisions, head, found)
        return found
    return _kept.revisions[head]


def _tree_and_names(at: Heads) -> tuple[Directory, Names]:
    head = at.registers
    if head not in _kept.trees:
        loaded = _loaded()
        found = loaded, names_of(loaded, codes.names_outside(loaded.regions))
        _keep(_kept.trees, head, found)
        return found
    return _kept.trees[head]


def _keep(states: dict[str, State], head: str, state: State) -> None:
    if not head:
        return
    states[head] = state
    for old in list(states)[:-KEPT_STATES]:
        states.pop(old, None)


def _loaded() -> Directory:
    aliases: dict[str, list[str]] = {}
    for unit, name in Alias.objects.order_by("pk").values_list("unit_id", "name"):
        aliases.setdefault(unit, []).append(name)
    return directory(
        (_unit_facts(unit, aliases) for unit in Unit.objects.order_by("code")),
        (
            RegionFacts(region.code, region.name, region.level, region.parent_id or "")
            for region in Region.objects.order_by("code")
        ),
        (
            PostFacts(p.code, p.unit_id, p.title, frozenset(p.duties), p.order, p.active)
            for p in Post.objects.order_by("order", "code")
        ),
    )


def _unit_facts(unit: Unit, aliases: Mapping[str, list[str]]) -> UnitFacts:
    return UnitFacts(
        code=unit.code,
        name=unit.name,
        short_name=unit.short_name,
        region=unit.region_id,
        kind=unit.kind,
        territorial=unit.territorial_parent_id or "",
        sectoral=unit.sectoral_parent_id or "",
        external=unit.external,
        valid_from=unit.valid_from,
        valid_until=unit.valid_until,
        successor=unit.successor_id or "",
        aliases=tuple(aliases.get(unit.code, ())),
    )
