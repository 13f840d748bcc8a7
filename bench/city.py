"""An invented district to measure in: its units, posts and people, and a mechanism in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources

from django.db import transaction

from bihuan.kernel.actor import SYSTEM, Actor
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import publishing
from bihuan.matters.models import MechanismVersion
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.models import Account
from bihuan.registers.parties.rules.directory import PostFacts, RegionFacts, UnitFacts

REGION, TOP, OFFICE = "bench-district", "district-government", "petition-office"
DEPARTMENTS, TOWNS = 34, 10
FOUNDED = datetime(2026, 1, 5, 9, 0, tzinfo=LOCAL)
NAMES = ("clerk", "verifier", "handler")
UNITS = tuple(
    [f"department-{n:02d}" for n in range(1, DEPARTMENTS + 1)]
    + [f"town-{n:02d}" for n in range(1, TOWNS + 1)]
)


@dataclass(frozen=True, slots=True)
class City:
    """What was founded: the version in force, and one account in each capacity."""

    version: MechanismVersion
    accounts: dict[str, Account]

    def actor(self, name: str, now: datetime) -> Actor:
        return parties.actor_of(self.accounts[name], on=now.date())


def found() -> City:
    """Put the district on record: 46 units, their posts, three people who sign in."""
    with transaction.atomic():
        region = RegionFacts(REGION, "测速区（演示）", "county")
        registers.record_region(region, by=SYSTEM, now=FOUNDED)
        _unit(TOP, "测速区政府（演示）", "")
        _unit(OFFICE, "测速区信访局（演示）", TOP)
        for code in UNITS:
            _unit(code, f"{code}（演示）", TOP)
            _post(f"{code}-desk", code, "handler")
            _post(f"{code}-head", code, "unit-head")
        _post("office-desk", OFFICE, "clerk", "dispatcher")
        _post("office-calls", OFFICE, "verifier")
        _post("leader", TOP, "leader")
        accounts = {
            "clerk": _account("clerk", "office-desk"),
            "verifier": _account("verifier", "office-calls"),
            "handler": _account("handler", f"{UNITS[0]}-desk"),
        }
        return City(_published(), accounts)


def _unit(code: str, name: str, above: str) -> None:
    facts = UnitFacts(code, name, region=REGION, territorial=above)
    registers.record_unit(facts, by=SYSTEM, now=FOUNDED)


def _post(code: str, unit: str, *duties: str) -> None:
    facts = PostFacts(code, unit, f"{code}（演示）", frozenset(duties))
    registers.record_post(facts, by=SYSTEM, now=FOUNDED)


def _account(name: str, post: str) -> Account:
    person = registers.record_person(name=f"{name}（演示）", by=SYSTEM, now=FOUNDED)
    since = (FOUNDED - timedelta(days=30)).date()
    registers.appoint(post, person=person, since=since, by=SYSTEM, now=FOUNDED)
    return registers.open_account(name, person=person, password=None, by=SYSTEM, now=FOUNDED)


def _published() -> MechanismVersion:
    body = resources.files("bihuan.mechanisms.library").joinpath("petition.yaml").read_bytes()
    return publishing.publish(body, region=REGION, by=SYSTEM, now=FOUNDED)
