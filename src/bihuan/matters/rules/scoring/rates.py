"""Counts of a group turned into rates by the declared formula, each with its sample."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.kernel.declaration import Score
from bihuan.matters.rules.scoring.intervals import Interval, weighted, wilson


@dataclass(slots=True)
class Counts:
    """What was counted of one group of matters, restated nowhere else.

    `called` were really called, `called_back` were reached; the excluded are counted in no other
    figure.
    """

    matters: int = 0
    ended_outside: int = 0
    answered: int = 0
    on_time: int = 0
    overdue: int = 0
    closed: int = 0
    called_back: int = 0
    contacted: int = 0
    solved: int = 0
    explained: int = 0
    satisfied: int = 0
    withdrawn: int = 0
    called: int = 0
    asked_satisfied: int = 0
    contact_in_time: int = 0
    contact_judged: int = 0
    reply_in_time: int = 0
    reply_judged: int = 0
    partly: int = 0
    sent_back: int = 0
    excluded: int = 0


Known = Mapping[str, int | None]  # counts by name; None where one is withheld

# What the response rate counts, by the word of the declaration: hits, of how many.
RESPONSE: Mapping[str, tuple[str, str]] = {
    "call-back": ("contacted", "called"),
    "contact": ("contact_in_time", "contact_judged"),
    "reply": ("reply_in_time", "reply_judged"),
}
SOLUTION = ("solved", "called_back")
SATISFACTION = ("satisfied", "asked_satisfied")


@dataclass(frozen=True, slots=True)
class Rates:
    """Three rates and their weighted mean; None where nobody was asked."""

    response: float | None
    solution: float | None
    satisfaction: float | None
    composite: float | None  # None below the least sample: three ratings neither lead nor trail


@dataclass(frozen=True, slots=True)
class Figures:
    """The rates of a group, between which limits each lies, and the sample they rest on."""

    rates: Rates
    intervals: Mapping[str, Interval | None] = field(default_factory=dict)
    samples: Mapping[str, int | None] = field(default_factory=dict)
    sample: int | None = (
        None  # the least of the samples that carry weight; None if one is withheld
    )


def figures(counts: Known, formula: Score | None) -> Figures:
    """The figures of counts: the response rate as declared (响应率), then 解决率 and 满意率."""
    used = {
        "response": RESPONSE[formula.responds if formula else "call-back"],
        "solution": SOLUTION,
        "satisfaction": SATISFACTION,
    }
    rates = {name: _rate(counts[hits], counts[of]) for name, (hits, of) in used.items()}
    intervals = {name: _interval(counts[hits], counts[of]) for name, (hits, of) in used.items()}
    samples = {name: counts[of] if counts[hits] is not None else None
               for name, (hits, of) in used.items()}  # fmt: skip
    weights = _weights(formula)
    known = [samples[name] for name in weights]
    sample = None if None in known else min((n for n in known if n is not None), default=0)
    composite = None
    if formula is not None and sample is not None and sample >= max(1, formula.min_sample):
        composite = math.fsum(weight * (rates[name] or 0.0) for name, weight in weights.items())
        intervals["composite"] = _mean_interval(weights, intervals)
    return Figures(Rates(**rates, composite=composite), intervals, samples, sample)


def _rate(hits: int | None, sample: int | None) -> float | None:
    return hits / sample if hits is not None and sample else None


def _interval(hits: int | None, sample: int | None) -> Interval | None:
    return wilson(hits, sample) if hits is not None and sample is not None else None


def _weights(formula: Score | None) -> Mapping[str, float]:
    """The rates that carry weight; all three where no formula says."""
    if formula is None:
        return {"response": 0.0, "solution": 0.0, "satisfaction": 0.0}
    given = {
        "response": formula.response,
        "solution": formula.solution,
        "satisfaction": formula.satisfaction,
    }
    return {name: weight for name, weight in given.items() if weight}


def _mean_interval(
    weights: Mapping[str, float], intervals: Mapping[str, Interval | None]
) -> Interval:
    found = [(weight, intervals[name]) for name, weight in weights.items()]
    return weighted([(weight, interval) for weight, interval in found if interval is not None])


def rates(counts: Counts, weights: Score | None) -> Rates:
    """The rates alone, of counts that are all known."""
    return figures(known(counts), weights).rates


def known(counts: Counts) -> dict[str, int | None]:
    """Counts by name."""
    return {name: getattr(counts, name) for name in Counts.__slots__}
