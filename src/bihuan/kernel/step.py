"""One move of one matter: asked, checked, decided. Pure: the caller locks, writes, announces."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bihuan.kernel import answers, clocks, correcting, signoffs, sweeping, worktime
from bihuan.kernel.capacities import among, capacities
from bihuan.kernel.case import Action, Case, Effect, Entry, Outcome
from bihuan.kernel.changes import CHANGES, events_of
from bihuan.kernel.checks import CHECKS, parts_ended
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts
from bihuan.kernel.matter import ClockRun, Matter
from bihuan.kernel.moves import MOVES, Move, Param
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import ENDED
from bihuan.kernel.worktime import Calendar


def needs(matter: Matter, action: str) -> frozenset[str]:
    """The facts this decision rests on, beyond those of the matter's own units."""
    if action in ("sign", "decline") and matter.pending is not None:
        action = matter.pending.action
    move = MOVES.get(action)
    return move.needs if move else frozenset()


def step(
    mechanism: Mechanism,
    matter: Matter,
    action: Action,
    facts: Facts,
    calendar: Calendar,
    now: datetime,
) -> Outcome:
    """Decide one move; refuses with a code and the facts of the case, and then nothing changed."""
    move = _possible(matter, action.name, now)
    params = answers.read(mechanism, action, move)
    asked, now = Action(action.name, params, action.by, action.origin), worktime.local(now)
    case = Case(mechanism, matter, asked, facts, calendar, now, now)
    special = _SPECIAL.get(action.name)
    if special is not None:
        return special(case)
    _permitted(case, move)
    sweep = _SWEEPS.get(action.name)
    if sweep is not None:
        return sweep(case)
    _check(case, move)
    duties = signoffs.needed(case)
    return _await(case, duties) if duties else _take(case, move)


def moves_open(mechanism: Mechanism, matter: Matter, by: Action, facts: Facts) -> tuple[str, ...]:
    """The moves this actor may make now, for the buttons of a page; a form may be refused."""
    held = capacities(mechanism, matter, by.by, facts)
    waits = matter.pending is not None
    standing = signoffs.standing(matter, by.by, facts)
    return tuple(
        name
        for name, move in MOVES.items()
        if matter.stage in move.stages
        and (move.while_pending or not waits)
        and not move.by.isdisjoint(standing if name in _SPECIAL else held)
    )


def params_of(action: str) -> tuple[Param, ...]:
    """The answers a move takes, for forms, the API and the command line."""
    return MOVES[action].params


def _possible(matter: Matter, name: str, now: datetime) -> Move:
    move = MOVES.get(name)
    if move is None:
        raise Refused("action.unknown", action=name)
    if matter.stage not in move.stages:
        raise Refused("matter.stage-wrong", action=name, stage=matter.stage.value)
    since = matter.begun_at or matter.received_at
    if now < since:
        raise Refused("matter.before-receipt", action=name, since=since)
    return move


def _permitted(case: Case, move: Move) -> None:
    name, pending = case.action.name, case.matter.pending
    held = among(move.by, case.mechanism, case.matter, case.action.by, case.facts)
    if not held:
        raise Refused("matter.capacity-missing", action=name, needed="、".join(sorted(move.by)))
    if pending is not None and not move.while_pending and "system" not in held:
        raise Refused("matter.sign-off-pending", action=pending.action)


def _check(case: Case, move: Move) -> None:
    if move.ends:
        parts_ended(case)
    check = CHECKS.get(case.action.name)
    if check is not None:
        check(case)


def _await(case: Case, duties: tuple[str, ...]) -> Outcome:
    name = case.action.name
    entry = _entry(case, MOVES[name], f"{name}-asked", {"waits_for": list(duties)})
    waiting = signoffs.awaiting(case, duties)
    return Outcome(case.matter.but(pending=waiting), entry, (_to_sign(duties[0], name),))


def _to_sign(duty: str, action: str) -> Effect:
    return Effect("notify", {"to": duty, "about": "sign", "action": action})


def _sign(case: Case) -> Outcome:
    waiting = signoffs.signed(case.matter, case.action.by, case.facts, case.now)
    left = len(waiting.needed) - len(waiting.signed)
    if left:
        entry = _entry(case, MOVES["sign"], "sign", {"action": waiting.action, "left": left})
        after = case.matter.but(pending=waiting)
        return Outcome(after, entry, (_to_sign(waiting.next_duty, waiting.action),))
    move = MOVES[waiting.action]
    asked = replace(case.action, name=waiting.action, params=dict(waiting.params))
    matter = case.matter.but(pending=None)
    due = replace(case, matter=matter, action=asked, asked_at=waiting.asked_at)
    _check(due, move)
    done = _take(due, move)
    signatures = [[duty, person, at.isoformat()] for duty, person, at in waiting.signed]
    data = {**done.entry.data, "signatures": signatures, "asked_by": waiting.asked_by}
    sealed = {**done.entry.sealed, **_signing_note(case)}
    return replace(done, entry=Entry(done.entry.kind, data, sealed))


