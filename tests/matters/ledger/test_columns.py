"""Columns are proposed from their headings and from what stands in them."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest

from bihuan.matters.rules.ledgers import statuses, units
from bihuan.matters.rules.ledgers.columns import proposed
from bihuan.matters.rules.ledgers.layout import layout_of
from bihuan.mechanisms import loading
from bihuan.registers.sheets import grids

TODAY = date(2026, 11, 22)
BODY = resources.files("bihuan.mechanisms.library").joinpath("ledger.yaml").read_bytes()
FIELDS = loading.load(BODY, "ledger.yaml").mechanism.fields
KNOWN = {"自然资源局", "住建局", "住房和城乡建设局", "公安局"}


def meanings(text: str, kept: dict[str, str] | None = None) -> dict[str, str]:
    layout = layout_of(grids(text.encode())[0])
    assert layout
    return {c.heading: c.meaning for c in proposed(layout, FIELDS, kept or {}, TODAY)}


def test_headings_are_known_in_the_spellings_of_offices() -> None:
    found = meanings(
        "序号,企业名称,反映问题,交办时间,牵头单位,协办部门,要求完成时间,最新进展,是否销号,备注\n"
        "1,甲公司（演示）,停电,2026-1-5,供电公司,住建局,2026-2-1,在修,否,\n"
    )
    assert list(found.values()) == [
        "field:number", "field:enterprise", "text", "received_at", "unit", "assisting", "due_at",
        "progress", "status", "field:remark",
    ]  # fmt: skip


def test_a_number_that_counts_the_rows_is_no_number_of_the_matter() -> None:
    rows = "\n".join(f"{n},停电第{n}次,2026-1-{n}" for n in range(1, 9))
    assert meanings(f"编号,问题描述,收到日期\n{rows}\n")["编号"] == "field:number"
    rows = "\n".join(f"QY-{n * 7},停电第{n}次,2026-1-{n}" for n in range(1, 9))
    assert meanings(f"编号,问题描述,收到日期\n{rows}\n")["编号"] == "key"


def test_a_heading_that_says_nothing_is_judged_by_its_column() -> None:
    rows = "\n".join(
        f"厂区变压器容量不足，每天下午都要跳闸第{n}次,住建局,1990000000{n},2026-1-{n}"
        for n in range(1, 9)
    )
    assert list(meanings(f"甲,乙,丙,丁\n{rows}\n").values()) == [
        "text", "unit", "phone", "received_at",
    ]  # fmt: skip


def test_a_map_kept_from_before_is_followed_whatever_the_headings_say() -> None:
    text = "问题描述,责任单位\n停电,供电公司\n"
    assert meanings(text, {"问题描述": "title"}) == {"问题描述": "title", "责任单位": ""}


@pytest.mark.parametrize(
    ("cell", "lead", "assisting"),
    [
        ("自然资源局、住建局", "自然资源局", ("住建局",)),
        ("自然资源局（牵头）\n住建局（配合）", "自然资源局", ("住建局",)),
        ("配合单位：住建局；牵头单位：自然资源局", "自然资源局", ("住建局",)),
        ("住房和城乡建设局", "住房和城乡建设局", ()),
        ("自然资源局和住建局", "自然资源局", ("住建局",)),
        ("水利局和农业局", "水利局和农业局", ()),
        ("自然资源局/住建局 公安局", "自然资源局", ("住建局", "公安局")),
        ("自然资源局（牵头）住建局（配合）", "自然资源局", ("住建局",)),
        ("自然资源局（配合）住建局（牵头）", "住建局", ("自然资源局",)),
        ("", "", ()),
    ],
)
def test_two_units_in_one_cell_are_the_lead_and_those_that_assist(
    cell: str, lead: str, assisting: tuple[str, ...]
) -> None:
    assert units.units_in(cell, KNOWN.__contains__) == units.Named(lead, assisting)


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("已办结", ("replied", True)),
        ("已销号", ("closed", True)),
        ("办理中", ("handling", True)),
        ("未办", ("assigned", True)),
        ("已完成整改", ("replied", False)),
        ("尚未办结", ("handling", False)),
        ("再议", None),
    ],
)
def test_a_word_for_where_a_matter_stands(word: str, stage: tuple[str, bool] | None) -> None:
    assert statuses.stage_of(word) == stage
