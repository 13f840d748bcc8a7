"""Who stands above whom, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.parties.cast import TODAY, UNITS, district

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules.directory import Directory, UnitFacts, directory, would_circle


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        ("city-gov", ()),
        ("gov", ("city-gov",)),
        ("edu", ("gov", "city-edu", "city-gov")),
        ("school", ("gov", "edu", "city-gov", "city-edu")),
    ],
)
def test_superiors_come_nearest_first_and_territorial_before_sectoral(
    unit: str, above: tuple[str, ...]
) -> None:
    assert district().superiors(unit, TODAY) == above


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("edu", "land", "gov"),
        ("school", "edu", "gov"),
        ("edu", "edu", "gov"),
        ("gov", "edu", "city-gov"),
        ("city-edu", "edu", "city-gov"),
        ("city-gov", "edu", None),
        ("city-gov", "city-gov", None),
    ],
)
def test_a_common_superior_is_above_both_and_neither_of_them(
    one: str, other: str, common: str | None
) -> None:
    assert district().common_superior(one, other, TODAY) == common
    assert district().common_superior(other, one, TODAY) == common


def test_of_equally_near_superiors_the_territorial_one_rules() -> None:
    tree = directory(
        [
            UnitFacts("a-sector", "甲"),
            UnitFacts("z-land", "乙"),
            UnitFacts("one", "丙", territorial="z-land", sectoral="a-sector"),
            UnitFacts("two", "丁", territorial="z-land", sectoral="a-sector"),
        ]
    )
    assert tree.common_superior("one", "two", TODAY) == "z-land"


def test_units_under_reach_down_both_lines() -> None:
    assert district().units_under("city-edu") == ("edu", "school")
    assert district().units_under("gov") == ("edu", "land", "school")
    assert district().units_under("school") == ()


def chain(*links: tuple[str, str, date | None]) -> Directory:
    return directory(
        UnitFacts(code, code, valid_until=until, successor=successor)
        for code, successor, until in links
    )


ENDED = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("links", "on", "successor"),
    [
        ((("a", "", None),), TODAY, "a"),
        ((("a", "b", ENDED), ("b", "", None)), TODAY, "b"),
        ((("a", "b", ENDED), ("b", "", None)), date(2024, 2, 29), "a"),
        ((("a", "b", ENDED), ("b", "", None)), ENDED, "b"),
        ((("a", "b", ENDED), ("b", "c", date(2025, 1, 1)), ("c", "", None)), TODAY, "c"),
        ((("a", "b", ENDED), ("b", "c", date(2025, 1, 1)), ("c", "", None)), ENDED, "b"),
        ((("a", "", ENDED),), TODAY, None),
    ],
)
def test_a_successor_stands_at_the_end_of_the_chain(
    links: tuple[tuple[str, str, date | None], ...], on: date, successor: str | None
) -> None:
    assert chain(*links).successor_of("a", on) == successor


def test_a_circle_of_successors_is_named() -> None:
    with pytest.raises(Refused) as refused:
        chain(("a", "b", ENDED), ("b", "a", ENDED)).successor_of("a", TODAY)
    assert refused.value.code == "unit.succession-circular"
    assert refused.value.facts == {"names": "a、b、a"}


def test_an_abolished_superior_hands_over_to_its_successor_or_its_own_superiors() -> None:
    succeeded = [
        *(unit for unit in UNITS if unit.code != "gov"),
        replace(UNITS[2], valid_until=ENDED, successor="new-gov"),
        UnitFacts("new-gov", "新区人民政府", region="430203", territorial="city-gov"),
    ]
    assert directory(succeeded).superiors("land", TODAY) == ("new-gov", "city-gov")
    orphaned = [replace(u, valid_until=ENDED) if u.code == "gov" else u for u in UNITS]
    assert directory(orphaned).superiors("land", TODAY) == ("city-gov",)
    assert directory(orphaned).superiors("land", date(2023, 1, 1)) == ("gov", "city-gov")


@pytest.mark.parametrize(
    ("code", "above", "circles"),
    [
        ("gov", "edu", True),
        ("gov", "gov", True),
        ("edu", "school", True),
        ("school", "edu", False),
        ("new", "edu", False),
    ],
)
def test_nobody_stands_above_his_own_superior(code: str, above: str, circles: bool) -> None:  # noqa: FBT001
    assert would_circle(district(), code, above) is circles


def test_posts_with_a_duty_come_in_their_order() -> None:
    assert [post.code for post in district().posts_with("gov", "dispatcher")] == ["gov-1"]
    assert district().posts_with("edu", "dispatcher") == ()


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        district().superiors("nowhere", TODAY)
    assert (refused.value.code, refused.value.facts) == ("unit.unknown", {"name": "nowhere"})


@pytest.mark.parametrize(
    ("code", "answers"), [("a", "b"), ("b", "b"), ("gone", ""), ("not-on-record", "not-on-record")]
)
def test_a_name_of_a_declaration_is_answered_to_by_whoever_stands_today(
    code: str, answers: str
) -> None:
    tree = chain(("a", "b", ENDED), ("b", "", None), ("gone", "", ENDED))
    assert tree.answering(code, TODAY) == answers
