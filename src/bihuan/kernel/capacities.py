"""In which capacities an actor stands to a matter: the one permission rule for moves.

Page, API, export and job ask this function and no other; a move names the capacities it takes.
"""

from collections.abc import Callable, Mapping

from bihuan.kernel.actor import DESK, OFFICE, Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts
from bihuan.kernel.matter import Matter

_OWNING = OFFICE | {"unit-head", "unit-deputy", "leader"}
_BY_ITSELF = frozenset({"system", "requester"})


def capacities(mechanism: Mechanism, matter: Matter, actor: Actor, facts: Facts) -> frozenset[str]:
    """Names among system, requester, clerk, unit, unit-head, unit-deputy, lead, ruler, verifier,
    owner, leader; administrators of the system and those complained of have none.
    """
    return among(_NAMES, mechanism, matter, actor, facts)


def among(
    asked: frozenset[str], mechanism: Mechanism, matter: Matter, actor: Actor, facts: Facts
) -> frozenset[str]:
    """Those of the capacities asked for in which the actor stands to the matter."""
    if actor.duties & _BY_ITSELF:
        held = frozenset[str]() if matter.part and "requester" in actor.duties else actor.duties
        return held & asked
    if barred(matter, actor):
        return frozenset()
    return frozenset(
        [
            name
            for name in asked
            if name in _TESTS and _TESTS[name](mechanism, matter, actor, facts)
        ]
    )


def barred(matter: Matter, actor: Actor) -> bool:
    """Whether nothing here is for this actor: an administrator, or staff of the unit complained of
    or of one under it.
    """
    if actor.administers:
        return True
    return bool(matter.accused) and not {actor.unit, *actor.line}.isdisjoint(matter.accused)


def owns(actor: Actor, facts: Facts) -> bool:
    """Whether the actor decides for the office that owns the mechanism."""
    return actor.unit == facts.owner and not actor.duties.isdisjoint(_OWNING)


def leads(actor: Actor, facts: Facts) -> bool:
    """Whether the actor is a leader above the handling unit or the owner's office, or in it."""
    return "leader" in actor.duties and (
        actor.unit == facts.owner
        or actor.unit in facts.unit_line
        or actor.unit in facts.owner_line
    )


def _holds(matter: Matter, actor: Actor, duties: frozenset[str]) -> bool:
    """Whether the actor sits in the handling unit with one of these duties."""
    return (
        matter.unit is not None
        and actor.unit == matter.unit
        and not actor.duties.isdisjoint(duties)
    )


def _is_lead(actor: Actor, facts: Facts) -> bool:
    return (
        bool(facts.parent_unit)
        and actor.unit == facts.parent_unit
        and not actor.duties.isdisjoint(DESK)
    )


def _rules(matter: Matter, actor: Actor, facts: Facts) -> bool:
    """The common superior rules on a return through those who decide for it."""
    return (
        matter.return_asked is not None
        and actor.unit == facts.common_superior
        and not actor.duties.isdisjoint(_OWNING)
    )


def _verifies(mechanism: Mechanism, matter: Matter, actor: Actor, facts: Facts) -> bool:
    """A verifier is never of the handling unit, and stands where the mechanism says: in the unit
    it names (or the successor that inherited its call-backs), else outside the line of the
    handling unit. Below a unit that has none above it stands everybody: there, that is no bar.
    """
    if mechanism.verify is None or "verifier" not in actor.duties or actor.unit == matter.unit:
        return False
    if facts.verifier:
        return actor.unit == facts.verifier
    return matter.unit not in actor.line or not facts.unit_line


_HEAD, _DEPUTY = frozenset({"unit-head"}), frozenset({"unit-deputy"})
_TESTS: Mapping[str, Callable[[Mechanism, Matter, Actor, Facts], bool]] = {
    "clerk": lambda _, __, by, facts: by.unit == facts.owner and not by.duties.isdisjoint(OFFICE),
    "owner": lambda _, __, by, facts: owns(by, facts),
    "unit": lambda _, matter, by, __: _holds(matter, by, DESK),
    "unit-head": lambda _, matter, by, __: _holds(matter, by, _HEAD),
    "unit-deputy": lambda _, matter, by, __: _holds(matter, by, _DEPUTY),
    "lead": lambda _, __, by, facts: _is_lead(by, facts),
    "leader": lambda _, __, by, facts: leads(by, facts),
    "ruler": lambda _, matter, by, facts: _rules(matter, by, facts),
    "verifier": _verifies,
}
_NAMES = frozenset(_TESTS) | _BY_ITSELF
