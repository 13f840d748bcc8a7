"""What a text tells of itself, and the words it was read from."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.matters.rules.phrases import days, fields, people, places, topics
from bihuan.matters.rules.phrases.reading import Reading

TODAY = date(2026, 11, 22)  # a Sunday
TOPICS = {"power": "用电", "road": "道路", "water": "用水", "city": "市容和违建", "other": "其他"}


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("电话13800002207，急", "13800002207", "13800002207"),
        ("138-0000-2207", "13800002207", "138-0000-2207"),
        ("+86 138 0000 2207", "13800002207", "+86 138 0000 2207"),
        ("座机 0731-28880001", "073128880001", "0731-28880001"),
        ("电话：28880001", "28880001", "28880001"),
    ],
)
def test_a_telephone_number_is_read(text: str, value: str, words: str) -> None:
    assert people.phone(text) == Reading(value, words)


@pytest.mark.parametrize("text", ["身份证430203199001011234", "编号 28880001", "补贴50000元"])
def test_other_numbers_are_no_telephones(text: str) -> None:
    assert people.phone(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我是李小红，小区停水", "李小红"),
        ("联系人：王建国，路灯坏了", "王建国"),
        ("赵恒泰（演示） 13800002207 路塌了", "赵恒泰（演示）"),
        ("恒泰机械赵总来电", "赵总"),
        ("一位王女士反映", "王女士"),
        ("恒泰机械赵恒泰 13800002207", "赵恒泰"),
        ("金山路13800002207", None),
        ("易书记您好，路灯坏了", None),
        ("于工地旁边，向总部反映", None),
        ("路灯坏了三天没人修", None),
        ("高新路上积水", None),
    ],
)
def test_a_name_is_read(text: str, value: str | None) -> None:
    found = people.name(text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("昨天停电", "2026-11-21"),
        ("2026年11月3日停电", "2026-11-03"),
        ("2026.11.3 停电", "2026-11-03"),
        ("11月18日发现", "2026-11-18"),
        ("12月25日发现", "2025-12-25"),
        ("上周五申请的", "2026-11-13"),
        ("周三就报了", "2026-11-18"),
        ("2月30日", None),
        ("三天没人修", None),
    ],
)
def test_a_day_is_read(text: str, value: str | None) -> None:
    found = days.day(text, TODAY)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("昨天下午厂区北门道路塌陷", "厂区北门"),
        ("育才路从小学到五中", "育才路"),
        ("我们幸福小区3栋又停水了", "幸福小区3栋"),
        ("在芦淞区人民医院门口占道", "芦淞区人民医院门口"),
        ("道路坏了", None),
        ("补贴没到账", None),
        ("一名普通村民", None),
        ("针对高新区麓谷街道", "高新区麓谷街道"),
    ],
)
def test_a_place_is_read(text: str, value: str | None) -> None:
    found = places.place(text)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("厂区道路塌陷", "road", "道路"),
        ("一个月跳闸三次", "power", "跳闸"),
        ("有人违建", "city", "违建"),
        ("路灯不亮", "city", "路灯"),
    ],
)
def test_a_topic_is_read_by_the_list_then_by_everyday_words(
    text: str, code: str, words: str
) -> None:
    assert topics.topic(text, TOPICS) == Reading(code, words)
    assert topics.topic("别的事情", TOPICS) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("恒泰机械赵总来电 13800002207，昨天下午北门道路塌陷，车过不去", "北门道路塌陷，车过不去"),
        ("各位领导好！麻烦看下路灯坏了", "看下路灯坏了"),
        ("尊敬的领导：你们好！路灯坏了", "路灯坏了"),
        ("易书记您好，路灯坏了", "路灯坏了"),
        ("我是李小红，幸福小区又停水了，电话138-0000-2207", "幸福小区又停水了"),
        ("王女士 15973300001 反映上周五申请的奖补没到账", "上周五申请的奖补没到账"),
    ],
)  # fmt: skip
def test_a_title_says_the_matter_and_neither_number_nor_caller(text: str, title: str) -> None:
    found = fields.title(text)
    assert found is not None
    assert found.value == title
