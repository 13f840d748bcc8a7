"""How far a figure may be off, given the sample it rests on.

A rate gets the interval of Wilson (1927), which holds for small samples and for rates of nought
and one. The weighted mean of three rates of the same matters gets the weighted mean of their
limits: right if the three err together, and too wide rather than too narrow if they do not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

Z95 = 1.959963984540054  # two-sided, 95 in 100


class Interval(NamedTuple):
    """Between which limits the figure lies, 95 times in 100."""

    low: float
    high: float

    def overlaps(self, other: Interval) -> bool:
        """Whether the two figures may be the same."""
        return self.low <= other.high and other.low <= self.high


def wilson(hits: int, sample: int) -> Interval | None:
    """The interval of a rate; None for an empty sample."""
    if sample <= 0:
        return None
    rate, z2 = hits / sample, Z95 * Z95
    middle = (rate + z2 / (2 * sample)) / (1 + z2 / sample)
    half = (Z95 / (1 + z2 / sample)) * math.sqrt(
        rate * (1 - rate) / sample + z2 / (4 * sample * sample)
    )
    # The rate itself is a limit at both ends, and rounding must not push it outside.
    return Interval(min(rate, max(0.0, middle - half)), max(rate, min(1.0, middle + half)))


def weighted(parts: Sequence[tuple[float, Interval]]) -> Interval:
    """The interval of a weighted mean, whatever the three have to do with one another."""
    low = math.fsum(weight * interval.low for weight, interval in parts)
    high = math.fsum(weight * interval.high for weight, interval in parts)
    return Interval(low, high)
