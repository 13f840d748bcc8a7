"""What a matter counts as: pure, from its recorded facts and its own mechanism version.

A closing kind is what the unit says, a call-back what the person says, and satisfaction a third
thing; none of them stands for another (只有解释没有解决).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel.clocks import inner
from bihuan.kernel.declaration import Clock, Mechanism
from bihuan.kernel.matter import ClockRun, Matter
from bihuan.kernel.stages import ENDED_OUTSIDE, Stage

_PARTLY = "partly"  # a closing kind that neither solves nor merely explains


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one matter stands in a count; None where it cannot be said yet, or nobody was asked."""

    answered: bool  # the present cycle has its reply
    on_time: bool | None  # every clock a reply stops, of every cycle
    unit_on_time: bool | None  # the clocks of the present unit in the present cycle
    verified: bool  # somebody called back, and reached the person
    solved: bool  # closed under a kind that solves, and the person confirmed it
    partly: bool
    satisfied: bool | None
    explained: bool  # closed under a kind that only explains
    excluded: str  # how it ended outside the loop; empty where it counts
    carried: bool  # put off to a date of its own, and still open
    sent_back: int
    reviewed: int
    date_set: bool  # a date was set that holds instead of the computed one
    called: bool  # somebody really called, whether or not the person was reached
    contact_on_time: bool | None  # the clocks of the present cycle that a contact stops


def verdict(mechanism: Mechanism, matter: Matter, at: datetime | None = None) -> Verdict:
    """The verdict on a matter; as of `at`, where given, an open clock that ran out is late.

    A matter that ended outside the loop is never solved, whatever was said before; an inferred
    call-back verifies nothing.
    """
    outside = matter.stage in ENDED_OUTSIDE
    closed = matter.stage is Stage.CLOSED
    said = matter.call_back if matter.call_back and matter.call_back.verifies else None
    closing = mechanism.closings.get(matter.closing_kind)
    solves = closing is not None and closing.solves
    owed = _owed(mechanism, matter)
    return Verdict(
        answered=matter.replied_at is not None,
        on_time=None if outside else _kept((run for _, run in owed), at),
        unit_on_time=None if outside else _kept(_of_unit(owed, matter), at),
        verified=said is not None,
        solved=closed and solves and said is not None and said.solved == "yes",
        partly=closed and said is not None and said.solved == "partly",
        satisfied=_satisfied(said.satisfied) if said is not None and not outside else None,
        explained=closed and closing is not None and not solves and closing.code != _PARTLY,
        excluded=matter.stage.value if outside else "",
        carried=matter.carried_until is not None,
        sent_back=matter.reopened,
        reviewed=matter.reviews,
        date_set=any(run.override is not None for _, run in owed),
        called=matter.call_back is not None and matter.call_back.observed,
        contact_on_time=None if outside else _contacted(mechanism, matter, at),
    )


def _owed(mechanism: Mechanism, matter: Matter) -> list[tuple[Clock, ClockRun]]:
    """The runs that a reply stopped or will stop; a unit that was relieved owed none."""
    runs = [*(run for cycle in matter.past for run in cycle.clocks), *matter.clocks]
    found = [(mechanism.clocks[run.name], run) for run in runs]
    return [
        (clock, run)
        for clock, run in found
        if "replied" in clock.stops and (run.running or run.stopped_by == "replied")
    ]


def _of_unit(owed: Iterable[tuple[Clock, ClockRun]], matter: Matter) -> Iterable[ClockRun]:
    present = {id(run) for run in matter.clocks}
    return (run for clock, run in owed if inner(clock) and id(run) in present)


def _contacted(mechanism: Mechanism, matter: Matter, at: datetime | None) -> bool | None:
    """Whether the unit made contact in time; a matter closed without any contact was not."""
    runs = [run for run in matter.clocks if "contacted" in mechanism.clocks[run.name].stops]
    if any(run.stopped_by == "closed" for run in runs):
        return False
    return _kept((run for run in runs if run.running or run.stopped_by == "contacted"), at)


def _kept(runs: Iterable[ClockRun], at: datetime | None) -> bool | None:
    found = [_in_time(run, at) for run in runs]
    if False in found:
        return False
    return None if None in found or not found else True


def _in_time(run: ClockRun, at: datetime | None) -> bool | None:
    """Whether a clock was kept; one without a date was suspended, and so did not run out."""
    due = run.effective
    if run.stopped_at is not None:
        return due is None or run.stopped_at <= due
    return False if at is not None and due is not None and due < at else None


def _satisfied(said: str) -> bool | None:
    """Basically satisfied (基本满意) is satisfied; who was not asked is neither."""
    return {"yes": True, "partly": True, "no": False}.get(said)
