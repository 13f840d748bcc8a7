"""Which routing rule fires for a matter, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.kernel.declaration import Classing, Mechanism, Route


@dataclass(frozen=True, slots=True)
class Routed:
    """The rule that fired (its place in the file, counted from 1), its unit and its reason."""

    rule: int
    unit: str
    assist: tuple[str, ...]
    copy: tuple[str, ...]
    why: str
    condition: str
    letter: str = ""


def routed(mechanism: Mechanism, values: Mapping[str, object]) -> Routed | None:
    """The first rule that holds, or None where the table is empty or the unit was not named."""
    for place, route in enumerate(mechanism.routes, start=1):
        if route.when is None or route.when.holds(values):
            unit = _unit(route, values)
            condition = route.when.text if route.when else "otherwise"
            if not unit:
                return None
            assist, copied = (_units(of, values, unit) for of in (route.assist, route.copy))
            return Routed(place, unit, assist, copied, route.why, condition, route.letter)
    return None


def _unit(route: Route, values: Mapping[str, object]) -> str:
    if not route.to.startswith("field:"):
        return route.to
    found = values.get(route.to.removeprefix("field:"))
    return "" if found is None else str(found)


def _units(named: tuple[str, ...], values: Mapping[str, object], lead: str) -> tuple[str, ...]:
    """Unit codes as they are, a field as the units it names; each once, and never who leads."""
    found: dict[str, None] = {}
    for one in named:
        given = values.get(one.removeprefix("field:")) if one.startswith("field:") else one
        listed = given if isinstance(given, list) else [given]
        found.update((str(unit), None) for unit in listed if unit not in (None, "", lead))
    return tuple(found)


def classed(mechanism: Mechanism, values: Mapping[str, object]) -> Classing | None:
    """The first row of the table of classes that holds; None where the table has none."""
    return next(
        (row for row in mechanism.classings if row.when is None or row.when.holds(values)), None
    )


def grounds_suggested(mechanism: Mechanism, values: Mapping[str, object]) -> tuple[str, ...]:
    """The refusal grounds whose written condition holds; a clerk still decides."""
    return tuple(
        r.code for r in mechanism.refusals.values() if r.when is not None and r.when.holds(values)
    )
