"""Clocks of a matter: started and stopped by events, paused by stages and grounds.

A deadline follows from the facts a run records and a calendar revision, from nothing else.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache

from bihuan.kernel import worktime
from bihuan.kernel.declaration import Clock, Escalation, Mechanism
from bihuan.kernel.matter import ClockRun, Matter, holding
from bihuan.kernel.stages import ENDED, Stage
from bihuan.kernel.worktime import Calendar, Pause

# What can only happen while a unit holds the matter.
_IN_UNIT = frozenset(
    {"assigned", "signed", "returned", "ruled", "passed", "contacted", "progressed", "referred"}
)
_AT_THE_DOOR = frozenset({"received", "confirmed", "accepted"})
_STAGES = frozenset(stage.value for stage in Stage)

_IN_DAYS = frozenset(
    {worktime.SpanUnit.WORKING_DAY, worktime.SpanUnit.DAY, worktime.SpanUnit.MONTH}
)
_NOON = time(12)

Steps = tuple[tuple[datetime, int, Escalation], ...]


def inner(clock: Clock) -> bool:
    """Whether a clock belongs to the unit that holds the matter, and ends when it is relieved.

    The person's clock starts at receipt, acceptance or a request for review, and outlives it.
    """
    return not (clock.starts.isdisjoint(_IN_UNIT) or clock.starts & _AT_THE_DOOR)


@lru_cache(maxsize=1024)
def turning(
    mechanism: Mechanism, event: str, class_: str
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The names of the clocks an event stops, and of those it starts for a matter of a class."""
    declared = mechanism.clocks.values()
    stops = frozenset(clock.name for clock in declared if event in clock.stops)
    starts = (c.name for c in declared if event in c.starts and fits(c, class_))
    return stops, tuple(starts)


def fits(clock: Clock, class_: str) -> bool:
    """Whether a clock is for matters of that class."""
    return not clock.classes or class_ in clock.classes


@lru_cache(maxsize=4096)
def steps_of(mechanism: Mechanism, clock: str, calendar: Calendar, due: datetime) -> Steps:
    """The escalation steps of a clock that runs out then: when, their index and what is done."""
    found = [
        (worktime.shift(calendar, due, step.at), i, step)
        for i, step in enumerate(mechanism.escalations)
        if step.clock == clock
    ]
    return tuple(sorted(found, key=lambda one: one[:2]))


def awaits_reply(mechanism: Mechanism, run: ClockRun) -> bool:
    """Whether this clock runs, and a reply stops it."""
    return run.stopped_at is None and "replied" in mechanism.clocks[run.name].stops


def due_of(mechanism: Mechanism, run: ClockRun, calendar: Calendar) -> worktime.Deadline:
    """The computed deadline of a run, extensions included; no moment while a pause is open."""
    clock = mechanism.clocks[run.name]
    if not (run.pauses or run.extensions) and clock.within.unit in _IN_DAYS:
        return _in_days(mechanism, run.name, worktime.local(run.started_at).date(), calendar)
    found = worktime.deadline(
        calendar, run.started_at, clock.within, clock.count, run.pauses, clock.roll
    )
    for extension in run.extensions:
        if found.due_at is None:
            break
        found = worktime.extended(calendar, found.due_at, extension.by, run.pauses)
    return found


@lru_cache(maxsize=4096)
def _in_days(
    mechanism: Mechanism, name: str, start: date, calendar: Calendar
) -> worktime.Deadline:
    """A limit in days looks at the day it starts on, not at the time: one answer for all of it."""
    clock = mechanism.clocks[name]
    noon = datetime.combine(start, _NOON, worktime.LOCAL)
    return worktime.deadline(calendar, noon, clock.within, clock.count, (), clock.roll)


def next_step_at(mechanism: Mechanism, run: ClockRun, calendar: Calendar) -> datetime | None:
    """When the sweep must next look at this run: its next untaken step, or its silence."""
    if run.stopped_at is not None:
        return None
    return _next(mechanism, run, run.effective, calendar)


