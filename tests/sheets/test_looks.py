"""What a workbook keeps from sight is found; a locked or broken one is refused in a sentence."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
import xlsxwriter

from bihuan.kernel.refused import Refused
from bihuan.registers.sheets import grids

FILES = Path(__file__).with_name("files")
HIDDEN_XLS = FILES / "hidden.xls"
WRITE_ACCESS = b"\x5c\x00\x70\x00"  # a record that every .xls has, long enough to be a lock


def hidden_xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page, draft = book.add_worksheet("台账&总表"), book.add_worksheet("底稿")
        for row in range(4):
            page.write_row(row, 0, [row, "区教育局", "甲"])
        page.write_formula(1, 3, "=A2*2", None, 2)
        page.write_formula(2, 3, "='[去年.xlsx]台账'!A1", None, 3)
        page.set_column(2, 2, 8, None, {"hidden": True})
        page.set_row(3, None, None, {"hidden": True})
        draft.write_string(0, 0, "甲")
        draft.hide()
    return stream.getvalue()


@pytest.mark.parametrize("data", [hidden_xlsx(), HIDDEN_XLS.read_bytes()], ids=["xlsx", "xls"])
def test_hidden_sheets_columns_and_rows_and_formulas_are_found(data: bytes) -> None:
    page, draft = grids(data)
    assert (page.hidden, page.looks.columns, page.looks.rows) == (False, {2}, {3})
    assert page.looks.formulas in (2, 4)
    assert (draft.hidden, draft.looks.columns) == (True, set())


def test_a_formula_that_reads_another_file_is_told_apart() -> None:
    assert grids(hidden_xlsx())[0].looks.linked == 1
    assert grids(HIDDEN_XLS.read_bytes())[0].looks.linked == 0


@pytest.mark.parametrize(
    "data",
    [
        (FILES / "locked.xlsx").read_bytes(),
        HIDDEN_XLS.read_bytes().replace(WRITE_ACCESS, b"\x2f\x00\x70\x00"),
    ],
    ids=["xlsx", "xls"],
)
def test_a_workbook_with_a_password_is_refused_as_such(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        grids(data)
    assert refused.value.code == "sheet.password"


@pytest.mark.parametrize("data", [hidden_xlsx(), HIDDEN_XLS.read_bytes()], ids=["xlsx", "xls"])
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(data: bytes) -> None:
    chance = random.Random(7)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 40)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        cut = bytes(broken[: chance.randrange(8, len(broken) + 1)])
        try:
            grids(cut)
        except Refused as refused:
            assert refused.code.startswith("sheet.")
