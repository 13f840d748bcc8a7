from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from tests.cli import district

from bihuan.matters.actions.exports import reading

pytestmark = pytest.mark.django_db


def written(path: Path) -> list[list[Any]]:
    if path.suffix == ".csv":
        return list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(("ending", "title"), [("csv", "'=1+1"), ("xlsx", "=1+1")])
def test_no_cell_is_a_formula(bihuan: Any, tmp_path: Path, ending: str, title: str) -> None:
    district.take_in(district.settle(), "=1+1")
    target = tmp_path / f"matters.{ending}"
    said = bihuan("matter", "export", str(target), "--as", "clerk")
    assert said.out == f"1 matters written to {target}\n"
    header, row = written(target)
    assert row[header.index("title")] == title
    assert row[header.index("number")] == "HOTLINE-2026-00001"


def test_an_account_exports_what_it_may_read(bihuan: Any, tmp_path: Path) -> None:
    version = district.settle()
    district.take_in(version)
    district.assigned(version, "电话13812345678")
    target = tmp_path / "matters.csv"
    bihuan("matter", "export", str(target), "--as", "handler")
    header, row = written(target)
    assert row[header.index("title")] == "电话138****5678"
    assert "周某" not in target.read_text("utf-8-sig")


def test_filters_narrow_the_table(bihuan: Any, tmp_path: Path) -> None:
    version = district.settle()
    district.take_in(version)
    district.assigned(version)
    target = tmp_path / "matters.csv"
    bihuan("matter", "export", str(target), "--as", "clerk", "--stage", "assigned")
    assert len(written(target)) == 2


@pytest.mark.parametrize(
    ("name", "sentence"), [("matters.pdf", "are not taken"), ("kept.csv", "is left as it is")]
)
def test_a_refusal_writes_nothing(bihuan: Any, tmp_path: Path, name: str, sentence: str) -> None:
    district.settle()
    (tmp_path / "kept.csv").write_text("kept")
    said = bihuan("matter", "export", str(tmp_path / name), "--as", "clerk")
    assert (said.exit_code, said.out) == (2, "")
    assert sentence in said.err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["kept"]


def test_a_list_for_editing_is_that_of_the_page_and_can_come_back(
    bihuan: Any, tmp_path: Path
) -> None:
    district.take_in(district.settle(), "路灯不亮")
    target = tmp_path / "list.xlsx"
    said = bihuan("matter", "export", str(target), "--as", "clerk", "--for-editing")
    assert (said.exit_code, said.out) == (0, f"1 matters written to {target}\n")
    found = reading.read(target.read_bytes())
    assert [back.line.number for back in found.rows if back.line] == ["HOTLINE-2026-00001"]
    assert found.rows[0].cells["stage"] == "stage:received"


@pytest.mark.parametrize(("name", "more"), [("l.csv", ()), ("l.xlsx", ("--limit", "1"))])
def test_what_cannot_come_back_is_not_written_for_editing(
    bihuan: Any, tmp_path: Path, name: str, more: tuple[str, ...]
) -> None:
    district.settle()
    target = tmp_path / name
    said = bihuan("matter", "export", str(target), "--as", "clerk", "--for-editing", *more)
    assert (said.exit_code, target.exists()) == (2, False)
