"""Which routing rule fires for a matter, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.kernel.declaration import Mechanism, Route


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
            return (
                Routed(place, unit, route.assist, route.copy, route.why, condition, route.letter)
                if unit
                else None
            )
    return None


def _unit(route: Route, values: Mapping[str, object]) -> str:
    if not route.to.startswith("field:"):
        return route.to
    found = values.get(route.to.removeprefix("field:"))
    return "" if found is None else str(found)


def grounds_suggested(mechanism: Mechanism, values: Mapping[str, object]) -> tuple[str, ...]:
    """The refusal grounds whose written condition holds; a clerk still decides."""
    return tuple(
        r.code for r in mechanism.refusals.values() if r.when is not None and r.when.holds(values)
    )
