"""Counting the matters of a period: one look at each, and every figure from that look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from bihuan.matters.rules.figures.periods import Period

Spell = tuple[datetime, datetime | None, bool]  # open from, until, struck off at the end


@dataclass(frozen=True, slots=True)
class Seen:
    """One matter as the figures read it; `spells` are the stretches in which it was open."""

    number: str
    title: str
    unit: str
    class_: str
    card: str
    spells: tuple[Spell, ...]
    replies: tuple[datetime, ...]
    accepted_at: datetime | None
    answered: bool  # in the round that runs
    due_at: datetime | None
    solves: bool  # called back, and solved


@dataclass(slots=True)
class Counts:
    """The figures of one unit, or of the whole; entered and left account for the stock."""

    received: int = 0
    accepted: int = 0
    answered: int = 0
    closed: int = 0
    solved: int = 0
    ended_outside: int = 0
    reopened: int = 0
    overdue: int = 0
    due_soon: int = 0
    red: int = 0
    stock_start: int = 0
    stock_end: int = 0

    @property
    def entered(self) -> int:
        return self.received + self.reopened

    @property
    def left(self) -> int:
        return self.closed + self.ended_outside

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted, and the matters behind the figures that are listed."""

    whole: Counts
    units: Mapping[str, Counts]
    classes: Mapping[str, Counts]
    overdue: Sequence[Seen]
    due_soon: Sequence[Seen]
    red: Sequence[Seen]


def tally(matters: Iterable[Seen], period: Period, soon: datetime) -> Tally:
    """Count every matter once; what a unit did and what is left with it adds up to the whole.

    The stock balances: what was open at the start, plus what entered, less what left, is open at
    the end, for the whole and for each unit.
    """
    units: dict[str, Counts] = {}
    classes: dict[str, Counts] = {}
    lists: dict[str, list[Seen]] = {"overdue": [], "due_soon": [], "red": []}
    for one in matters:
        counted = _counted(one, period, soon)
        for found, key in ((units, one.unit), (classes, one.class_)):
            found[key] = found[key].plus(counted) if key in found else counted
        for name, listed in lists.items():
            if getattr(counted, name):
                listed.append(one)
    whole = _sum(units.values())
    _balanced(whole, units)
    for listed in lists.values():
        listed.sort(key=lambda one: (one.due_at or period.as_of, one.number))
    return Tally(whole, units, classes, **lists)


def _sum(counts: Iterable[Counts]) -> Counts:
    found = Counts()
    for one in counts:
        found = found.plus(one)
    return found


def _balanced(whole: Counts, units: Mapping[str, Counts]) -> None:
    for code, one in {"": whole, **units}.items():
        if one.stock_start + one.entered - one.left != one.stock_end:
            raise AssertionError(f"the stock of {code or 'the whole'} does not balance: {one}")


def _counted(one: Seen, period: Period, soon: datetime) -> Counts:
    found = Counts()
    _stock(found, one, period)
    found.accepted = _in(one.accepted_at, period)
    found.answered = int(any(_in(at, period) for at in one.replies))
    found.solved = int(found.closed > 0 and one.solves)
    if found.stock_end:
        _standing(found, one, period, soon)
    return found


def _stock(found: Counts, one: Seen, period: Period) -> None:
    """Where the matter stood at the start and at the end, and each time it entered or left."""
    for place, (begun, ended, struck_off) in enumerate(one.spells):
        if begun < period.since and (ended is None or ended >= period.since):
            found.stock_start += 1
        if begun < period.as_of and (ended is None or ended >= period.as_of):
            found.stock_end += 1
        if _in(begun, period):
            found.received += place == 0
            found.reopened += place > 0
        if _in(ended, period):
            found.closed += struck_off
            found.ended_outside += not struck_off


def _standing(found: Counts, one: Seen, period: Period, soon: datetime) -> None:
    found.red = int(one.card == "red")
    answered = one.answered and bool(one.replies) and one.replies[-1] < period.as_of
    if one.due_at is None or answered:
        return
    found.overdue = int(one.due_at < period.as_of)
    found.due_soon = int(period.as_of <= one.due_at <= soon)


def _in(moment: datetime | None, period: Period) -> int:
    return int(moment is not None and period.since <= moment < period.as_of)
