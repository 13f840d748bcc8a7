"""Differences are told in words, in both languages."""

import pytest
from tests.mechanisms import sample

from bihuan.mechanisms import differing, library, loading

OLD = loading.load(sample.GOOD.encode(), "old").mechanism

SAID = [
    ("    within: 5wd", "    within: 10wd", "时限“答复”期限：5个工作日 → 10个工作日",
     "clock 答复 limit: 5 working days → 10 working days"),
    ("within: 2wh", "within: 1h", "时限“首次联系”期限：2个工作小时 → 1小时",
     "clock 首次联系 limit: 2 working hours → 1 hour"),
    ("signoff: {reply: [unit-deputy, unit-head]}\n", "",
     "取消签批“答复”（单位分管负责人、单位主要负责人）",
     "sign-off answer removed (unit-deputy, unit-head)"),
    ("{reply: [unit-deputy, unit-head]}", "{reply: unit-head}",
     "签批“答复”：单位分管负责人、单位主要负责人 → 单位主要负责人",
     "sign-off answer: unit-deputy, unit-head → unit-head"),
    ("close: [solved, ", "close: [solved, explained, ", "增加办结方式“解释说明”（名称 解释说明）",
     "closing kind 解释说明 added (label 解释说明)"),
    ("label: 已沟通, solves: false", "label: 已沟通, solves: true",
     "办结方式“已沟通”算解决：否 → 是", "closing kind 已沟通 counts as solved: no → yes"),
    ("version: 2023.10", "version: 2023.1", "版本：2023.10 → 2023.1", "version: 2023.10 → 2023.1"),
    ("ruled_by: common_superior", "ruled_by: owner", "退单裁定人：共同上级 → 牵头单位",
     "return ruled by: common_superior → owner"),
    ("rate: {scale: 5}\n", "", "取消评价（级数 5）", "rating removed (scale 5)"),
    ("at: 3wd, do: red", "at: 0, do: red",
     "增加催办督办“答复 0 红牌”（承办单位 单位主要负责人、分管领导）",
     "escalation 答复 0 red card added (unit in charge unit-head, leader)"),
    ("quiet: {from: 21:30, until: 7:30}\n", "", "免打扰时段：21:30、07:30 → 无",
     "quiet hours: 21:30, 07:30 → none"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "zh", "en"), SAID)
def test_a_difference_is_said_in_words(before: str, after: str, zh: str, en: str) -> None:
    new = loading.load(sample.changed(before, after).encode(), "new").mechanism
    found = differing.changes(OLD, new)
    assert zh in [change.say() for change in found]
    assert en in [change.say("en") for change in found]


def test_nothing_is_said_of_what_is_the_same() -> None:
    text = "# a remark\n" + sample.GOOD.replace(
        "channels: [web, qr]", "channels:\n  - web\n  - qr"
    )
    assert differing.changes(OLD, loading.load(text.encode(), "new").mechanism) == ()


def test_the_order_of_routes_is_a_difference() -> None:
    rows = "  - {when: topic == power, to: power-company, why: 供电}\n"
    other = "  - {when: urgent, to: power-company}\n"
    one = loading.load(sample.changed(rows, rows + other).encode(), "x").mechanism
    two = loading.load(sample.changed(rows, other + rows).encode(), "x").mechanism
    (change,) = differing.changes(one, two)
    assert change.say("en") == (
        "routing rule order: topic == power, urgent, otherwise → urgent, topic == power, otherwise"
    )


def test_a_change_and_its_reverse_are_as_many() -> None:
    names = library.names()
    found = [loading.load(library.read(name), name).mechanism for name in names]
    for one in found:
        for two in found:
            forth, back = differing.changes(one, two), differing.changes(two, one)
            assert len(forth) == len(back)
            assert bool(forth) is (one is not two)
            for change in forth:
                assert change.say()
                assert change.say("en")
