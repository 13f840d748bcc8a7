"""The standing cast of the pages: an office, two bureaus, and the people in their posts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bihuan.kernel.actor import Actor
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import publishing
from bihuan.registers.parties import actions as parties
from bihuan.registers.parties.rules.directory import PostFacts, RegionFacts, UnitFacts

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=LOCAL)
KEEPER = Actor("0", "", "", frozenset(), (), "", "system")
REGION = "430203"
PASSWORD = "crane-lantern-42"
MECHANISM = Path(__file__).with_name("mechanism.yaml")

REGIONS = (
    RegionFacts("430200", "株洲市", "city"),
    RegionFacts(REGION, "芦淞区", "county", "430200"),
)
UNITS = (
    UnitFacts("gov", "临江区人民政府（演示）", "区政府", REGION, "government"),
    UnitFacts("office", "营商环境办公室（演示）", "营商办", REGION, territorial="gov"),
    UnitFacts("housing", "住房和城乡建设局（演示）", "住建局", REGION, territorial="gov"),
    UnitFacts("land", "自然资源局（演示）", "自然资源局", REGION, territorial="gov"),
)
POSTS = (
    PostFacts("office-clerk", "office", "受理岗", frozenset({"clerk", "dispatcher"}), 1),
    PostFacts("office-verifier", "office", "回访岗", frozenset({"verifier"}), 2),
    PostFacts("housing-desk", "housing", "经办", frozenset({"handler"}), 3),
    PostFacts("housing-deputy", "housing", "副局长", frozenset({"unit-deputy"}), 2),
    PostFacts("housing-head", "housing", "局长", frozenset({"unit-head"}), 1),
    PostFacts("land-desk", "land", "经办", frozenset({"handler"}), 3),
    PostFacts("gov-leader", "gov", "副区长", frozenset({"leader", "clerk"}), 1),
)
PEOPLE = {
    "office-clerk": "周受理（演示）",
    "office-verifier": "吴回访（演示）",
    "housing-desk": "郑经办（演示）",
    "housing-deputy": "王副局（演示）",
    "housing-head": "冯局长（演示）",
    "land-desk": "陈自然（演示）",
    "gov-leader": "褚区长（演示）",
}


def found_city(now: datetime = NOW) -> None:
    """The register, the accounts (named like their posts) and the mechanism."""
    for region in REGIONS:
        parties.record_region(region, by=KEEPER, now=now)
    for unit in UNITS:
        parties.record_unit(unit, by=KEEPER, now=now)
    for post in POSTS:
        parties.record_post(post, by=KEEPER, now=now)
    for post, name in PEOPLE.items():
        person = parties.record_person(name=name, by=KEEPER, now=now)
        since = now.date().replace(month=1, day=1)
        parties.appoint(post, person=person, since=since, by=KEEPER, now=now)
        parties.open_account(post, person=person, password=PASSWORD, by=KEEPER, now=now)
    publishing.publish(MECHANISM.read_bytes(), region=REGION, by=KEEPER, now=now)
