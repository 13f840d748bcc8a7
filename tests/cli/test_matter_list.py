from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cli import district

pytestmark = pytest.mark.django_db
REQUIRED = {
    "number", "mechanism", "version", "stage", "closing_kind", "unit",
    "received_at", "due_at", "replied_at", "closed_at",
}  # fmt: skip


def test_without_an_account_the_list_is_statistics(bihuan: Any) -> None:
    version = district.settle()
    district.take_in(version, "路灯不亮，电话13812345678")
    said = bihuan("matter", "list", "--json")
    [row] = said.rows
    assert set(row) >= REQUIRED
    assert row["number"] == "HOTLINE-2026-00001"
    assert row["stage"] == "received"
    assert row["received_at"] == "2026-02-13T16:00:00+08:00"
    assert "title" not in row
    assert "路灯" not in said.out


def test_an_account_lists_what_it_may_read(bihuan: Any) -> None:
    version = district.settle()
    district.take_in(version, "电话13812345678")
    district.assigned(version, "井盖松动")
    rows = bihuan("matter", "list", "--json", "--as", "handler").rows
    assert [row["title"] for row in rows] == ["井盖松动"]
    rows = bihuan("matter", "list", "--json", "--as", "clerk").rows
    assert [row["title"] for row in rows] == ["电话138****5678", "井盖松动"]


def test_filters_narrow_the_list(bihuan: Any) -> None:
    version = district.settle()
    district.take_in(version)
    passed_on = district.assigned(version)
    assert len(bihuan("matter", "list", "--json").rows) == 2
    assert len(bihuan("matter", "list", "--json", "--limit", "1").rows) == 1
    assert len(bihuan("matter", "list", "--json", "--overdue").rows) == 2
    for words in (["--unit", "bureau"], ["--stage", "assigned"]):
        [row] = bihuan("matter", "list", "--json", *words).rows
        assert row["number"] == passed_on.number
    for words in (
        ["--mechanism", "petition"],
        ["--since", "2026-02-14"],
        ["--until", "2026-02-13 16:00"],
    ):
        assert bihuan("matter", "list", "--json", *words).rows == []


def test_people_read_columns(bihuan: Any) -> None:
    district.take_in(district.settle())
    assert bihuan("matter", "list").out.split() == [
        "HOTLINE-2026-00001",
        "received",
        "2026-02-14",
        "23:59",
    ]


def test_the_list_takes_one_query_however_long(bihuan: Any) -> None:
    version = district.settle()
    for text in "甲乙丙":
        district.take_in(version, text)
    with CaptureQueriesContext(connection) as asked:
        bihuan("matter", "list", "--json")
    assert len(asked) == 1


def test_administrators_read_nothing(bihuan: Any) -> None:
    district.take_in(district.settle())
    district.actions.open_account(
        "root", person=None, password=None, by=district.SYSTEM, now=district.NOW
    )
    said = bihuan("matter", "list", "--as", "root")
    assert (said.exit_code, said.out) == (2, "")


def test_an_account_that_is_none_is_refused(bihuan: Any) -> None:
    district.settle()
    said = bihuan("matter", "list", "--as", "nobody")
    assert (said.exit_code, said.out) == (2, "")
    assert said.err == "There is no account “nobody”. Check the name.\n"
