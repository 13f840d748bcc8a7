"""The standing cast of the parties: a small district, its keeper, and a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bihuan.kernel.actor import Actor
from bihuan.registers.parties.rules.directory import (
    Directory,
    PostFacts,
    RegionFacts,
    UnitFacts,
    directory,
)

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KEEPER = Actor("1", "", "", frozenset(), (), "", "system")
SECURITY = Actor("2", "", "", frozenset(), (), "", "security")
AUDITOR = Actor("3", "", "", frozenset(), (), "", "audit")
OFFICER = Actor("4", "edu-1", "edu", frozenset({"unit-head"}), ("gov",), "430203")

CITY = RegionFacts("430200", "株洲市", "city")
DISTRICT = RegionFacts("430203", "芦淞区", "county", "430200")
UNITS = (
    UnitFacts("city-gov", "株洲市人民政府", "市政府", "430200", "government", external=True),
    UnitFacts("city-edu", "株洲市教育局", "", "430200", territorial="city-gov", external=True),
    UnitFacts("gov", "芦淞区人民政府", "区政府", "430203", "government", "city-gov"),
    UnitFacts("edu", "芦淞区教育局", "区教育局", "430203", territorial="gov", sectoral="city-edu"),
    UnitFacts("land", "芦淞区自然资源局", "", "430203", territorial="gov"),
    UnitFacts("school", "芦淞区第一小学", "", "430203", "school", "gov", "edu"),
)
POSTS = (
    PostFacts("edu-1", "edu", "局长", frozenset({"unit-head"}), 1),
    PostFacts("edu-2", "edu", "科员", frozenset({"handler"}), 2),
    PostFacts("gov-1", "gov", "受理员", frozenset({"clerk", "dispatcher"}), 1),
)


def district() -> Directory:
    return directory(UNITS, (CITY, DISTRICT), POSTS)
