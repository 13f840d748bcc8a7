"""Firms in the register: recorded once, renamed, found by any part of any name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.parties.cast import KEEPER, NOW, OFFICER

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.enterprises import actions, queries
from bihuan.registers.enterprises.actions import EnterpriseFacts
from bihuan.registers.enterprises.models import Enterprise, NamePair
from bihuan.registers.journal.models import Book, Entry

CODE = "914302031111111172"
FIRM = EnterpriseFacts("株洲甲乙机械有限公司（演示）", "demonstration", CODE, status="存续")
CLERK = Actor("5", "office-1", "office", frozenset({"clerk"}), (), "430203")


def record(facts: EnterpriseFacts = FIRM, by: Actor = KEEPER) -> Enterprise:
    return actions.record_enterprise(facts, by=by, now=NOW)


def rows() -> tuple[object, ...]:
    tables = (Enterprise, NamePair, Book, Entry)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


def refused(deed: Callable[[], object]) -> Refused:
    before = rows()
    with pytest.raises(Refused) as refusal:
        deed()
    assert rows() == before
    return refusal.value


@pytest.mark.django_db
def test_a_firm_goes_in_once() -> None:
    row = record()
    assert (row.code, row.name, row.status) == (CODE, FIRM.name, "存续")
    before = rows()
    record(replace(FIRM, code=f" {CODE[:8]} {CODE[8:]}"))
    assert rows() == before
    assert Entry.objects.get().data["code"] == CODE
    assert queries.enterprise_of(CODE.lower()) == row


@pytest.mark.django_db
def test_a_clerk_records_a_firm_too() -> None:
    assert record(by=CLERK).pk is not None


@pytest.mark.django_db
def test_a_renamed_firm_is_found_by_both_names() -> None:
    record()
    row = record(replace(FIRM, name="株洲丙丁装备有限公司（演示）", address="某路1号"))
    assert row.former_names == ["株洲甲乙机械有限公司（演示）"]
    assert queries.find_enterprise("甲乙机械") == (row,)
    assert queries.find_enterprise("丙丁装备") == (row,)
    assert queries.find_enterprise("机械丙丁") == ()
    assert (Enterprise.objects.count(), row.status, row.address) == (1, "存续", "某路1号")


@pytest.mark.parametrize(
    "text",
    [
        "甲乙机械",
        "甲乙",
        "株洲甲乙机械有限公司",
        "株洲 甲乙　机械",
        "机械有限公司（演示）",
        CODE,
        f"{CODE[:4]} {CODE[4:]}",
        "９１４３０２０３１１１１１１１１７２",
    ],
)
@pytest.mark.django_db
def test_a_firm_is_found_by_what_people_type(text: str) -> None:
    row = record(
        replace(FIRM, name="株洲甲乙机械有限公司", former_names=("机械有限公司（演示）",))
    )
    record(replace(FIRM, name="乙甲械机有限公司（演示）", code=""))
    assert queries.find_enterprise(text) == (row,)


@pytest.mark.parametrize("text", ["丙丁", "甲机", "914302031111111180", "%%", "__", "乙甲"])
@pytest.mark.django_db
def test_what_nobody_is_called_finds_nobody(text: str) -> None:
    record()
    assert queries.find_enterprise(text) == ()


@pytest.mark.parametrize("text", ["", " ", "甲", "（）"])
@pytest.mark.django_db
def test_one_character_is_too_little_to_look_for(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        queries.find_enterprise(text)
    assert refusal.value.code == "enterprise.fragment-short"


@pytest.mark.django_db
def test_at_most_twenty_are_found_the_shortest_first_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(25, 0, -1):
        record(EnterpriseFacts(f"株洲{'甲' * number}机械厂（演示）", "demonstration"))
    with django_assert_num_queries(1):
        found = queries.find_enterprise("机械厂")
    assert [len(row.name) for row in found] == list(range(10, 30))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(FIRM, name=" （） "), "enterprise.name-missing"),
        (replace(FIRM, provenance=" "), "enterprise.provenance-missing"),
        (replace(FIRM, code=CODE[:-1]), "enterprise.code-length"),
        (replace(FIRM, code=CODE[:-1] + "3"), "enterprise.code-check"),
        (replace(FIRM, code="914302031111111182"), "enterprise.code-inner-check"),
        (replace(FIRM, code="91430203111111117I"), "enterprise.code-character"),
        (replace(FIRM, code=""), "enterprise.exists"),
        (replace(FIRM, region="430203"), "region.not-here"),
        (replace(FIRM, name="长" * 201), "text.too-long"),
        (replace(FIRM, address="零\0路"), "text.unprintable"),
    ],
)
@pytest.mark.django_db
def test_a_firm_is_refused(facts: EnterpriseFacts, code: str) -> None:
    record()
    assert refused(lambda: record(facts)).code == code


@pytest.mark.django_db
def test_a_post_without_the_duty_records_no_firm() -> None:
    assert refused(lambda: record(by=OFFICER)).code == "parties.not-permitted"


@pytest.mark.django_db
def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        queries.enterprise_of(CODE)
    assert (refusal.value.code, refusal.value.facts) == ("enterprise.unknown", {"number": CODE})
