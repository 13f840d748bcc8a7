"""Conditions: what they mean, and what is said of those that cannot be read."""

from datetime import UTC, date, datetime

import pytest

from bihuan.mechanisms.conditions import parsing, tree
from bihuan.mechanisms.conditions.lexing import Misread
from bihuan.mechanisms.conditions.parsing import Asked

FIELDS = {
    "topic": Asked(tree.WORD, frozenset({"用电", "用水", "power-line"})),
    "park": Asked(tree.WORD),
    "count": Asked(tree.NUMBER),
    "text": Asked(tree.TEXT),
    "urgent": Asked(tree.FLAG),
    "day": Asked(tree.DATE),
    "units": Asked(tree.LIST),
    "files": Asked(tree.LIST),
}

HOLDS = [
    ("topic == 用电", {"topic": "用电"}, True),
    ("topic == 用电", {"topic": "用水"}, False),
    ("topic == power-line", {"topic": "power-line"}, True),
    ("topic != 用电", {"topic": "用水"}, True),
    ("topic in [用电, 用水]", {"topic": "用水"}, True),
    ("park == 田心", {"park": " 田心 "}, True),
    ("count >= 10 and count < 20", {"count": 10}, True),
    ("count >= 10 and count < 20", {"count": 20}, False),
    ("count == 0.1", {"count": 0.1}, True),
    ("count > -3", {"count": "-2.5"}, True),
    ("count in [1, 2.50]", {"count": 2.5}, True),
    ("text has 噪音", {"text": "夜里有噪音"}, True),
    ('text has "a \\" b"', {"text": 'x a " b y'}, True),
    ("text == '12'", {"text": "12"}, True),
    ("urgent", {"urgent": True}, True),
    ("urgent == no", {"urgent": "no"}, True),
    ("urgent != yes", {"urgent": False}, True),
    ("day < 2026-03-01", {"day": "2026-02-28"}, True),
    ("day == 2026-03-01", {"day": datetime(2026, 2, 28, 16, 0, tzinfo=UTC)}, True),
    ("units has fire", {"units": ["fire", "police"]}, True),
    ("count_of(files) >= 2", {"files": ["a", "b"]}, True),
    ("length_of(text) > 3", {"text": "  四个字的  "}, True),
    ("given(topic)", {"topic": "用电"}, True),
    ("given(units)", {"units": []}, False),
    ("not topic == 用电 and urgent", {"topic": "用水", "urgent": True}, True),
    ("not (topic == 用电 or urgent)", {"topic": "用水", "urgent": False}, True),
    ("urgent or count > 1 and count < 0", {"urgent": True}, True),
]


@pytest.mark.parametrize(("text", "values", "expected"), HOLDS)
def test_a_condition_holds(text: str, values: dict[str, object], *, expected: bool) -> None:
    assert parsing.parse(text, FIELDS).holds(values) is expected


MISSING = ["topic == 用电", "topic != 用电", "count < 5", "text has a", "urgent", "urgent == no"]


@pytest.mark.parametrize("text", [*MISSING, "day > 2026-01-01", "units has a", "given(count)"])
@pytest.mark.parametrize("empty", [{}, {"topic": None, "count": "", "text": "  ", "day": "soon"}])
def test_a_comparison_with_a_missing_answer_is_false(text: str, empty: dict[str, object]) -> None:
    written = parsing.parse(text, FIELDS)
    assert written.holds(empty) is False
    assert parsing.parse(f"not ({text})", FIELDS).holds(empty) is True


BAD = [
    ("", 1, "condition.empty"),
    ("   ", 1, "condition.empty"),
    ("topic ==", 9, "condition.unfinished"),
    ("topic == 用电 urgent", 13, "condition.unexpected"),
    ("(topic == 用电", 13, "condition.unfinished"),
    ("topic == 用电)", 12, "condition.unexpected"),
    ("== 用电", 1, "condition.unexpected"),
    ("nobody == 用电", 1, "condition.field-unknown"),
    ("topic == 用气", 10, "condition.choice-unknown"),
    ("topic in [用电, 用气]", 15, "condition.choice-unknown"),
    ("topic in 用电", 10, "condition.unexpected"),
    ("topic", 1, "condition.not-a-question"),
    ("count", 1, "condition.not-a-question"),
    ("count == ten", 10, "condition.wrong-type"),
    ("count >= 10wd", 10, "condition.wrong-type"),
    ("day == 2026-13-01", 8, "condition.wrong-type"),
    ("urgent == maybe", 11, "condition.wrong-type"),
    ("topic == yes", 10, "condition.choice-unknown"),
    ("count == yes", 10, "condition.wrong-type"),
    ("topic < 用电", 7, "condition.not-ordered"),
    ("urgent > no", 8, "condition.not-ordered"),
    ("units == fire", 7, "condition.list-compared"),
    ("urgent in [yes]", 8, "condition.list-compared"),
    ("topic has 用", 7, "condition.cannot-have"),
    ("text has [", 10, "condition.text-wanted"),
    ("count_of(text) > 1", 1, "condition.function-wrong"),
    ("length_of(files) > 1", 1, "condition.function-wrong"),
    ("topic ＝＝ 用电", 7, "condition.wide-sign"),
    ("（topic == 用电)", 1, "condition.wide-sign"),
    ("topic = 用电", 7, "condition.single-equals"),
    ("text has '噪音", 10, "condition.quote-open"),
    ("count > 5%", 10, "condition.character"),
    ("urgent or " * 100 + "urgent", 1, "condition.too-long"),
    ("not " * 60 + "urgent", 161, "condition.too-deep"),
    ("(" * 60 + "urgent" + ")" * 60, 41, "condition.too-deep"),
]


@pytest.mark.parametrize(("text", "column", "code"), BAD)
def test_a_condition_that_cannot_be_read_says_where(text: str, column: int, code: str) -> None:
    with pytest.raises(Misread) as misread:
        parsing.parse(text, FIELDS)
    assert (misread.value.column, misread.value.code) == (column, code)


def test_every_kind_of_answer_can_be_asked_about() -> None:
    assert set(parsing.TYPES.values()) <= {
        tree.TEXT, tree.WORD, tree.NUMBER, tree.DATE, tree.FLAG, tree.LIST,
    }  # fmt: skip


def test_the_longest_condition_can_be_asked() -> None:
    text = "urgent or " * 99 + "urgent"
    assert parsing.parse(text, FIELDS).holds({"urgent": True}) is True
    assert str(parsing.parse(text, FIELDS).tree).count("urgent") == 100


def test_a_date_at_the_end_of_the_calendar_is_no_answer() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    assert parsing.parse("day > 2026-01-01", FIELDS).holds({"day": last}) is False
    assert parsing.parse("day > 2026-01-01", FIELDS).holds({"day": date.max}) is True
