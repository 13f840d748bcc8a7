"""The persons' own ratings of what a run counts: sums by unit, sealed, and bursts of top marks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.kernel.declaration import Rate
from bihuan.matters.models import Rating, ScoreRow, ScoreRun
from bihuan.matters.queries.scoring import runs
from bihuan.matters.rules.scoring.bursts import burst


@dataclass(slots=True)
class Stars:
    """The ratings of one unit in one run; `mean` is None while they are sealed or too few."""

    given: int = 0
    mean: float | None = None
    sealed_until: datetime | None = None
    burst: int = 0  # top marks that came within one hour
    moments: list[datetime] = field(default_factory=list, repr=False)
    total: int = 0


def by_unit(run: ScoreRun, now: datetime) -> dict[str, Stars]:
    """The ratings of each unit; nothing where the mechanism asks for none."""
    rate = runs.mechanism_of(run).rate
    if rate is None:
        return {}
    found: dict[str, Stars] = defaultdict(Stars)
    counted = ScoreRow.objects.filter(run=run).values("matter")
    given = Rating.objects.filter(matter__in=counted, stars__isnull=False)
    columns = given.values_list("unit", "stars", "given_at", "sealed_until")
    for unit, stars, at, sealed in columns.iterator():
        one = found[unit]
        one.given += 1
        one.total += stars or 0
        one.sealed_until = max(one.sealed_until or sealed, sealed)
        if stars == rate.scale:
            one.moments.append(at)
    for one in found.values():
        _close(one, rate, now)
    return dict(found)


def _close(one: Stars, rate: Rate, now: datetime) -> None:
    one.burst = burst(one.moments)
    one.moments = []
    if one.sealed_until is not None and one.sealed_until <= now:
        one.sealed_until = None
        if one.given >= rate.shown_from:
            one.mean = one.total / one.given
