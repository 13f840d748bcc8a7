"""What is suggested for one matter to one who may decide on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from bihuan.kernel import record, routing, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter as State
from bihuan.matters.models import Learnt, Matter
from bihuan.matters.queries import versions
from bihuan.matters.queries.suggesting import lessons
from bihuan.matters.queries.visible import reads_whole
from bihuan.matters.rules.suggesting import storing, suggestion
from bihuan.matters.rules.suggesting.classes import Classes
from bihuan.matters.rules.suggesting.names import Register
from bihuan.matters.rules.suggesting.routes import Routes
from bihuan.matters.rules.suggesting.suggestion import NOTHING, Suggested
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.queries import reading

OTHERWISE = "otherwise"
# The moves on which a suggestion is shown: what it is of, and the answer it is for.
MOVES: Mapping[str, tuple[str, str]] = {
    "accept": (lessons.CLASS, "class"),
    "reclassify": (lessons.CLASS, "class"),
    "assign": (lessons.UNIT, "unit"),
}
_OPEN = ("received", "accepted")


@dataclass(frozen=True, slots=True)
class Offered:
    """Suggestions of one kind, and what they were learnt from."""

    learnt: Learnt
    suggested: Suggested


def offered(
    row: Matter, mechanism: Mechanism, state: State, actor: Actor, *, now: datetime
) -> dict[str, Offered]:
    """Suggestions by kind; none for who may not read the letter, and none where a row holds."""
    if mechanism.suggest is None or state.stage.value not in _OPEN or row.parent_id:
        return {}
    if not reads_whole(actor, row):
        return {}
    wanted = {
        lessons.UNIT: _unrouted(row, mechanism, state),
        lessons.CLASS: bool(mechanism.classes) and not state.class_,
    }
    found = {}
    for what in (one for one, is_wanted in wanted.items() if is_wanted):
        learnt = newest(row.mechanism, what)
        if learnt is not None:
            suggested = _suggested(learnt, what, row, mechanism, state, now)
            found[what] = Offered(learnt, suggested)
    return found


def for_move(row: Matter, action: str, actor: Actor, *, now: datetime) -> Offered | None:
    """What stands beside the form of a move, for the record of it."""
    if action not in MOVES:
        return None
    mechanism = versions.compiled(row.version_id)
    if mechanism.suggest is None:
        return None
    state = record.from_record(row.state)
    return offered(row, mechanism, state, actor, now=now).get(MOVES[action][0])


def newest(mechanism: str, what: str) -> Learnt | None:
    """What was learnt last, without its body."""
    found = Learnt.objects.filter(mechanism=mechanism, what=what, body__isnull=False)
    return found.defer("body").order_by("-made_at", "-pk").first()


def _unrouted(row: Matter, mechanism: Mechanism, state: State) -> bool:
    """Whether no row of the table holds, or none but its `otherwise`."""
    fired = routing.routed(mechanism, values_of(row, mechanism, state))
    return fired is None or fired.condition == OTHERWISE


def values_of(row: Matter, mechanism: Mechanism, state: State) -> dict[str, object]:
    """What the conditions of a mechanism may ask of a matter."""
    told = {**row.content.answers, mechanism.text_field: row.content.text, **state.values}
    return {**told, "class": state.class_, "channel": row.channel}


def _suggested(
    learnt: Learnt, what: str, row: Matter, mechanism: Mechanism, state: State, now: datetime
) -> Suggested:
    rule, text = mechanism.suggest, row.content.text
    if rule is None or not text:
        return NOTHING
    warmth = float(learnt.figures.get("warmth", 1.0))
    if what == lessons.CLASS:
        return suggestion.class_(
            classes(learnt.pk), row.title, text,
            warmth=warmth, confident=rule.confident, known=mechanism.classes,
        )  # fmt: skip
    on = now.astimezone(worktime.LOCAL).date()
    return suggestion.unit(
        routes(learnt.pk), register(on), row.title, text,
        warmth=warmth, confident=rule.confident, without=against(state, on),
    )  # fmt: skip


def against(state: State, on: date) -> frozenset[str]:
    """The units complained of, those that stand for them today, and those relieved of the matter:
    none of them is suggested.
    """
    known = {unit.code for unit in parties.all_units()}
    named = {*state.accused, *state.relieved} & known
    return frozenset(named | {parties.successor_of(code, on) or code for code in named})


@lru_cache(maxsize=8)
def routes(pk: int) -> Routes:
    """What was learnt about units, opened once a process."""
    return storing.routes(bytes(Learnt.objects.values_list("body", flat=True).get(pk=pk) or b""))


@lru_cache(maxsize=8)
def classes(pk: int) -> Classes:
    return storing.classes(bytes(Learnt.objects.values_list("body", flat=True).get(pk=pk) or b""))


def register(on: date) -> Register:
    """The units that stand on a day, taken apart once for each state of the registers."""
    return _register(reading.heads().registers, on)


@lru_cache(maxsize=4)
def _register(_head: str, on: date) -> Register:
    return lessons.register(on)
