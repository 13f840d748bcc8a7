"""Figures of a period by unit, mechanism or region, as the matters stand now.

These are statistics: no title, no text and no person leaves this module, and restricted matters
are not counted. Figures that are ranked, contested and published are kept by a run
(`queries.scoring`), which counts the same verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from bihuan.kernel.declaration import Score
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import versions
from bihuan.matters.queries.scoring.judging import stream
from bihuan.matters.rules.scoring.judging import OVER, Judged
from bihuan.matters.rules.scoring.rates import Counts, Rates, rates
from bihuan.matters.rules.scoring.tallying import Tally, summed
from bihuan.registers.parties.queries import reading

# The region of a matter stands where a run has its town.
BY: Mapping[str, str] = {"unit": "unit", "mechanism": "mechanism", "region": "town"}
WHOLE, GROUP, UNASSIGNED = "whole", "group", "unassigned"


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
    kind: str = GROUP


def score(
    matters: QuerySet[Matter],
    period: Period,
    *,
    by: str = "unit",
    now: datetime,
    over: Sequence[int] = OVER,
) -> list[Line]:
    """The whole first, then every group by code, then what is assigned to nobody yet.

    The groups add up to the whole.
    """
    found = received_in(matters.filter(parent=None), period)
    weights = _weights(found)
    sums = summed(_rows(found, now), (BY[by],), over)
    names = _names(by)
    groups = dict(sums.groups[BY[by]])
    nobody = groups.pop("", None)
    lines = [_line("", "", sums.whole, weights, WHOLE)]
    lines += [_line(c, names.get(c, ""), groups[c], weights, GROUP) for c in sorted(groups)]
    if nobody is not None:
        lines.append(_line("", "", nobody, weights, UNASSIGNED))
    return lines


def statistics() -> QuerySet[Matter]:
    """The matters statistics may count without an account: all that are not restricted."""
    return Matter.objects.filter(restricted=False)


def received_in(matters: QuerySet[Matter], period: Period) -> QuerySet[Matter]:
    """Those received within a period."""
    if period.since is not None:
        matters = matters.filter(received_at__gte=period.since)
    if period.until is not None:
        matters = matters.filter(received_at__lt=period.until)
    return matters


def _rows(found: QuerySet[Matter], now: datetime) -> Iterator[Judged]:
    for read in stream(found, now, lambda region, _unit, _values: region):
        yield read.row


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


def _line(code: str, name: str, tally: Tally, weights: Score | None, kind: str) -> Line:
    return Line(
        code,
        name,
        tally.counts,
        rates(tally.counts, weights),
        dict(tally.answered_after),
        tally.longest_days,
        kind,
    )
