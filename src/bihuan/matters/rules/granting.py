"""Which posts may read a restricted matter as it stands, and how much of it: nobody else may."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.kernel.actor import DESK, OFFICE
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter
from bihuan.registers.parties.rules.directory import Directory, PostFacts

FULL, HANDLING = "full", "handling"
_READING = OFFICE | {"verifier", "leader"}
_RULING = OFFICE | {"leader", "unit-head", "unit-deputy"}


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave to read: the letter and the person (full), or the summary (handling), and why."""

    level: str
    reason: str


@dataclass(frozen=True, slots=True)
class About:
    """What a matter's readers follow from: its state, the lead above a part, who rules on it."""

    state: Matter
    lead: str = ""
    rulers: tuple[str, ...] = ()


def wanted(tree: Directory, mechanism: Mechanism, about: About, on: date) -> dict[str, Leave]:
    """The posts that may read the matter on a day, each with the widest leave it has.

    A unit that is gone is stood for by its successor. No post in a unit complained of or below
    one is among them, whatever its duties. Where the whole office is complained of, the fallback
    that is declared stands in for it.
    """
    found = _admitted(tree, _circles(tree, mechanism, about, on), about.state.accused, on)
    return found | _stand_in(tree, mechanism, found, about.state.accused, on)


def readable(tree: Directory, mechanism: Mechanism, accused: Collection[str], on: date) -> bool:
    """Whether anybody may read the whole of a letter that complains of these units."""
    office = _admitted(tree, [_office(mechanism)], accused, on)
    return bool(office or _stand_in(tree, mechanism, office, accused, on))


_Circle = tuple[Iterable[str], frozenset[str], Leave]


def _admitted(
    tree: Directory, circles: Iterable[_Circle], accused: Collection[str], on: date
) -> dict[str, Leave]:
    kept_from = {tree.answering(unit, on) for unit in accused} | {*accused}
    found: dict[str, Leave] = {}
    for units, duties, leave in circles:
        standing = {tree.answering(unit, on) for unit in units}
        for post in tree.posts.values():
            if post.unit in standing and post.duties & duties and _may(tree, post, kept_from, on):
                found.setdefault(post.code, leave)
    return found


def _stand_in(
    tree: Directory,
    mechanism: Mechanism,
    found: Mapping[str, Leave],
    accused: Collection[str],
    on: date,
) -> dict[str, Leave]:
    fallback = mechanism.access.fallback
    if not fallback or any(leave.level == FULL for leave in found.values()):
        return {}
    circle: _Circle = ({fallback}, _READING, Leave(FULL, "fallback"))
    return _admitted(tree, [circle], accused, on)


def _office(mechanism: Mechanism) -> _Circle:
    office = {mechanism.owner, *mechanism.access.readers}
    if mechanism.verify and mechanism.verify.by not in ("outside-unit-line", "owner"):
        office.add(mechanism.verify.by)
    return office, _READING, Leave(FULL, "office")


def _circles(tree: Directory, mechanism: Mechanism, about: About, on: date) -> Iterator[_Circle]:
    """Units, the duties in them that read, and how much: the widest leave first."""
    yield _office(mechanism)
    if about.state.unit:
        yield {about.state.unit}, DESK, Leave(HANDLING, "assigned")
    if about.lead:
        yield {about.lead}, DESK, Leave(HANDLING, "lead")
    yield about.rulers, _RULING, Leave(HANDLING, "ruling")
    if about.state.pending and about.state.pending.next_duty == "leader":
        unit = about.state.unit or mechanism.owner
        yield _nearest_leader(tree, unit, on), frozenset({"leader"}), Leave(HANDLING, "signing")


def _nearest_leader(tree: Directory, unit: str, on: date) -> list[str]:
    """The nearest unit above in which a leader sits who can sign."""
    if unit not in tree.units:
        return []
    above = (each for each in tree.superiors(unit, on) if tree.posts_with(each, "leader"))
    return [each for each in [next(above, "")] if each]


def _may(tree: Directory, post: PostFacts, kept_from: Collection[str], on: date) -> bool:
    if not post.active:
        return False
    return not kept_from or not {post.unit, *tree.superiors(post.unit, on)} & {*kept_from}


def differences(
    held: Mapping[str, str], now_wanted: Mapping[str, Leave]
) -> tuple[set[str], dict[str, Leave]]:
    """Posts whose leave ends, and those that get one; a changed level is both."""
    ended = {p for p, level in held.items() if p not in now_wanted or now_wanted[p].level != level}
    new = {p: leave for p, leave in now_wanted.items() if p not in held or p in ended}
    return ended, new
