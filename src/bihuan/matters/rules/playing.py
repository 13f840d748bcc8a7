"""A letter's history played through the kernel at its own dates, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import receiving, sweeping
from bihuan.kernel.actor import SYSTEM, Actor
from bihuan.kernel.case import Action, Outcome
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts, UnitFact
from bihuan.kernel.step import step
from bihuan.kernel.worktime import Calendar
from bihuan.matters.rules.letters import Letter
from bihuan.registers.journal.rules import chain

OBSERVED: chain.Origin = "observed"
IMPORTED: chain.Origin = "imported"
INFERRED: chain.Origin = "inferred"


@dataclass(frozen=True, slots=True)
class Played:
    """One move of a history: what it came to, when, and whether the file says so."""

    outcome: Outcome
    by: Actor
    at: datetime
    precision: chain.Precision
    origin: chain.Origin


@dataclass(frozen=True, slots=True)
class Stage:
    """What a history is played on: the rules, the calendar and the office that owns them."""

    mechanism: Mechanism
    calendar: Calendar
    channel: str
    now: datetime  # when the history is taken in
    by: Actor | None = None  # who takes the history in, where it is told in somebody's name

    def office(self) -> Actor:
        """The office that keeps the ledger, in the name of whoever takes it in."""
        return self._as(self.mechanism.owner, "clerk")

    def desk(self, unit: str) -> Actor:
        """The desk of the unit that handled it."""
        return self._as(unit, "handler")

    def _as(self, unit: str, duty: str) -> Actor:
        person, post = (self.by.person, self.by.post) if self.by else ("", "import")
        return Actor(person, post, unit, frozenset({duty}), (), "")


def play(
    stage: Stage,
    letter: Letter,
    number: str,
    unit: str,
    *,
    whole: bool,
    copied: Sequence[str] = (),
) -> list[Played]:
    """The moves of one letter, oldest first; without `whole` its receipt alone.

    The file says when a letter came, who answered and when. That it was accepted, assigned, signed
    for and struck off follows from that and is marked inferred; refuses what the kernel refuses.
    Steps of clocks that ran out before it was taken in are recorded and announced to nobody.
    """
    played = _moves(stage, letter, number, unit, whole=whole, copied=copied)
    last = played[-1].outcome.matter
    passed = sweeping.overtaken(stage.mechanism, last, stage.calendar, stage.now)
    if passed is not None:
        played.append(Played(passed, SYSTEM, stage.now, "moment", OBSERVED))
    return played


def _moves(
    stage: Stage,
    letter: Letter,
    number: str,
    unit: str,
    *,
    whole: bool,
    copied: Sequence[str],
) -> list[Played]:
    office = stage.office()
    values = values_of(stage.mechanism, letter)
    intake = receiving.Intake(number, stage.channel, values, letter.class_, letter.accused)
    first = receiving.receive(stage.mechanism, intake, stage.calendar, letter.received_at)
    played = [Played(first, office, letter.received_at, letter.received_precision, IMPORTED)]
    if letter.told is None and (not whole or not unit):
        return played
    named = {code: UnitFact(code) for code in (unit, *copied) if code}
    facts = Facts(owner=stage.mechanism.owner, units=named)
    desk = stage.desk(unit)
    rest = (
        _told(letter, unit, copied, office, desk)
        if letter.told
        else _rest(letter, unit, office, desk)
    )
    for name, params, by, at, precision, origin in rest:
        action = Action(name, params, by, origin)
        before = played[-1].outcome.matter
        outcome = step(stage.mechanism, before, action, facts, stage.calendar, at)
        played.append(Played(outcome, by, at, precision, origin))
    return played


def values_of(mechanism: Mechanism, letter: Letter) -> dict[str, str]:
    """The form as the letter answers it."""
    values = {mechanism.title_field: letter.title, mechanism.text_field: letter.text}
    values |= letter.answers
    values.pop("", None)
    return values


_Move = tuple[str, dict[str, object], Actor, datetime, chain.Precision, chain.Origin]


def _rest(letter: Letter, unit: str, office: Actor, desk: Actor) -> list[_Move]:
    came, answered = letter.received_at, letter.replied_at
    moves: list[_Move] = [
        ("accept", {}, office, came, "unknown", INFERRED),
        ("assign", {"unit": unit}, office, came, "unknown", INFERRED),
    ]
    if answered is None:
        return moves
    said = {"closing": letter.closing} if letter.closing else {}
    return [
        *moves,
        ("sign-for", {}, desk, came, "unknown", INFERRED),
        ("reply", dict(said), desk, answered, letter.replied_precision, IMPORTED),
        ("strike-off", {}, office, answered, "unknown", INFERRED),
    ]


_REACHED = ("received", "accepted", "assigned", "handling", "replied", "closed")


def _told(
    letter: Letter, unit: str, copied: Sequence[str], office: Actor, desk: Actor
) -> list[_Move]:
    """The moves that bring a row of a ledger to where the ledger says it stands.

    What the ledger says (its date, its account, its answer) is imported; what must have gone
    before is inferred.
    """
    told, came = letter.told, letter.received_at
    if told is None:
        return []
    reached = _REACHED.index(told.stage)
    answered = letter.replied_at or came
    reply: dict[str, object] = {"text": told.progress}
    if letter.closing:
        reply["closing"] = letter.closing
    as_told = IMPORTED if letter.replied_precision != "unknown" else INFERRED
    moves: list[_Move] = []
    if told.due is not None:
        due: dict[str, object] = {"until": told.due.isoformat(), "source": told.source}
        moves.append(("set-date", due, office, came, "unknown", IMPORTED))
    steps: list[_Move] = [
        ("accept", {}, office, came, "unknown", INFERRED),
        ("assign", {"unit": unit, "copy": list(copied)}, office, came, "unknown", INFERRED),
        ("sign-for", {}, desk, came, "unknown", INFERRED),
        ("reply", reply, desk, answered, letter.replied_precision, as_told),
        ("strike-off", {}, office, answered, "unknown", INFERRED),
    ]
    moves += steps[:reached]
    if told.stage == "handling" and told.progress:
        note: dict[str, object] = {"note": told.progress}
        moves.append(("progress", note, desk, came, "unknown", IMPORTED))
    return moves
