"""Which matters hang together: what is linked, directly or through others, is one group."""

from collections import defaultdict
from collections.abc import Iterable

LEAST = 3  # two are a repeat; three may be a problem of many


def together(links: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Groups of at least three, each in order."""
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in links:
        beside[one].add(other)
        beside[other].add(one)
    seen: set[int] = set()
    found = []
    for start in sorted(beside):
        if start not in seen:
            group = _reached(start, beside)
            seen |= group
            found.append(tuple(sorted(group)))
    return [group for group in found if len(group) >= LEAST]


def _reached(start: int, beside: dict[int, set[int]]) -> set[int]:
    group, ahead = {start}, [start]
    while ahead:
        fresh = beside[ahead.pop()] - group
        group |= fresh
        ahead += fresh
    return group
