"""Reads a mechanism as a lawyer would: what never happens, who is held, what the law allows."""

from functools import cache

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.mechanisms import library, loading
from bihuan.mechanisms.checks import clocks, endings, formalism, law, references, routes, stages
from bihuan.mechanisms.checks.reading import Higher, Reading, Units
from bihuan.mechanisms.faults import ERROR, Fault, ordered, refusal
from bihuan.mechanisms.loading import Loaded

_CHECKS = (
    stages.check,
    routes.check,
    clocks.check,
    references.check,
    endings.check,
    law.check,
    formalism.check,
)


@cache
def shipped(code: str) -> Mechanism | None:
    """The shipped mechanism of that code: what `follows` means where nothing else is said."""
    for name in library.names():
        found = loading.load(library.read(name), name).mechanism
        if found.code == code:
            return found
    return None


def check(
    loaded: Loaded, units: Units | None = None, higher: Higher = shipped
) -> tuple[Fault, ...]:
    """Every error and warning in the order of the file.

    `units` are the units on record and whether each is an outside body; None leaves unit codes
    unchecked. `higher` finds the mechanism that `follows` names.
    """
    reading = Reading(loaded, units, higher)
    return ordered(fault for one in _CHECKS for fault in one(reading))


def examine(
    data: bytes, name: str, units: Units | None = None, higher: Higher = shipped
) -> tuple[Fault, ...]:
    """The findings on a file, whether or not it can be loaded; none means it is sound."""
    try:
        return check(loading.load(data, name), units, higher)
    except Refused as bad:
        return _faults(bad)


def _faults(bad: Refused) -> tuple[Fault, ...]:
    found = bad.facts.get("faults")
    if not isinstance(found, tuple):
        raise bad
    return found


def admit(data: bytes, name: str, units: Units | None = None, higher: Higher = shipped) -> Loaded:
    """The loaded file if it may be published; refuses `mechanism.invalid` with every error."""
    loaded = loading.load(data, name)
    errors = [fault for fault in check(loaded, units, higher) if fault.level == ERROR]
    if errors:
        raise refusal(name, errors)
    return loaded
