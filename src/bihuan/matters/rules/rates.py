"""Counts of a unit turned into rates, each with the sample it rests on."""

from dataclasses import dataclass

from bihuan.kernel.declaration import Score


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of one group of matters, restated nowhere else."""

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


@dataclass(frozen=True, slots=True)
class Rates:
    """Three rates over the matters called back; None where nobody was."""

    response: float | None
    solution: float | None
    satisfaction: float | None
    composite: float | None  # None below the least sample: three ratings neither lead nor trail


def rates(counts: Counts, weights: Score | None) -> Rates:
    """Contacted, solved and satisfied of those called back (三率)."""
    n = counts.called_back
    if not n:
        return Rates(None, None, None, None)
    response, solution, satisfaction = (
        counts.contacted / n,
        counts.solved / n,
        counts.satisfied / n,
    )
    composite = None
    if weights is not None and n >= weights.min_sample:
        composite = (
            weights.response * response
            + weights.solution * solution
            + weights.satisfaction * satisfaction
        )
    return Rates(response, solution, satisfaction, composite)