def _signing_note(case: Case) -> dict[str, str]:
    note = case.text("note")
    return {"signing_note": note} if note else {}


def _decline(case: Case) -> Outcome:
    waiting = signoffs.pending(case.matter)
    standing = signoffs.standing(case.matter, case.action.by, case.facts)
    if standing.isdisjoint(MOVES["decline"].by):
        raise Refused("matter.signature-not-due", needed=waiting.next_duty)
    told = {"to": waiting.asked_by, "about": "declined", "action": waiting.action}
    entry = _entry(case, MOVES["decline"], "decline", {"action": waiting.action})
    return Outcome(case.matter.but(pending=None), entry, (Effect("notify", dict(told)),))


_SPECIAL: Mapping[str, Callable[[Case], Outcome]] = {"sign": _sign, "decline": _decline}
_SWEEPS: Mapping[str, Callable[[Case], Outcome]] = {
    "tick": sweeping.tick,
    "recount": sweeping.recount,
}


def _take(case: Case, move: Move) -> Outcome:
    """Apply the move: its changes, its stage, its clocks, and what follows from it."""
    matter = case.matter
    change = CHANGES.get(case.action.name)
    changed = matter.but(**change(case)) if change else matter
    stage = move.to or changed.stage
    events = events_of(case, move.event, changed)
    runs = clocks.turned(case.mechanism, changed, events, stage, case.calendar, case.now)
    if changed.cycle != matter.cycle:
        runs = _always_held(case, changed, runs)
    lapsed = _lapsed(changed, stage)
    after = changed.but(
        stage=stage,
        clocks=runs,
        next_due_at=clocks.next_due(runs),
        pending=None if lapsed else changed.pending,
    )
    entry = _entry(case, move, case.action.name, lapsed)
    return Outcome(after, entry, _effects(case, after))


def _lapsed(changed: Matter, stage: str) -> dict[str, object]:
    """A move that waits for signatures lapses when the matter leaves the stages it is made in."""
    waiting = changed.pending
    if waiting is None or stage in MOVES[waiting.action].stages:
        return {}
    return {"lapsed": waiting.action}


def _always_held(case: Case, matter: Matter, runs: tuple[ClockRun, ...]) -> tuple[ClockRun, ...]:
    """A new cycle is never without a date: where no clock of it runs, the main one does."""
    awaited = (run for run in runs if clocks.awaits_reply(case.mechanism, run))
    name = case.mechanism.main_clock(matter.class_)
    if matter.unit is None or not name or any(awaited):
        return runs
    fresh = clocks.begun(case.mechanism, name, matter, case.calendar, case.now)
    return (*runs, fresh)


def _entry(case: Case, move: Move, kind: str, more: Mapping[str, object]) -> Entry:
    if case.action.name == "correct":
        return Entry(kind, *correcting.recorded(case))
    data: dict[str, object] = {}
    private: dict[str, str] = {}
    for name, value in case.action.params.items():
        if name in move.sealed:
            private[name] = _said(value)
        else:
            data[name] = value if isinstance(value, str) else _plain(value)
    data.update(more)
    return Entry(kind, data, private)


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, (bool, int, list)) else str(value)


def _effects(case: Case, after: Matter) -> tuple[Effect, ...]:
    if case.action.name == "assign":
        return (*_assigning(case), *_planned(case))
    if after.stage in ENDED and case.matter.stage not in ENDED:
        return (Effect("release-parts", {}),)
    return ()


def _assigning(case: Case) -> list[Effect]:
    found = [Effect("part", {"unit": unit, "role": "assist"}) for unit in case.texts("assist")]
    found += [Effect("copy", {"unit": unit}) for unit in case.texts("copy")]
    if case.text("letter"):
        found.append(Effect("draft", {"letter": case.text("letter"), "to": case.text("unit")}))
    return found


def _planned(case: Case) -> list[Effect]:
    """The parts the mechanism plans, once: not for a part, and not when the unit changes later."""
    if case.matter.part or case.matter.assigned_at is not None:
        return []
    return [
        Effect("part", {"unit": part.to, "role": part.key, "after": list(part.after)})
        for part in case.mechanism.parts
    ]
