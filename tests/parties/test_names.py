"""Whom a written name means, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules.directory import RegionFacts, UnitFacts, directory
from bihuan.registers.parties.rules.names import Names, names_of

QINGPU = "310118"
UNITS = (
    UnitFacts("gov", "上海市青浦区人民政府", region=QINGPU),
    UnitFacts(
        "build",
        "上海市青浦区建设和管理委员会",
        "区建管委",
        QINGPU,
        aliases=("青浦区建设和交通委员会",),
    ),
    UnitFacts("edu", "上海市青浦区教育局", "教育局", QINGPU),
    UnitFacts("land", "规划和自然资源局", region=QINGPU),
    UnitFacts("city-edu", "上海市教育委员会", region=QINGPU, external=True),
    UnitFacts("city-land", "上海市规划和自然资源局", region=QINGPU, external=True),
    UnitFacts("market", "区市场监督管理局", region=QINGPU),
    UnitFacts("jinze", "金泽镇人民政府", region="310118001"),
    UnitFacts("street", "夏阳街道办事处", region=QINGPU),
    UnitFacts("green", "绿化和市容管理局（林业局）", region=QINGPU),
)


def names(*units: UnitFacts) -> Names:
    regions = (
        RegionFacts(QINGPU, "青浦区", "county", ""),
        RegionFacts("310118001", "金泽镇", "town", QINGPU),
    )
    return names_of(directory(units or UNITS, regions), {"上海市": "310000"})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("上海市青浦区建设和管理委员会", "build"),
        ("青浦区建设和管理委员会", "build"),
        ("建设和管理委员会", "build"),
        ("建管委", "build"),
        ("区建管委", "build"),
        ("青浦区建设和交通委员会", "build"),
        (" 上海市 青浦区教育局　", "edu"),
        ("区教育局", "edu"),
        ("上海市教育委员会", "city-edu"),
        ("市教育委员会", "city-edu"),
        ("规划和自然资源局", "land"),
        ("区规划和自然资源局", "land"),
        ("市规划和自然资源局", "city-land"),
        ("上海市规划和自然资源局", "city-land"),
        ("市场监督管理局", "market"),
        ("市场监管局", "market"),
        ("青浦区市监局", "market"),
        ("上海市青浦区金泽镇人民政府", "jinze"),
        ("金泽镇政府", "jinze"),
        ("上海市青浦区人民政府夏阳街道办事处", "street"),
        ("青浦区绿化和市容管理局(上海市青浦区林业局)", "green"),
        ("区政府", "gov"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, meant: str) -> None:
    assert names().unit(text).code == meant


@pytest.mark.parametrize("text", ["上海市闵行区教育局", "县教育局", "教育", "", "   ", "不存在局"])
def test_a_name_of_elsewhere_is_not_guessed(text: str) -> None:
    assert names().meant(text) == ()
    with pytest.raises(Refused) as refused:
        names().unit(text)
    assert refused.value.code == "unit.name-unknown"


def test_a_near_miss_is_told_the_nearest_names() -> None:
    with pytest.raises(Refused) as refused:
        names().unit("青浦区建设管理委员会")
    assert "上海市青浦区建设和管理委员会" in str(refused.value)


def test_a_name_of_two_units_is_refused_with_both() -> None:
    two = names(UnitFacts("a", "甲局", "综合科"), UnitFacts("b", "乙局", "综合科"))
    with pytest.raises(Refused) as refused:
        two.unit("综合科")
    assert refused.value.code == "unit.name-ambiguous"
    assert refused.value.facts["names"] == "甲局（a）、乙局（b）"


def test_a_unit_that_stands_goes_before_one_that_ended() -> None:
    ended = replace(UNITS[2], code="old", valid_until=date(2020, 1, 1))
    assert names(ended, UNITS[2]).unit("教育局", date(2026, 1, 1)).code == "edu"
    assert names(ended).unit("教育局", date(2026, 1, 1)).code == "old"


def test_our_own_unit_goes_before_an_outside_one_of_the_same_name() -> None:
    two = names(UnitFacts("ours", "供电公司"), UnitFacts("theirs", "供电公司", external=True))
    assert two.unit("供电公司").code == "ours"
