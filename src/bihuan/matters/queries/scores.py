"""Figures of a period by unit, mechanism or region: counts, rates and their samples.

These are statistics: no title, no text and no person leaves this module, and restricted matters
are counted only in groups that are not small.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet

from bihuan.kernel.declaration import Score
from bihuan.kernel.stages import ENDED_OUTSIDE
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import versions
from bihuan.matters.rules.rates import Counts, Rates, rates
from bihuan.registers.parties.queries import reading

BY = {"unit": "unit", "mechanism": "mechanism", "region": "region"}
OVER = (30, 60)
_OUTSIDE = [stage.value for stage in ENDED_OUTSIDE]


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment on, up to and without another; by when a matter was received."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its code, its name, what was counted and the rates of that.

    On time and overdue count matters whose limit has a recorded start.
    `answered_after` counts answers that took longer than so many days: elapsed days from receipt,
    which is not the same as overdue.
    """

    code: str
    name: str
    counts: Counts
    rates: Rates
    answered_after: Mapping[int, int] = field(default_factory=dict)
    longest_days: int | None = None


def score(
    matters: QuerySet[Matter],
    period: Period,
    *,
    by: str = "unit",
    now: datetime,
    over: Sequence[int] = OVER,
) -> list[Line]:
    """The lines of every group, the whole first (its code empty), then by code."""
    elapsed = ExpressionWrapper(F("replied_at") - F("received_at"), DurationField())
    found = _in(matters.filter(parent=None), period).annotate(elapsed=elapsed)
    wanted = _wanted(found, now, over)
    weights = _weights(found)
    whole = found.aggregate(**wanted)
    groups = found.order_by(BY[by]).values(BY[by]).annotate(**wanted)
    names = _names(by)
    return [
        _line("", "", whole, over, weights),
        *(
            _line(str(g[BY[by]] or ""), names.get(str(g[BY[by]]), ""), g, over, weights)
            for g in groups
            if g[BY[by]]
        ),
    ]


def statistics() -> QuerySet[Matter]:
    """The matters statistics may count without an account: all that are not restricted."""
    return Matter.objects.filter(restricted=False)


def _in(matters: QuerySet[Matter], period: Period) -> QuerySet[Matter]:
    if period.since is not None:
        matters = matters.filter(received_at__gte=period.since)
    if period.until is not None:
        matters = matters.filter(received_at__lt=period.until)
    return matters


def _wanted(found: QuerySet[Matter], now: datetime, over: Iterable[int]) -> dict[str, Any]:
    inside = ~Q(stage__in=_OUTSIDE)
    answered = inside & Q(replied_at__isnull=False)
    dated = Q(due_at__isnull=False, due_inferred=False)
    called = inside & Q(verified=True)
    late_open = Q(replied_at=None, closed_at=None, due_at__lt=now)
    solves = _solving(found)
    counted: dict[str, Any] = {
        "matters": Count("pk"),
        "ended_outside": Count("pk", filter=~inside),
        "withdrawn": Count("pk", filter=Q(stage="withdrawn")),
        "answered": Count("pk", filter=answered),
        "on_time": Count("pk", filter=answered & dated & Q(due_at__gte=F("replied_at"))),
        "overdue": Count(
            "pk", filter=inside & dated & (late_open | Q(replied_at__gt=F("due_at")))
        ),
        "closed": Count("pk", filter=Q(stage="closed")),
        "called_back": Count("pk", filter=called),
        "contacted": Count("pk", filter=called & Q(contacted=True)),
        "solved": Count("pk", filter=called & Q(solved="yes") & solves),
        "explained": Count("pk", filter=answered & ~solves & ~Q(closing_kind="")),
        "satisfied": Count("pk", filter=called & Q(satisfied="yes")),
        "longest": Max("elapsed", filter=answered),
    }
    for days in over:
        late = Q(elapsed__gt=timedelta(days=days))
        counted[f"after_{days}"] = Count("pk", filter=answered & late)
    return counted


def _solving(found: QuerySet[Matter]) -> Q:
    """Closing kinds that solve, by the version that received the matter."""
    solving = Q(pk__in=[])
    for version in MechanismVersion.objects.filter(matters__in=found).distinct():
        kinds = [c.code for c in versions.compiled(version.pk).closings.values() if c.solves]
        solving |= Q(version=version.pk, closing_kind__in=kinds)
    return solving


def _weights(found: QuerySet[Matter]) -> Score | None:
    """The weights of the formula where one mechanism version alone is counted."""
    pinned = list(found.order_by().values_list("version", flat=True).distinct()[:2])
    return versions.compiled(pinned[0]).score if len(pinned) == 1 else None


def _names(by: str) -> Mapping[str, str]:
    tree = reading.tree()
    if by == "unit":
        return {unit.code: unit.name for unit in tree.units.values()}
    if by == "region":
        return {region.code: region.name for region in tree.regions.values()}
    titles = MechanismVersion.objects.order_by("published_at").values_list("code", "title")
    return dict(titles)


def _line(
    code: str, name: str, row: Mapping[str, Any], over: Iterable[int], weights: Score | None
) -> Line:
    counts = Counts(**{f.name: row[f.name] for f in fields(Counts)})
    longest = row["longest"]
    return Line(
        code,
        name,
        counts,
        rates(counts, weights),
        {days: row[f"after_{days}"] for days in over},
        longest.days if longest is not None else None,
    )
