"""The rows of a table: shared out, filled, refused by row and column."""

import pytest

from bihuan.kernel import tables
from bihuan.kernel.declaration import Column, Field
from bihuan.kernel.refused import Refused
from bihuan.kernel.tables import Row, Table

COLUMNS = (
    Column("what", "任务"),
    Column("done", "完成情况", "choice", required=True, choices=("已完成", "未完成")),
    Column("on", "完成日期", "date"),
    Column("sum", "金额", "number"),
    Column("ok", "是否上报", "yes-no"),
)
FIELD = Field("table", "清单", "table", columns=COLUMNS)


def row(at: int, unit: str, *cells: str) -> Row:
    given = (*cells, *("",) * (len(COLUMNS) - len(cells)))
    return Row(at, unit, given, given)


SHEET = Table(COLUMNS, (row(1, "a", "修路"), row(2, "b", "架桥"), row(3, "", "打井")))


def refused(table: Table, cells: list[list[str]]) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as why:
        tables.filled(table, cells)
    return why.value.code, dict(why.value.facts)


def test_a_table_comes_back_from_its_record() -> None:
    done = tables.filled(SHEET, [["", "已完成", "", "", ""]] * 3)
    assert tables.read(tables.record(SHEET)) == SHEET
    assert tables.read(tables.record(done)) == done
    tables.check(FIELD, tables.record(SHEET))


def test_given_cells_stay_and_open_ones_are_filled() -> None:
    cells = [["", " 已完成 ", "2026-03-01", "3.5", "是"], ["架桥", "未完成", "", "", ""], [""] * 5]
    found = tables.filled(SHEET, cells)
    assert found.rows[0].cells == ("修路", "已完成", "2026-03-01", "3.5", "是")
    assert found.missing() == ((3, "完成情况"),)
    assert (SHEET.filled(), found.filled()) == (0, 2)


@pytest.mark.parametrize(
    ("place", "cell", "code"),
    [
        (0, "修桥", "table.given-changed"),
        (1, "差不多", "table.cell-wrong"),
        (2, "三月底", "table.cell-wrong"),
        (3, "三万", "table.cell-wrong"),
        (4, "yes", "table.cell-wrong"),
        (2, "2026-02-30", "table.cell-wrong"),
        (3, "NaN", "table.cell-wrong"),
        (1, "x" * 2001, "table.cell-wrong"),
        (1, "\0", "text.unprintable"),
    ],
)
def test_a_wrong_cell_is_refused_by_row_and_column(place: int, cell: str, code: str) -> None:
    cells = [[""] * 5 for _ in range(3)]
    cells[0][place] = cell
    found, facts = refused(SHEET, cells)
    assert found == code
    assert facts.get("column", facts.get("field")) == COLUMNS[place].label
    assert facts.get("row", 1) == 1


def test_rows_are_neither_added_nor_lost() -> None:
    assert refused(SHEET, [[""] * 5] * 2) == ("table.rows-differ", {"given": 3, "found": 2})
    assert refused(SHEET, [[""] * 5] * 4) == ("table.rows-differ", {"given": 3, "found": 4})
    assert refused(SHEET, [[""] * 4] * 3)[0] == "table.malformed"


def test_a_unit_without_rows_adds_its_own() -> None:
    blank = Table(COLUMNS, (), more=True)
    found = tables.filled(blank, [["修渠", "已完成", "", "", ""], [""] * 5])
    assert [(one.at, one.cells[0]) for one in found.rows] == [(0, "修渠")]
    assert tables.filled(found, []).rows == ()
    with pytest.raises(Refused) as why:
        tables.complete(blank)
    assert why.value.code == "table.empty"


def test_what_must_be_filled_is_named_with_how_much_is_missing() -> None:
    with pytest.raises(Refused) as why:
        tables.complete(SHEET)
    assert why.value.facts == {"row": 1, "column": "完成情况", "count": 3}


@pytest.mark.parametrize(
    "value",
    [
        "text",
        {"columns": []},
        {"columns": [{}], "rows": []},
        {**tables.record(SHEET), "columns": []},
        {**tables.record(SHEET), "rows": [{"at": 1, "unit": "", "given": ["x"]}]},
        {**tables.record(SHEET), "rows": tables.record(SHEET)["rows"] * 700},
    ],
)
def test_a_table_that_cannot_be_handed_out_is_refused(value: object) -> None:
    with pytest.raises(Refused) as why:
        tables.check(FIELD, value)
    assert why.value.code in ("table.malformed", "table.size")


def test_the_chain_knows_the_columns_and_the_count_only() -> None:
    value = tables.record(SHEET)
    kept = tables.journaled({"table": value, "title": "通知"})
    assert kept == {"table": {"columns": value["columns"], "count": 3}, "title": "通知"}
    assert tables.journaled(kept) == kept
    assert tables.sealed({"table": value, "title": "通知"}) == {"table": value}
