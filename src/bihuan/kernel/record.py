"""A matter as plain JSON values and back: what a row stores and the journal can rebuild."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bihuan.kernel import tables, worktime
from bihuan.kernel.matter import CallBack, ClockRun, Cycle, Extension, Matter, Override, Pending
from bihuan.kernel.moves import MOVES
from bihuan.kernel.stages import Stage

Record = dict[str, Any]

_MOMENTS = (
    "begun_at", "accepted_at", "assigned_at", "replied_at", "closed_at", "carried_until",
    "next_due_at",
)  # fmt: skip
_PLAIN = (
    "cycle", "cycle_kind", "class_", "unit", "desk", "values", "part", "confirmed", "card",
    "closing_kind", "reopened", "carried", "reviews", "rated", "into",
)  # fmt: skip


def to_record(matter: Matter) -> Record:
    """The whole state as JSON values; moments in ISO 8601 with their offset."""
    held = matter.__dict__
    return {name: write(held[name]) for name, write in _WRITTEN.items()}


def changes(before: Matter, after: Matter, known: Record) -> Record:
    """What differs between the records of two states, as `after` has it.

    `known` is the record of `before`. Only what a move has replaced is written down to be
    compared: the rest is one and the same.
    """
    was, now = before.__dict__, after.__dict__
    found: Record = {}
    for name, write in _WRITTEN.items():
        if now[name] is not was[name]:
            written = (
                _runs(after.clocks, before.clocks, known[name])
                if name == "clocks"
                else write(now[name])
            )
            if written != known[name]:
                found[name] = written
    return found


def _runs(
    runs: Iterable[ClockRun], before: Iterable[ClockRun], known: Iterable[Record]
) -> list[Record]:
    """The runs as JSON values; one that was there before is written down already."""
    there = {id(run): written for run, written in zip(before, known, strict=True)}
    return [there.get(id(run)) or run_to_record(run) for run in runs]


def from_record(found: Mapping[str, Any]) -> Matter:
    """The matter a record stands for; the inverse of `to_record`."""
    asked = found["return_asked"]
    rest: Record = {name: found[name] for name in _PLAIN}
    rest |= {name: _moment(found[name]) for name in _MOMENTS}
    return Matter(
        number=found["number"],
        stage=Stage(found["stage"]),
        received_at=_at(found["received_at"]),
        accused=tuple(found["accused"]),
        ruled=tuple(found["ruled"]),
        relieved=tuple(found["relieved"]),
        dates=tuple((clock, _read_override(held)) for clock, *held in found["dates"]),
        return_asked=(asked[0], asked[1]) if asked else None,
        pending=_read_pending(found["pending"]) if found["pending"] else None,
        clocks=tuple(map(run_from_record, found["clocks"])),
        call_back=_read_call_back(found["call_back"]) if found["call_back"] else None,
        past=tuple(map(_read_cycle, found["past"])),
        **rest,
    )


def journaled(found: Record) -> Record:
    """The record as it may enter the chain: without the cells of a table and the personal answers
    of a move that waits for signatures, which are sealed in their entries and so can be erased.
    """
    if tables.sealed(found["values"]):
        found = {**found, "values": tables.journaled(found["values"])}
    waiting = found["pending"]
    if not waiting:
        return found
    sealed = MOVES[waiting["action"]].sealed
    params = {name: value for name, value in waiting["params"].items() if name not in sealed}
    return {**found, "pending": {**waiting, "params": params}}


def run_to_record(run: ClockRun) -> Record:
    """One clock run as JSON values."""
    return {
        "name": run.name,
        "started_at": run.started_at.isoformat(),
        "due_at": _text(run.due_at),
        "provisional": run.provisional,
        "stopped_at": _text(run.stopped_at),
        "pauses": [[p.began.isoformat(), _text(p.ended), p.ground] for p in run.pauses],
        "extensions": [
            [str(e.by), e.approved_by, e.reason, e.at.isoformat()] for e in run.extensions
        ],
        "override": _override(run.override) if run.override else None,
        "fired": list(run.fired),
        "revision": run.revision,
        "floor": _text(run.floor),
        "next_at": _text(run.next_at),
        "stopped_by": run.stopped_by,
        "round": run.round,
    }


def run_from_record(found: Mapping[str, Any]) -> ClockRun:
    """The clock run a record stands for."""
    iso = _at
    return ClockRun(
        name=found["name"],
        started_at=iso(found["started_at"]),
        due_at=_moment(found["due_at"]),
        provisional=found["provisional"],
        stopped_at=_moment(found["stopped_at"]),
        pauses=tuple(worktime.Pause(iso(b), _moment(e), g) for b, e, g in found["pauses"]),
        extensions=tuple(
            Extension(worktime.parse_span(by), who, why, iso(at))
            for by, who, why, at in found["extensions"]
        ),
        override=_read_override(found["override"]) if found["override"] else None,
        fired=tuple(found["fired"]),
        revision=found["revision"],
        floor=_moment(found["floor"]),
        next_at=_moment(found["next_at"]),
        stopped_by=found["stopped_by"],
        round=found["round"],
    )


def _override(held: Override) -> list[str]:
    return [held.due_at.isoformat(), held.source, held.by, held.at.isoformat()]


def _read_override(found: list[str]) -> Override:
    due_at, source, by, at = found
    return Override(_at(due_at), source, by, _at(at))


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _at(text: str) -> datetime:
    return worktime.local(datetime.fromisoformat(text))


def _moment(text: str | None) -> datetime | None:
    return _at(text) if text else None


def _pending(waiting: Pending) -> Record:
    return {
        "action": waiting.action,
        "params": {name: _param(value) for name, value in waiting.params.items()},
        "needed": list(waiting.needed),
        "unit": waiting.unit,
        "asked_by": waiting.asked_by,
        "asked_at": waiting.asked_at.isoformat(),
        "signed": [[duty, person, at.isoformat()] for duty, person, at in waiting.signed],
    }


def _param(value: object) -> object:
    """Moments and spans carry their type, so that a move comes back as it was asked."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, worktime.Span):
        return {"span": str(value)}
    return value


