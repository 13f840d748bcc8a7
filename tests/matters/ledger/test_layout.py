"""The header is found however many rows it has, and what is no matter is passed over."""

from __future__ import annotations

from datetime import date

import pytest
from tests.matters import ledgers
from tools import bad_ledger

from bihuan.kernel.refused import Refused
from bihuan.matters.rules.ledgers.layout import Layout, layout_of
from bihuan.matters.rules.ledgers.opening import opened
from bihuan.registers.sheets import grids

TODAY = date(2026, 11, 22)


def layout(data: bytes) -> Layout:
    found = layout_of(grids(data)[0])
    assert found
    return found


def test_two_rows_of_headings_are_joined_below_merged_titles() -> None:
    found = layout(bad_ledger.workbook(rows=120))
    assert (found.top, found.bottom) == (3, 4)
    assert found.headings[7:10] == ("办理情况/进展", "办理情况/是否办结", "办理情况/答复日期")
    assert len(found.lines) == 120
    assert {each.why for each in found.passed} == {"total", "section", "note"}


def test_a_grouping_heading_saved_as_csv_stands_over_its_columns() -> None:
    text = (
        "台账,,,\n问题描述,责任单位,办理情况,,备注\n,,进展,答复日期,\n路灯不亮,城管局,在修,8.3,\n"
    )
    found = layout(text.encode())
    assert found.headings == ("问题描述", "责任单位", "办理情况/进展", "办理情况/答复日期", "备注")
    assert [line.row for line in found.lines] == [4]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["合  计", "", "", "300件"], "total"),
        (["", "小计", "", "12"], "total"),
        (["填表人：周受理", "", "", ""], "note"),
        (["一、住建领域", "", "", ""], "section"),
        (list(ledgers.HEAD), "header"),
    ],
)
def test_a_row_that_is_no_matter_is_passed_over(row: list[str], why: str) -> None:
    found = layout(ledgers.book(ledgers.row(1), row, ledgers.row(2)))
    assert [each.why for each in found.passed] == [why]
    assert len(found.lines) == 2


def test_a_heading_that_stands_twice_is_told_apart_by_its_letter() -> None:
    head = (*ledgers.HEAD, "备注", "备注")
    found = layout(ledgers.book([*ledgers.row(1), "甲", "乙"], head=head))
    assert found.headings[-2:] == ("备注 (I)", "备注 (J)")


def test_what_a_file_hides_is_said() -> None:
    said = [each.code for each in opened(bad_ledger.workbook(), "x.xlsx", TODAY).said]
    assert said[:3] == ["ledger.sheet-hidden", "ledger.columns-hidden", "ledger.passed-total"]


@pytest.mark.parametrize(
    ("title", "name", "day", "where"),
    [
        ("截至2026年2月27日", "x.xlsx", date(2026, 2, 27), "title"),
        ("（截至8月4日）", "x.xlsx", date(2026, 8, 4), "title"),
        ("", "台账20260301.xlsx", date(2026, 3, 1), "name"),
        ("", "x.xlsx", date(2026, 2, 3), "rows"),
    ],
)
def test_the_day_a_ledger_speaks_of_is_found(title: str, name: str, day: date, where: str) -> None:
    found = opened(ledgers.book(ledgers.row(1), title=title), name, TODAY)
    assert (found.as_of, found.where) == (day, where)


def test_a_sheet_without_headings_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        opened(b"1,2\n3,4\n", "x.csv", TODAY)
    assert refused.value.code == "ledger.header-missing"
