"""Counts of groups put in order: who is ranked, in which place, and from whom it does not differ.

A group below the least sample is listed apart: three ratings neither lead nor trail. Two whose
intervals overlap are not told apart by these figures, whatever the order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bihuan.kernel.declaration import Score
from bihuan.matters.rules.scoring.intervals import Interval
from bihuan.matters.rules.scoring.rates import Figures, Known, figures

RANKED, BELOW, UNRANKED = "ranked", "below-minimum", "not-ranked"
WITHHELD = "withheld"  # a small count keeps its score from being told
WHOLE, GROUP, UNASSIGNED, POOLED = "whole", "group", "unassigned", "pooled"
_EQUAL = 12  # decimals to which two composites are the same: their last bits are rounding


@dataclass(frozen=True, slots=True)
class Ranked:
    """One group with its figures and its place among the ranked."""

    code: str
    name: str
    kind: str  # whole, group, unassigned, pooled
    counts: Known
    figures: Figures
    standing: str = UNRANKED
    place: int | None = None
    place_from: int | None = None  # the best place the intervals allow
    place_to: int | None = None  # and the worst
    tied: bool = False
    apart: bool | None = None  # whether it differs from the next; None for the last

    @property
    def composite(self) -> float | None:
        return self.figures.rates.composite

    @property
    def interval(self) -> Interval | None:
        return self.figures.intervals.get("composite")


def whole(counts: Known, formula: Score) -> Ranked:
    """The line over all, in no place."""
    return Ranked("", "", WHOLE, counts, figures(counts, formula))


def lines(
    groups: Mapping[str, Known], names: Mapping[str, str], formula: Score, *, ranks: bool = True
) -> list[Ranked]:
    """The ranked in their order, then who is below the least sample, then who is never ranked.

    The code `""` is what belongs to nobody yet, `+` a pool of small groups.
    """
    found = [
        Ranked(code, names.get(code, code), _kind(code), counts, figures(counts, formula))
        for code, counts in groups.items()
    ]
    able = [one for one in found if ranks and one.kind == GROUP and formula.ranks != "none"]
    placed = _placed([one for one in able if one.composite is not None])
    below = [
        replace(one, standing=WITHHELD if one.figures.sample is None else BELOW)
        for one in able
        if one.composite is None
    ]
    rest = [one for one in found if one not in able]
    return [
        *placed,
        *sorted(below, key=lambda one: (one.standing, one.code)),
        *sorted(rest, key=lambda one: (one.kind != GROUP, one.kind, one.code)),
    ]


def _kind(code: str) -> str:
    return {"": UNASSIGNED, "+": POOLED}.get(code, GROUP)


def _height(line: Ranked) -> float:
    return round(line.composite or 0.0, _EQUAL)


def _placed(able: Sequence[Ranked]) -> list[Ranked]:
    order = sorted(able, key=lambda one: (-_height(one), one.code))
    heights = sorted(-_height(one) for one in order)
    lows = sorted(_interval(one).low for one in order)
    highs = sorted(_interval(one).high for one in order)
    placed = []
    for at, one in enumerate(order):
        own = _interval(one)
        after = order[at + 1] if at + 1 < len(order) else None
        placed.append(
            replace(
                one,
                standing=RANKED,
                place=bisect_left(heights, -_height(one)) + 1,
                tied=bisect_right(heights, -_height(one)) - bisect_left(heights, -_height(one))
                > 1,
                place_from=len(lows) - bisect_right(lows, own.high) + 1,
                place_to=len(highs) - bisect_left(highs, own.low),
                apart=not own.overlaps(_interval(after)) if after else None,
            )
        )
    return placed


def _interval(line: Ranked) -> Interval:
    found = line.interval
    if found is None:
        raise AssertionError(f"{line.code} is ranked without an interval")
    return found
