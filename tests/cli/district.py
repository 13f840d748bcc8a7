"""A small district: an office, a bureau and its government, each with its people and accounts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.kernel.actor import SYSTEM, Actor
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import publishing, receiving
from bihuan.matters.actions.acting import Asked, act
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.registers.parties import actions, queries
from bihuan.registers.parties.models import Account
from bihuan.registers.parties.rules.directory import PostFacts, RegionFacts, UnitFacts

# Acts on the tables happen before this moment; commands run after it, by the clock of the wall.
NOW = datetime(2026, 2, 13, 16, 0, tzinfo=LOCAL)
REGION = "lake"
PASSWORD = "long enough to guess"
PEOPLE = {
    "office-1": ("clerk", "office", {"clerk", "dispatcher", "verifier"}),
    "bureau-1": ("handler", "bureau", {"handler"}),
    "bureau-2": ("head", "bureau", {"unit-head"}),
    "government-1": ("leader", "government", {"leader"}),
}
MECHANISM = """
mechanism: hotline
version: "1"
title: 热线（演示）
basis: {issuer: 湖区（演示）, title: 热线办法, from: "2020-01-01"}
owner: office
channels: [phone, web, qr]
form:
  title: {type: line, label: 标题, serves: title}
  text: {type: text, label: 内容, required: true, serves: text}
accept: {within: 1wd, from: received, by: clerk}
refuse:
  - {code: in-court, tell: 已进入诉讼程序，请通过诉讼解决。}
route:
  - {otherwise: true, to: bureau}
return: {within: 2wd, needs: [reason], ruled_by: common_superior, ruled_within: 1wd}
clocks:
  finish: {within: 5wd, starts: assigned}
escalate:
  - {clock: finish, at: "0", do: yellow, to: unit-head}
verify: {by: owner, share: 1.0}
rate: {scale: 5, sealed_until: quarter-end, shown_from: 10}
close: [solved, explained]
"""


def settle() -> MechanismVersion:
    """Put the district on record and its hotline into force."""
    actions.record_region(RegionFacts(REGION, "湖区（演示）", "county"), by=SYSTEM, now=NOW)
    for code, name, above in (
        ("government", "湖区人民政府（演示）", ""),
        ("office", "湖区热线办（演示）", "government"),
        ("bureau", "湖区住建局（演示）", "government"),
    ):
        facts = UnitFacts(code, name, region=REGION, territorial=above)
        actions.record_unit(facts, by=SYSTEM, now=NOW)
    for post, (username, unit, duties) in PEOPLE.items():
        facts = PostFacts(post, unit, username, frozenset(duties), 1)
        actions.record_post(facts, by=SYSTEM, now=NOW)
        person = actions.record_person(name=f"{username}（演示）", by=SYSTEM, now=NOW)
        actions.appoint(post, person=person, since=date(2026, 1, 1), by=SYSTEM, now=NOW)
        actions.open_account(username, person=person, password=None, by=SYSTEM, now=NOW)
    return publishing.publish(MECHANISM.encode(), region=REGION, by=SYSTEM, now=NOW)


def actor(username: str) -> Actor:
    account = Account.objects.get(username=username)
    return queries.actor_of(account, on=NOW.date())


def take_in(version: MechanismVersion, text: str = "路灯不亮") -> receiving.Received:
    """A matter that a person told the clerk by telephone."""
    arrival = receiving.Arrival("phone", {"title": text, "text": text}, requester="周某（演示）")
    return receiving.receive(version, arrival, by=actor("clerk"), now=NOW)


def assigned(version: MechanismVersion, text: str = "路灯不亮") -> Matter:
    """A matter that waits at the bureau to be signed for."""
    number = take_in(version, text).matter.number
    later = NOW + timedelta(minutes=5)
    act(number, Asked("accept"), by=actor("clerk"), now=later)
    return act(number, Asked("assign", {"unit": "bureau"}), by=actor("clerk"), now=later)


def headed() -> None:
    """Give the office a head."""
    facts = PostFacts("office-2", "office", "director", frozenset({"unit-head"}), 1)
    actions.record_post(facts, by=SYSTEM, now=NOW)
    person = actions.record_person(name="director（演示）", by=SYSTEM, now=NOW)
    actions.appoint("office-2", person=person, since=date(2026, 1, 1), by=SYSTEM, now=NOW)
    actions.open_account("director", person=person, password=None, by=SYSTEM, now=NOW)