def counted(mechanism: Mechanism, run: ClockRun, calendar: Calendar) -> ClockRun:
    """The run with its deadline and its next step worked out from the facts it records."""
    found = due_of(mechanism, run, calendar)
    due = holding(run.override, run.floor, found.due_at)
    return run.but(
        due_at=found.due_at,
        provisional=found.provisional,
        revision=calendar.revision,
        next_at=_next(mechanism, run, due, calendar),
    )


def recounted(mechanism: Mechanism, run: ClockRun, calendar: Calendar, now: datetime) -> ClockRun:
    """The run under a revised calendar; one not overdue before is not overdue by the revision."""
    return _floored(mechanism, run, counted(mechanism, run, calendar), calendar, now)


def decided(
    mechanism: Mechanism, before: ClockRun, after: ClockRun, calendar: Calendar, now: datetime
) -> ClockRun:
    """The run after a decision on it, counted; a later date calls for its steps once more."""
    run = _again(mechanism, before, after, calendar, now)
    due, was = run.effective, before.effective
    if not run.fired or due is None or (was is not None and due <= was):
        return run
    ahead = {i for at, i, _ in steps_of(mechanism, run.name, calendar, due) if at > now}
    if ahead.isdisjoint(run.fired):
        return run
    run = run.but(fired=tuple(i for i in run.fired if i not in ahead), round=run.round + 1)
    return run.but(next_at=_next(mechanism, run, due, calendar))


def turned(
    mechanism: Mechanism,
    matter: Matter,
    events: Iterable[str],
    stage: str,
    calendar: Calendar,
    now: datetime,
) -> tuple[ClockRun, ...]:
    """The clocks of `matter` after the events, the matter now standing at `stage`."""
    runs, last = matter.clocks, ""
    for event in events:
        stops, starts = turning(mechanism, event, matter.class_)
        last = event
        if stops:
            runs = _without(mechanism, runs, stops, event, calendar, now)
        if starts:
            running = {run.name for run in runs if run.stopped_at is None}
            fresh = [name for name in starts if name not in running]
            here = matter.but(clocks=runs)
            runs += tuple([begun(mechanism, name, here, calendar, now) for name in fresh])
    if stage in ENDED:
        return _without(mechanism, runs, None, last, calendar, now)
    declared = mechanism.clocks
    return tuple(
        [
            _at_stage(mechanism, run, stage, calendar, now)
            if run.stopped_at is None and (run.pauses or declared[run.name].pauses)
            else run
            for run in runs
        ]
    )


def _without(
    mechanism: Mechanism,
    runs: tuple[ClockRun, ...],
    names: frozenset[str] | None,
    event: str,
    calendar: Calendar,
    now: datetime,
) -> tuple[ClockRun, ...]:
    """The runs, those of these names (all, when None) stopped by the event."""
    return tuple(
        [
            stopped(mechanism, run, event, calendar, now)
            if run.stopped_at is None and (names is None or run.name in names)
            else run
            for run in runs
        ]
    )


def begun(
    mechanism: Mechanism, name: str, matter: Matter, calendar: Calendar, since: datetime
) -> ClockRun:
    """A fresh run of a clock, with the date that was set for it, if one was."""
    held = next((date for clock, date in matter.dates if clock == name), None)
    earlier = max((run.round for run in matter.clocks if run.name == name), default=0)
    run = ClockRun(name, since, None, override=held, round=earlier + 1)
    return counted(mechanism, run, calendar)


def stopped(
    mechanism: Mechanism, run: ClockRun, by: str, calendar: Calendar, now: datetime
) -> ClockRun:
    """The run stopped by that event; an open pause ends with it and gives its days back."""
    if any(pause.ended is None for pause in run.pauses):
        pauses = tuple(p if p.ended else Pause(p.began, now, p.ground) for p in run.pauses)
        run = _again(mechanism, run, run.but(pauses=pauses), calendar, now)
    return run.but(stopped_at=now, stopped_by=by, next_at=None)


