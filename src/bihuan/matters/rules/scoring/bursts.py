"""Top marks that come in a burst: to be looked at, never taken for proof."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

LEAST = 5  # top marks
WITHIN = timedelta(hours=1)


def burst(given: Iterable[datetime]) -> int:
    """The most top marks that came within one hour; nought below the least that is remarkable."""
    moments = sorted(given)
    most, begin = 0, 0
    for end, moment in enumerate(moments):
        while moment - moments[begin] > WITHIN:
            begin += 1
        most = max(most, end - begin + 1)
    return most if most >= LEAST else 0