def _read_param(value: object) -> object:
    match value:
        case {"moment": str(text)}:
            return _at(text)
        case {"span": str(text)}:
            return worktime.parse_span(text)
    return value


def _read_pending(found: Mapping[str, Any]) -> Pending:
    return Pending(
        action=found["action"],
        params={name: _read_param(value) for name, value in found["params"].items()},
        needed=tuple(found["needed"]),
        unit=found["unit"],
        asked_by=found["asked_by"],
        asked_at=_at(found["asked_at"]),
        signed=tuple((d, p, _at(at)) for d, p, at in found["signed"]),
    )


def _call_back(said: CallBack) -> Record:
    return {
        "contacted": said.contacted,
        "solved": said.solved,
        "satisfied": said.satisfied,
        "at": said.at.isoformat(),
        "by": said.by,
        "observed": said.observed,
    }


def _read_call_back(found: Mapping[str, Any]) -> CallBack:
    return CallBack(**{**found, "at": _at(found["at"])})


def _cycle(cycle: Cycle) -> Record:
    return {
        "number": cycle.number,
        "kind": cycle.kind,
        "unit": cycle.unit,
        "clocks": [run_to_record(run) for run in cycle.clocks],
        "closing_kind": cycle.closing_kind,
        "replied_at": _text(cycle.replied_at),
        "closed_at": _text(cycle.closed_at),
        "call_back": _call_back(cycle.call_back) if cycle.call_back else None,
    }


def _read_cycle(found: Mapping[str, Any]) -> Cycle:
    return Cycle(
        number=found["number"],
        kind=found["kind"],
        unit=found["unit"],
        clocks=tuple(map(run_from_record, found["clocks"])),
        closing_kind=found["closing_kind"],
        replied_at=_moment(found["replied_at"]),
        closed_at=_moment(found["closed_at"]),
        call_back=_read_call_back(found["call_back"]) if found["call_back"] else None,
    )


def _same(value: object) -> object:
    return value


def _maybe(write: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda value: write(value) if value else None


_WRITTEN: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_PLAIN, _same),
    **dict.fromkeys(_MOMENTS, _text),
    "number": _same,
    "stage": lambda stage: stage.value,
    "received_at": _text,
    "accused": list,
    "ruled": list,
    "relieved": list,
    "dates": lambda dates: [[clock, *_override(held)] for clock, held in dates],
    "return_asked": _maybe(list),
    "pending": _maybe(_pending),
    "clocks": lambda runs: [run_to_record(run) for run in runs],
    "call_back": _maybe(_call_back),
    "past": lambda past: [_cycle(cycle) for cycle in past],
}