def relieved(
    mechanism: Mechanism,
    runs: tuple[ClockRun, ...],
    by: str,
    calendar: Calendar,
    now: datetime,
) -> tuple[ClockRun, ...]:
    """The runs after their unit was relieved: its own clocks end, the person's run on."""
    return tuple(
        stopped(mechanism, run, by, calendar, now)
        if run.stopped_at is None and inner(mechanism.clocks[run.name])
        else run
        for run in runs
    )


def suspended(run: ClockRun) -> Pause | None:
    """The suspension of a run on a listed ground that has not ended; a stage's pause is none."""
    return next((p for p in run.pauses if p.ended is None and p.ground not in _STAGES), None)


def paused(
    mechanism: Mechanism, run: ClockRun, ground: str, calendar: Calendar, now: datetime
) -> ClockRun:
    """The run suspended on a ground from now on."""
    after = run.but(pauses=(*run.pauses, Pause(now, None, ground)))
    return decided(mechanism, run, after, calendar, now)


def resumed(mechanism: Mechanism, run: ClockRun, calendar: Calendar, now: datetime) -> ClockRun:
    """The run with its suspension ended now."""
    open_ = suspended(run)
    pauses = tuple(Pause(p.began, now, p.ground) if p is open_ else p for p in run.pauses)
    return decided(mechanism, run, run.but(pauses=pauses), calendar, now)


def next_due(runs: Iterable[ClockRun]) -> datetime | None:
    """When the sweep must next look at a matter with these runs."""
    return min([run.next_at for run in runs if run.next_at is not None], default=None)


def _next(
    mechanism: Mechanism, run: ClockRun, due: datetime | None, calendar: Calendar
) -> datetime | None:
    if due is None:
        return None
    silence = due if mechanism.clocks[run.name].silence else None
    for at, i, _ in steps_of(mechanism, run.name, calendar, due):
        if i not in run.fired:
            return at if silence is None or at < silence else silence
    return silence


def _again(
    mechanism: Mechanism, before: ClockRun, after: ClockRun, calendar: Calendar, now: datetime
) -> ClockRun:
    run = counted(mechanism, after, calendar)
    if before.revision == calendar.revision:
        return run
    return _floored(mechanism, before, run, calendar, now)


def _floored(
    mechanism: Mechanism, before: ClockRun, after: ClockRun, calendar: Calendar, now: datetime
) -> ClockRun:
    was, due = before.effective, after.effective
    if due is None or due >= now or (was is not None and was < now):
        return after
    after = after.but(floor=was or _end_of_day(calendar, now))
    return after.but(next_at=_next(mechanism, after, after.effective, calendar))


def _end_of_day(calendar: Calendar, now: datetime) -> datetime:
    return datetime.combine(worktime.local(now).date(), calendar.day_ends, worktime.LOCAL)


def _at_stage(
    mechanism: Mechanism, run: ClockRun, stage: str, calendar: Calendar, now: datetime
) -> ClockRun:
    """The run as the stage wants it: paused by it or not, and suspended in handling alone.

    A suspension granted for the handling does not outlive it: else a matter recalled from its
    unit would stand with nobody reminded of it.
    """
    stages = mechanism.clocks[run.name].pauses
    pauses = tuple(
        p if p.ended is not None or _lasts(p, stage, stages) else Pause(p.began, now, p.ground)
        for p in run.pauses
    )
    if stage in stages and not any(p.ended is None and p.ground in _STAGES for p in pauses):
        pauses = (*pauses, Pause(now, None, stage))
    if pauses == run.pauses:
        return run
    return decided(mechanism, run, run.but(pauses=pauses), calendar, now)


def _lasts(pause: Pause, stage: str, stages: frozenset[str]) -> bool:
    return stage in stages if pause.ground in _STAGES else stage == Stage.HANDLING
