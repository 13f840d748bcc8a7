"""Judged rows added up by group: every row is in exactly one group and in the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bihuan.matters.rules.scoring.judging import OVER, Judged, days_taken, longer_than
from bihuan.matters.rules.scoring.rates import Counts

BY = ("unit", "town", "mechanism")
UNASSIGNED = ""


@dataclass(slots=True)
class Tally:
    """What was counted of one group, with how long its answers took."""

    counts: Counts = field(default_factory=Counts)
    answered_after: dict[int, int] = field(default_factory=lambda: dict.fromkeys(OVER, 0))
    longest_days: int | None = None

    def add(self, row: Judged) -> None:
        """One matter more."""
        counts = self.counts
        if row.excluded:
            counts.excluded += 1
            return
        counts.matters += 1
        counts.ended_outside += bool(row.outside)
        counts.withdrawn += row.outside == "withdrawn"
        counts.closed += row.closed
        counts.sent_back += row.sent_back > 0
        self._add_answer(row)
        self._add_call(row)

    def _add_answer(self, row: Judged) -> None:
        counts = self.counts
        counts.answered += row.answered
        counts.on_time += row.answered and row.on_time is True
        counts.overdue += row.on_time is False
        counts.explained += row.explained
        in_time = row.on_time if row.unit_on_time is None else row.unit_on_time
        counts.reply_in_time += in_time is True
        counts.reply_judged += in_time is not None
        counts.contact_in_time += row.contact_on_time is True
        counts.contact_judged += row.contact_on_time is not None
        if row.answered_in is not None:
            for days in self.answered_after:
                self.answered_after[days] += longer_than(row, days)
            self.longest_days = max(self.longest_days or 0, days_taken(row))

    def _add_call(self, row: Judged) -> None:
        counts = self.counts
        counts.called += row.called
        counts.called_back += row.reached
        counts.contacted += row.reached
        counts.solved += row.solved
        counts.partly += row.partly
        counts.satisfied += row.satisfied is True
        counts.asked_satisfied += row.satisfied is not None


@dataclass(slots=True)
class Sums:
    """The whole, and every group of every way of grouping."""

    whole: Tally
    groups: Mapping[str, Mapping[str, Tally]]


def summed(rows: Iterable[Judged], by: Iterable[str] = BY, over: Iterable[int] = OVER) -> Sums:
    """The rows of a run added up in one pass; the groups of each way make up the whole."""
    limits = tuple(over)

    def tally() -> Tally:
        return Tally(answered_after=dict.fromkeys(limits, 0))

    whole = tally()
    groups: dict[str, dict[str, Tally]] = {way: defaultdict(tally) for way in by}
    places = [(found, Judged._fields.index(way)) for way, found in groups.items()]
    for row in rows:
        whole.add(row)
        for found, place in places:
            found[row[place]].add(row)  # type: ignore[index]  # the three ways are texts
    for found in groups.values():
        _check_whole(whole, found)
    return Sums(whole, groups)


def _check_whole(whole: Tally, groups: Mapping[str, Tally]) -> None:
    """Nothing is silently missing: counted apart and together it is the same."""
    for name in ("matters", "excluded"):
        apart = sum(getattr(one.counts, name) for one in groups.values())
        if apart != getattr(whole.counts, name):
            raise AssertionError(f"{name}: {apart} apart, {getattr(whole.counts, name)} together")
