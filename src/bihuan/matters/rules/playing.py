"""A letter's history played through the kernel at its own dates, in memory."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import receiving
from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Action, Outcome
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts, UnitFact
from bihuan.kernel.step import step
from bihuan.kernel.worktime import Calendar
from bihuan.matters.rules.letters import Letter
from bihuan.registers.journal.rules import chain

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


def play(stage: Stage, letter: Letter, number: str, unit: str, *, whole: bool) -> list[Played]:
    """The moves of one letter, oldest first; without `whole` its receipt alone.

    The file says when a letter came, who answered and when. That it was accepted, assigned, signed
    for and struck off follows from that and is marked inferred; refuses what the kernel refuses.
    """
    office = Actor("", "import", stage.mechanism.owner, frozenset({"clerk"}), (), "")
    values = values_of(stage.mechanism, letter)
    intake = receiving.Intake(number, stage.channel, values, letter.class_, letter.accused)
    first = receiving.receive(stage.mechanism, intake, stage.calendar, letter.received_at)
    played = [Played(first, office, letter.received_at, letter.received_precision, IMPORTED)]
    if not whole or not unit:
        return played
    desk = Actor("", "import", unit, frozenset({"handler"}), (), "")
    facts = Facts(owner=stage.mechanism.owner, units={unit: UnitFact(unit)})
    for name, params, by, at, precision, origin in _rest(letter, unit, office, desk):
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
