"""Who may write a mechanism down, and who may put it into force; how a version is counted on."""

from __future__ import annotations

import re

from bihuan.kernel import capacities
from bihuan.kernel.actor import Actor
from bihuan.kernel.facts import Facts
from bihuan.kernel.refused import Refused

# Those who sign for an office; its clerks write, they decide.
HEADS = frozenset({"unit-head", "unit-deputy", "leader"})
_LAST = re.compile(r"(\d+)(?!.*\d)")


def may_write(actor: Actor, owner: str) -> bool:
    """Whether the actor decides or keeps the desk in the office that runs the mechanism."""
    return not actor.administers and capacities.owns(actor, Facts(owner=owner))


def may_publish(actor: Actor, owner: str) -> bool:
    """Whether the actor signs for the office that runs the mechanism."""
    return may_write(actor, owner) and not actor.duties.isdisjoint(HEADS)


def check_write(actor: Actor, code: str, owner: str) -> None:
    """Refuse `mechanism.draft-not-yours` to all but the owning office."""
    if not may_write(actor, owner):
        raise Refused("mechanism.draft-not-yours", code=code, unit=owner)


def check_publish(actor: Actor, code: str, owner: str) -> None:
    """Refuse `mechanism.draft-not-yours` to all but the heads of the owning office."""
    if not may_publish(actor, owner):
        raise Refused("mechanism.draft-not-yours", code=code, unit=owner)


def next_version(version: str) -> str:
    """The version after this one: its last number counted on, `-2` where it has none."""
    found = _LAST.search(version)
    if found is None:
        return f"{version}-2"
    start, end = found.span()
    return f"{version[:start]}{int(found[1]) + 1}{version[end:]}"
