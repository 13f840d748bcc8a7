"""What a move changes in the matter besides its stage: one function for a move."""

from collections.abc import Callable, Mapping

from bihuan.kernel import cards, clocks, correcting, tables
from bihuan.kernel.case import Case
from bihuan.kernel.checks import filled_table, running_clock
from bihuan.kernel.matter import CallBack, Changes, ClockRun, Cycle, Extension, Matter, Override
from bihuan.kernel.reclassifying import reclassified
from bihuan.kernel.stages import Stage


def _confirm(_case: Case) -> Changes:
    return {"confirmed": True}


def _accept(case: Case) -> Changes:
    changes = _class(case)
    changes["accepted_at"] = case.now
    return changes


def _class(case: Case) -> Changes:
    class_, matter = case.text("class"), case.matter
    if not class_ or class_ == matter.class_:
        return {}
    runs = reclassified(case.mechanism, matter, class_, case.calendar, case.now)
    return {"class_": class_, "clocks": runs}


def _assign(case: Case) -> Changes:
    unit = case.text("unit")
    card = _card(case, unit, case.matter.clocks)
    return {"unit": unit, "desk": None, "assigned_at": case.now, "card": card}


def _release(case: Case) -> Changes:
    return {"assigned_at": case.now}


def _return(case: Case) -> Changes:
    return {"return_asked": (case.matter.unit or "", case.text("suggested"))}


def _rule(case: Case) -> Changes:
    """The unit ruled responsible; a unit that is relieved hands its clocks back."""
    unit, matter = case.text("unit"), case.matter
    changes: Changes = {
        "unit": unit,
        "ruled": (*(code for code in matter.ruled if code != unit), unit),
        "relieved": tuple(code for code in matter.relieved if code != unit),
        "assigned_at": case.now,
        "return_asked": None,
    }
    if unit != matter.unit:
        changes["desk"] = None
        changes["relieved"] = (*changes["relieved"], matter.unit or "")
        changes |= _relieved(case, "ruled")
        changes["card"] = _card(case, unit, changes["clocks"])
    return changes


def _recall(case: Case) -> Changes:
    changes = _relieved(case, "recalled")
    changes["unit"], changes["desk"], changes["return_asked"] = None, None, None
    changes["card"] = cards.held(case.mechanism, changes["clocks"])
    return changes


def _relieved(case: Case, by: str) -> Changes:
    runs = case.matter.clocks
    return {"clocks": clocks.relieved(case.mechanism, runs, by, case.calendar, case.now)}


def _card(case: Case, unit: str, runs: tuple[ClockRun, ...]) -> str:
    """The card that comes along to this unit; an outside body is never carded."""
    return "" if case.facts.units[unit].external else cards.held(case.mechanism, runs)


def _desk(case: Case) -> Changes:
    return {"desk": case.text("desk")}


def _instead(case: Case, old: ClockRun, new: ClockRun) -> Changes:
    return {"clocks": tuple(new if run is old else run for run in case.matter.clocks)}


def _extend(case: Case) -> Changes:
    _, run = running_clock(case)
    given = Extension(case.span("by"), case.action.by.post, case.text("reason"), case.now)
    after = run.but(extensions=(*run.extensions, given))
    return _instead(case, run, _decided(case, run, after))


def _suspend(case: Case) -> Changes:
    _, run = running_clock(case)
    after = clocks.paused(case.mechanism, run, case.text("ground"), case.calendar, case.now)
    return _instead(case, run, after)


def _resume(case: Case) -> Changes:
    _, run = running_clock(case)
    return _instead(case, run, clocks.resumed(case.mechanism, run, case.calendar, case.now))


def _decided(case: Case, before: ClockRun, after: ClockRun) -> ClockRun:
    return clocks.decided(case.mechanism, before, after, case.calendar, case.now)


def _dated(case: Case, names: frozenset[str], source: str) -> Changes:
    """The date set for these clocks, those still to start included."""
    held = Override(case.moment("until"), source, case.action.by.post, case.now)
    kept = tuple(date for date in case.matter.dates if date[0] not in names)
    runs = tuple(
        _decided(case, run, run.but(override=held)) if run.running and run.name in names else run
        for run in case.matter.clocks
    )
    return {"dates": (*kept, *((name, held) for name in sorted(names))), "clocks": runs}


def _set_date(case: Case) -> Changes:
    return _dated(case, frozenset({case.clock_name()}), case.text("source"))


def _platform(case: Case) -> Changes:
    if "until" not in case.action.params:
        return {}
    return _dated(case, frozenset({case.clock_name()}), case.text("platform"))


def _carry(case: Case) -> Changes:
    """Its own date, for every clock that waits for the reply."""
    runs = case.matter.clocks
    names = frozenset(r.name for r in runs if clocks.awaits_reply(case.mechanism, r))
    changes = _dated(case, names, "carried")
    changes["carried"] = case.matter.carried + 1
    changes["carried_until"] = case.moment("until")
    return changes


