"""A few dozen matters made by real actions, of which a ledger of any size is copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.city import FOUNDED, UNITS, City
from bench.ledger import TEXT
from bihuan.kernel.actor import Actor
from bihuan.matters.actions import acting, receiving
from bihuan.matters.models import Matter
from bihuan.registers.parties import queries as parties

UNIT = UNITS[0]
HOUR = timedelta(hours=1)
# A move for each stage a matter passes on its way; it is left in the stage named.
WAY: tuple[tuple[str, str, str], ...] = (
    ("received", "", ""),
    ("accepted", "accept", "clerk"),
    ("assigned", "assign", "clerk"),
    ("handling", "sign-for", "handler"),
    ("replied", "reply", "handler"),
    ("called", "call-back", "verifier"),
    ("closed", "strike-off", "clerk"),
)
ANSWERS: dict[str, dict[str, object]] = {
    "assign": {"unit": UNIT},
    "reply": {"closing": "supported", "text": "已修复，请您查看。"},
    "call-back": {"contacted": True, "solved": "yes", "satisfied": "yes"},
}
# Days after the founding on which the copied matters came in, by where they stand. Those that the
# sweep must leave alone come in late enough for their first step to fall due after it.
OPEN_DAYS = range(60, 72)
CLOSED_DAYS = range(1, 40)
DUE_DAY = 10


@dataclass(frozen=True, slots=True)
class Templates:
    """Keys of the matters to copy: ended ones, open ones, and the one whose clock falls due."""

    closed: tuple[int, ...]
    open: tuple[int, ...]
    due: int
    falls_due: datetime


def made(city: City) -> Templates:
    """Make them; the one whose clock falls due is the first of all to do so."""
    closed = tuple(_left(city, "closed", day).pk for day in CLOSED_DAYS)
    stages = ("received", "accepted", "assigned", "handling", "handling", "handling", "replied")
    open_ = tuple(_left(city, stages[d % len(stages)], d).pk for d in OPEN_DAYS)
    due = _left(city, "handling", DUE_DAY)
    sooner = Matter.objects.filter(next_due_at__lte=due.next_due_at).exclude(pk=due.pk)
    if due.next_due_at is None or sooner.exists():
        raise AssertionError("another template falls due before the one that is to be swept")
    return Templates(closed, open_, due.pk, due.next_due_at)


def _left(city: City, stage: str, day: int) -> Matter:
    """One matter that came in on a day and was left in a stage."""
    now = FOUNDED + timedelta(days=day)
    with parties.one_reading():
        row = _taken_in(city, city.actor("clerk", now), now)
        for reached, name, who in WAY:
            if name:
                now += HOUR
                asked = acting.Asked(name, ANSWERS.get(name, {}))
                row = acting.act(row.number, asked, by=city.actor(who, now), now=now)
            if reached == stage:
                break
    return row


def _taken_in(city: City, clerk: Actor, now: datetime) -> Matter:
    values = {"title": "路灯不亮", "text": TEXT, "unit": UNIT}
    arrival = receiving.Arrival("phone", values, requester="王某（演示）", phone="13900000000")
    return receiving.receive(city.version, arrival, by=clerk, now=now).matter
