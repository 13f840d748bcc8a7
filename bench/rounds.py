"""A measure and its baseline taken in turns, so that a busy minute falls on both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turns:
    """Seconds of each turn of the one and of the other."""

    one: tuple[float, ...]
    other: tuple[float, ...]

    @property
    def medians(self) -> tuple[float, float]:
        return statistics.median(self.one), statistics.median(self.other)

    @property
    def sums(self) -> tuple[float, float]:
        return sum(self.one), sum(self.other)


def in_turns(one: Callable[[], object], other: Callable[[], object], times: int) -> Turns:
    """Run one, other, one, other, ... `times` each, after one turn of both that does not count."""
    one()
    other()
    return counted_turns(one, other, times)


def counted_turns(
    one: Callable[[], object],
    other: Callable[[], object],
    times: int,
    *,
    between: Callable[[], object] = lambda: None,
) -> Turns:
    """The turns without a warming one, for work that can be done only so often.

    What is done `between` the one and the other is not counted.
    """
    pairs = []
    for _ in range(times):
        first = _seconds(one)
        between()
        pairs.append((first, _seconds(other)))
    return Turns(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
