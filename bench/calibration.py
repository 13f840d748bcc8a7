"""A fixed piece of plain Python, so that rates of different machines can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class _Pearl:
    place: int
    name: str
    string: tuple[int, ...] = ()


def beat() -> int:
    """One beat: what a small decision costs in dictionaries, tuples and frozen values."""
    pearl = _Pearl(0, "")
    seen: dict[str, int] = {}
    for place in range(20):
        pearl = replace(pearl, place=place, name=f"pearl {place}", string=(*pearl.string, place))
        seen[pearl.name] = len(pearl.string)
    return sum(seen.values())


def beats(many: int) -> None:
    """So many beats."""
    for _ in range(many):
        beat()