def _progress(case: Case) -> Changes:
    """The rows of its table as the unit has filled them so far."""
    table = filled_table(case)
    if table is None:
        return {}
    kept = {tables.name_of(case.mechanism): tables.record(table)}
    return {"values": {**case.matter.values, **kept}}


def _reply(case: Case) -> Changes:
    return {
        "closing_kind": case.text("closing"),
        "replied_at": case.now,
        "call_back": None,
        "carried_until": None,
    }


def _call_back(case: Case) -> Changes:
    return {
        "call_back": CallBack(
            contacted=bool(case.action.params.get("contacted")),
            solved=case.text("solved"),
            satisfied=case.text("satisfied"),
            at=case.now,
            by=case.action.by.post,
            observed=case.action.origin != "inferred",
        )
    }


def _rate(_case: Case) -> Changes:
    return {"rated": True}


def _reopen(case: Case) -> Changes:
    changes = _next_cycle(case, "reopened")
    changes["reopened"] = case.matter.reopened + 1
    return changes


def _ask_review(case: Case) -> Changes:
    matter = case.matter
    changes = _next_cycle(case, case.mechanism.reviews[matter.reviews].name)
    changes["unit"], changes["desk"] = case.facts.superior, None
    changes["assigned_at"] = case.now
    changes["reviews"] = matter.reviews + 1
    return changes


def _reconsider(case: Case) -> Changes:
    """Back at the door, as if it had just come in; what was decided stays in the past."""
    changes = _next_cycle(case, "reconsidered")
    changes["unit"], changes["desk"] = None, None
    changes["accepted_at"], changes["assigned_at"] = None, None
    changes["into"] = ""
    return changes


def _stopped(case: Case, run: ClockRun, by: str) -> ClockRun:
    if not run.running:
        return run
    return clocks.stopped(case.mechanism, run, by, case.calendar, case.now)


def _next_cycle(case: Case, kind: str) -> Changes:
    """The finished cycle put by whole, and a fresh one begun with its own clocks and answers."""
    matter = case.matter
    ended = tuple(_stopped(case, r, kind) for r in matter.clocks)
    done = Cycle(
        matter.cycle, matter.cycle_kind, matter.unit, ended, matter.closing_kind,
        matter.replied_at, matter.closed_at, matter.call_back,
    )  # fmt: skip
    return {
        "past": (*matter.past, done),
        "cycle": matter.cycle + 1,
        "cycle_kind": kind,
        "begun_at": case.now,
        "clocks": (),
        "dates": (),
        "closing_kind": "",
        "replied_at": None,
        "closed_at": None,
        "call_back": None,
        "carried_until": None,
        "rated": False,
        "card": "",
    }


def _end(case: Case) -> Changes:
    return {"closed_at": case.now, "pending": None, "carried_until": None, "card": ""}


def _merge(case: Case) -> Changes:
    changes = _end(case)
    changes["into"] = case.text("into")
    return changes


def _unmerge(case: Case) -> Changes:
    """Back where it stood, as if it had never been merged: its clocks ran all the time."""
    matter = case.matter
    at_door = matter.accepted_at is None and not matter.part
    runs = tuple(_on_again(case, run) for run in matter.clocks)
    return {
        "stage": Stage.RECEIVED if at_door else Stage.ACCEPTED,
        "into": "",
        "closed_at": None,
        "clocks": runs,
        "card": cards.held(case.mechanism, runs),
    }


def _on_again(case: Case, run: ClockRun) -> ClockRun:
    """A run that the merging stopped, counted from its own beginning once more."""
    if run.stopped_by != "merged" or run.stopped_at != case.matter.closed_at:
        return run
    again = run.but(stopped_at=None, stopped_by="")
    return clocks.recounted(case.mechanism, again, case.calendar, case.now)


CHANGES: Mapping[str, Callable[[Case], Changes]] = {
    "accept": _accept,
    "ask-review": _ask_review,
    "assign": _assign,
    "call-back": _call_back,
    "carry": _carry,
    "confirm": _confirm,
    "correct": correcting.changes,
    "extend": _extend,
    "hand-over": _end,
    "merge": _merge,
    "pass-on": _desk,
    "platform": _platform,
    "progress": _progress,
    "rate": _rate,
    "recall": _recall,
    "reclassify": _class,
    "reconsider": _reconsider,
    "refuse": _end,
    "release": _release,
    "reopen": _reopen,
    "reply": _reply,
    "resume": _resume,
    "return": _return,
    "rule": _rule,
    "set-date": _set_date,
    "strike-off": _end,
    "suspend": _suspend,
    "unmerge": _unmerge,
    "withdraw": _end,
}


def events_of(case: Case, event: str, after: Matter) -> tuple[str, ...]:
    """The events a move raises: its own, and what it amounts to."""
    match case.action.name:
        case "rule":
            return (event, "assigned")
        case "ask-review":
            return (f"{after.cycle_kind}-asked",)
    return (event,) if event else ()
