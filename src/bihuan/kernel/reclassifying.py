"""Which clocks a new class brings, counted from the moments already on record."""

from collections.abc import Mapping
from datetime import datetime

from bihuan.kernel import clocks
from bihuan.kernel.declaration import Clock, Mechanism
from bihuan.kernel.matter import ClockRun, Matter
from bihuan.kernel.worktime import Calendar

_REVIEWS = ("review", "rereview")


def reclassified(
    mechanism: Mechanism, matter: Matter, class_: str, calendar: Calendar, now: datetime
) -> tuple[ClockRun, ...]:
    """The clocks of a matter under another class: those it loses stop, those it gains have run
    since the event that starts them.
    """
    runs = tuple(
        clocks.stopped(mechanism, run, "reclassified", calendar, now)
        if run.running and not clocks.fits(mechanism.clocks[run.name], class_)
        else run
        for run in matter.clocks
    )
    after, moments = matter.but(clocks=runs), happened(matter)
    gained = (
        _gained(mechanism, clock, after, moments, calendar)
        for clock in mechanism.clocks.values()
        if class_ in clock.classes
    )
    return (*runs, *(run for run in gained if run is not None))


def happened(matter: Matter) -> Mapping[str, datetime]:
    """When the events of this cycle happened, as far as the matter records it."""
    begun = matter.begun_at or matter.received_at
    found: dict[str, datetime | None] = {
        run.stopped_by: run.stopped_at for run in matter.clocks if run.stopped_by
    }
    found |= {
        _begins(matter): begun,
        "accepted": matter.accepted_at,
        "assigned": _assigned(matter),
        "replied": matter.replied_at,
    }
    return {event: at for event, at in found.items() if at is not None and at >= begun}


def _assigned(matter: Matter) -> datetime | None:
    """A review is not assigned but asked for; only an assignment after that counts."""
    reviewed = matter.cycle_kind in _REVIEWS and matter.assigned_at == matter.begun_at
    return None if matter.unit is None or reviewed else matter.assigned_at


def _begins(matter: Matter) -> str:
    match matter.cycle_kind:
        case "first" | "reconsidered":
            return "received"
        case "reopened":
            return "reopened"
    return f"{matter.cycle_kind}-asked"


def _gained(
    mechanism: Mechanism,
    clock: Clock,
    matter: Matter,
    moments: Mapping[str, datetime],
    calendar: Calendar,
) -> ClockRun | None:
    """The run of a clock of the new class, if it has begun and its purpose was not met before."""
    earlier = [run for run in matter.clocks if run.name == clock.name]
    if any(run.running or run.stopped_by in clock.stops for run in earlier):
        return None
    since = min((moments[event] for event in clock.starts if event in moments), default=None)
    if since is None:
        return None
    run = clocks.begun(mechanism, clock.name, matter, calendar, since)
    met = [(moments[event], event) for event in clock.stops if event in moments]
    met = [(at, event) for at, event in met if at >= since]
    if not met:
        return run
    at, event = min(met)
    return clocks.stopped(mechanism, run, event, calendar, at)
