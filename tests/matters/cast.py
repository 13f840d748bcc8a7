"""A standing cast: an office, two bureaus and a street under one district, and who sits there."""

from __future__ import annotations

from datetime import datetime, timedelta

from bihuan.kernel.actor import SYSTEM, Actor
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import acting, publishing, receiving
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules.directory import PostFacts, RegionFacts, UnitFacts

REGION = "430202"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=LOCAL)  # a Monday

UNITS = {
    "district-government": ("区人民政府（演示）", ""),
    "office": ("区诉求中心（演示）", "district-government"),
    "housing": ("区住建局（演示）", "district-government"),
    "power": ("供电公司（演示）", "district-government"),
    "water": ("区水利局（演示）", "district-government"),
    "street": ("月塘街道（演示）", "district-government"),
    "team": ("巡察组（演示）", "district-government"),
    "team-office": ("巡察办（演示）", "district-government"),
}
POSTS = {
    "clerk": ("office", {"clerk", "dispatcher"}),
    "second-clerk": ("office", {"clerk"}),
    "caller": ("office", {"verifier"}),
    "handler": ("housing", {"handler"}),
    "deputy": ("housing", {"unit-deputy"}),
    "head": ("housing", {"unit-head"}),
    "water-handler": ("water", {"handler"}),
    "street-handler": ("street", {"handler", "unit-head"}),
    "leader": ("district-government", {"leader", "clerk"}),
    "member": ("team", {"clerk", "inspector", "verifier"}),
    "heir": ("team-office", {"clerk", "inspector", "verifier"}),
}

DECLARED = """
mechanism: {code}
version: "1"
title: 诉求办理（演示）
basis: {{issuer: 演示, title: 演示办法, number: assumed, from: "2026-01-01"}}
owner: {owner}
channels: [web, phone, qr]
restricted: {restricted}
form:
  title: {{type: line, label: 标题, serves: title}}
  text: {{type: text, label: 什么事, required: true, serves: text}}
accept: {{within: 1wd, from: received, by: clerk}}
refuse:
  - {{code: in-court, label: 诉讼程序, tell: 请走诉讼程序, contest: owner}}
route:
  - {{otherwise: true, to: street, why: assumed}}
return:
  within: 1wd
  needs: [reason]
  ruled_by: common_superior
  ruled_within: 1wd
  final: unless-new-facts
clocks:
  reply:
    label: 答复
    within: 5wd
    starts: [assigned, reopened]
    stops: replied
    pauses: contested
    extend: {{times: 1, by: 5wd, needs: [reason], approver: owner, notify: person}}
signoff: {{reply: [unit-deputy, unit-head]}}
escalate:
  - {{clock: reply, at: "-1wd", do: remind, to: [handler]}}
  - {{clock: reply, at: "0", do: yellow, to: [handler, unit-head]}}
  - {{clock: reply, at: 3wd, do: red, to: [unit-head], draft: urge}}
letters: {{urge: 督办函, rectify: 立行立改函}}
verify:
  by: {verifier}
  share: 1.0
  asks: [contacted, solved, satisfied]
  reopens: {{when: solved == no, by: verifier, times: 2}}
rate: {{scale: 5, sealed_until: quarter-end, shown_from: 10}}
close:
  - {{code: solved, label: 解决, solves: true}}
  - {{code: explained, label: 解释, solves: false}}
score: {{response: 0.30, solution: 0.35, satisfaction: 0.35, min_sample: 3}}
"""


def district() -> None:
    """Put the region, its units and their posts on record."""
    registers.record_region(RegionFacts(REGION, "荷塘区", "county"), by=SYSTEM, now=NOW)
    for code, (name, above) in UNITS.items():
        facts = UnitFacts(code, name, region=REGION, territorial=above, external=code == "power")
        registers.record_unit(facts, by=SYSTEM, now=NOW)
    for code, (unit, duties) in POSTS.items():
        facts = PostFacts(code, unit, code, frozenset(duties))
        registers.record_post(facts, by=SYSTEM, now=NOW)


def publish(
    code: str = "requests",
    *,
    owner: str = "office",
    verifier: str = "owner",
    restricted: bool = False,
    last_step: str = "red",
    at: datetime = NOW,
) -> MechanismVersion:
    body = DECLARED.replace("do: red,", f"do: {last_step},").format(
        code=code, owner=owner, verifier=verifier, restricted=str(restricted).lower()
    )
    return publishing.publish(body.encode(), region=REGION, by=SYSTEM, now=at)


def actor(post: str) -> Actor:
    tree = reading.tree()
    facts = tree.posts[post]
    line = tree.superiors(facts.unit, None)
    return Actor(f"person of {post}", post, facts.unit, facts.duties, line, REGION)


def arrive(
    version: MechanismVersion, text: str = "电线杆歪了", at: datetime = NOW, **given: object
) -> receiving.Received:
    arrival = receiving.Arrival("qr", {"title": "电线杆", "text": text}, **given)  # type: ignore[arg-type]
    return receiving.receive(version, arrival, by=SYSTEM, now=at)


def do(matter: Matter, name: str, post: str, at: datetime = NOW, **params: object) -> Matter:
    return acting.act(matter.number, acting.Asked(name, params), by=actor(post), now=at)


def handled(version: MechanismVersion, at: datetime = NOW, **given: object) -> Matter:
    """A matter in the hands of the housing bureau."""
    matter = arrive(version, at=at, **given).matter
    matter = do(matter, "accept", "clerk", at)
    matter = do(matter, "assign", "clerk", at, unit="housing")
    return do(matter, "sign-for", "handler", at)


def replied(version: MechanismVersion, at: datetime = NOW, closing: str = "solved") -> Matter:
    """A matter answered by the housing bureau, both signatures given."""
    matter = handled(version, at)
    do(matter, "reply", "handler", at, closing=closing, text="已扶正")
    do(matter, "sign", "deputy", at)
    return do(matter, "sign", "head", at)


def later(**spans: int) -> datetime:
    return NOW + timedelta(**spans)
