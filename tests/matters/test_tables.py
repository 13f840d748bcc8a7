"""Files are read whatever program made them; what cannot be read is said in a sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime

import pytest
from tests.matters import files

from bihuan.kernel.refused import Refused
from bihuan.matters.rules import letters, tables
from bihuan.registers.sheets import archive

ROWS = (files.letter(1), files.letter(2, 内容="两行\n一封，“引号”"))


def read(data: bytes) -> tables.Table:
    (table,) = tables.read(data, files.WANTED)
    return table


def said(data: bytes) -> list[dict[str, str] | letters.Fault]:
    return [row if isinstance(row, letters.Fault) else dict(row) for _, row in read(data).said()]


def refused(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        tables.read(data, files.WANTED)
    assert "{" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_encodings_are_told_apart(encoding: str) -> None:
    found = said(files.as_csv(*ROWS, encoding=encoding))
    assert [row["内容"] for row in found if isinstance(row, dict)] == [
        "第1封信", "两行\n一封，“引号”",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_delimiters_are_told_apart(mark: str) -> None:
    assert len(said(files.as_csv(*ROWS, mark=mark))) == 2


def test_the_first_line_that_no_encoding_fits_is_named() -> None:
    data = files.as_csv(*(files.letter(n) for n in range(50)))
    at = data.index("第30封信".encode())
    broken = refused(data[:at] + b"\xff" + data[at:])
    assert (broken.code, broken.facts["row"]) == ("sheet.encoding", 32)


def test_a_workbook_gives_dates_numbers_and_text_as_the_clerk_sees_them() -> None:
    rows = [
        files.letter(
            1, 来信日期=date(2025, 6, 19), 回复日期=datetime.fromisoformat("2025-07-14 10:30")
        ),
        files.letter(20250002.0, 来信日期=45827),
    ]
    one, two = said(files.as_xlsx(*rows))
    assert isinstance(one, dict)
    assert isinstance(two, dict)
    assert (one["编号"], one["来信日期"], one["回复日期"]) == (
        "1", "2025-06-19", "2025-07-14 10:30:00",
    )  # fmt: skip
    assert (two["编号"], two["来信日期"]) == ("20250002", "45827")


def test_the_header_is_found_below_a_title_and_rows_keep_their_numbers() -> None:
    above = [["2025年来信台账"], [], ["填报单位：信访局", "", "", "2025-12-31"]]
    table = read(files.as_xlsx(*ROWS, above=above))
    assert [line.number for line in table.lines] == [5, 6]
    assert table.header == files.HEADER


def test_headings_may_be_written_a_little_differently() -> None:
    header = ("编 号", " 标题", "＊内容", "来信\n日期", "办理单位：", "回复日期")
    table = read(files.as_csv(*ROWS, header=header))
    assert set(table.at) == set(files.WANTED)
    assert table.header == header


def test_all_missing_headings_are_named_at_once_with_what_was_found() -> None:
    header = ("编号", "标题", "正文", "日期", "办理单位", "回复日期")
    missing = refused(files.as_csv(*ROWS, header=header))
    assert missing.code == "table.columns-missing"
    assert missing.facts["missing"] == "内容、来信日期"
    assert missing.facts["row"] == 1
    assert "正文、日期" in str(missing.facts["found"])


def test_a_heading_given_twice_is_named_with_both_places() -> None:
    header = (*files.HEADER, "内容")
    twice = refused(files.as_csv(*([*row, "又"] for row in ROWS), header=header))
    assert (twice.code, twice.facts) == (
        "table.column-twice", {"column": "内容", "places": "C、G"},
    )  # fmt: skip


def test_two_columns_that_are_not_wanted_may_share_a_heading() -> None:
    header = (*files.HEADER, "备注", "备注")
    assert len(said(files.as_csv(*([*row, "a", "b"] for row in ROWS), header=header))) == 2


def test_blank_rows_are_passed_over_and_counted_in_the_place() -> None:
    table = read(files.as_csv(ROWS[0], [], ["", " ", "", "", "", ""], ROWS[1]))
    assert [line.number for line in table.lines] == [2, 5]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ([*files.letter(2), "多了一格"], "row.too-long", ""),
        (files.letter(2)[:4], "row.too-short", "办理单位"),
        (files.letter(2, 内容="断了\n3,信3,第3封信,2025-06-19,局,2025-07-14"), "row.quote-open",
         "内容"),
    ],
)  # fmt: skip
def test_a_row_of_another_width_is_named(row: list[object], code: str, column: str) -> None:
    one, other, last = said(files.as_csv(files.letter(1), row, files.letter(4)))
    assert isinstance(one, dict)
    assert isinstance(last, dict)
    assert isinstance(other, letters.Fault)
    assert (other.code, other.column, other.row) == (code, column, 3)


def test_empty_cells_behind_the_last_heading_do_no_harm() -> None:
    assert len(said(files.as_csv(*([*row, "", ""] for row in ROWS)))) == 2


def test_several_sheets_are_read_each_under_its_name() -> None:
    found = tables.read(files.as_book(六月=[ROWS[0]], 七月=[ROWS[1]]), files.WANTED)
    assert [(table.sheet, len(table.lines)) for table in found] == [("六月", 1), ("七月", 1)]


def test_gzip_is_unpacked() -> None:
    data = files.as_csv(*ROWS)
    assert said(files.packed(data)) == said(data)


def test_a_gzip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"a," * 2**20 * 40)
    assert len(bomb) < 2**18
    assert refused(bomb).code == "sheet.bomb"


def test_a_gzip_bomb_within_the_size_is_refused_by_its_ratio() -> None:
    assert refused(gzip.compress(bytes(4 * 2**20))).code == "sheet.bomb"


def test_a_broken_gzip_is_refused() -> None:
    data = files.packed(files.as_csv(*(files.letter(n) for n in range(500))))
    assert refused(data[: len(data) // 2]).code == "sheet.unreadable"
    assert refused(archive.GZIP + b"no gzip").code == "sheet.unreadable"


def test_a_zip_bomb_in_a_workbook_is_refused() -> None:
    stream = io.BytesIO()
    sound = files.as_xlsx(*ROWS)
    with (
        zipfile.ZipFile(io.BytesIO(sound)) as book,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in book.namelist():
            content = book.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b" " * 120 * 2**20 + b"</sheetData>")
            bomb.writestr(name, content)
    assert len(stream.getvalue()) < 2**20
    assert refused(stream.getvalue()).code == "sheet.bomb"


def test_formulas_are_taken_as_text_or_saved_value_and_never_computed() -> None:
    data = files.as_csv(files.letter(1, 标题="=1+1", 内容='=cmd|"/c calc"!A1'))
    (row,) = said(data)
    assert isinstance(row, dict)
    assert (row["标题"], row["内容"]) == ("=1+1", '=cmd|"/c calc"!A1')
    row_of_a_workbook = files.letter(1, 标题=files.Formula("=1+1", "7"), 内容="第1封信")
    (saved,) = said(files.as_xlsx(row_of_a_workbook))
    assert isinstance(saved, dict)
    assert saved["标题"] == "7"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rejected_rows_come_back_in_their_shape_and_can_be_read_again(kind: str) -> None:
    header = (*files.HEADER, "备注")
    rows = [
        [*files.letter(1), "甲"],
        [*files.letter(2, 来信日期="6月底前", 标题="=HYPERLINK(1)", 内容="-1\n+2"), "@乙"],
    ]
    found = tables.read(files.as_csv(*rows, header=header), files.WANTED)
    fault = letters.Fault(3, "来信日期", "row.date-unreadable", {"value": "6月底前"})
    back = tables.rejected_file(found, [fault], kind=kind)
    again = read(back)
    assert again.header == (*header, tables.REASON)
    (line,) = again.lines
    assert line.cells[:7] == tuple(map(str, rows[1]))
    assert line.cells[7].startswith("Row 3, “来信日期”: “6月底前” is not a date")
    third = tables.rejected_file(
        (again,), [letters.Fault(2, "", fault.code, fault.facts)], kind=kind
    )
    assert read(third).header == again.header


def test_nothing_given_back_is_a_formula() -> None:
    marks = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
    rows = [files.letter(n, 标题=mark) for n, mark in enumerate(marks, 1)]
    found = tables.read(files.as_csv(*rows), files.WANTED)
    faults = [letters.Fault(n, "", "row.cell-empty", {}) for n in range(2, 8)]
    text = tables.rejected_file(found, faults).decode("utf-8-sig")
    assert all(f"'{mark}" in text for mark in marks)
    with zipfile.ZipFile(io.BytesIO(tables.rejected_file(found, faults, kind="xlsx"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_sheets_of_a_workbook_come_back_as_sheets() -> None:
    found = tables.read(files.as_book(六月=[ROWS[0]], 七月=[ROWS[1]]), files.WANTED)
    faults = [letters.Fault(2, "编号", "row.cell-empty", {}, sheet) for sheet in ("六月", "七月")]
    back = tables.read(tables.rejected_file(found, faults, kind="xlsx"), files.WANTED)
    assert [table.sheet for table in back] == ["六月", "七月"]
    assert back[1].lines[0].cells[-1].startswith("Row 七月 2, “编号”")


def test_a_cell_too_long_for_a_workbook_comes_back_as_csv_only() -> None:
    found = tables.read(files.as_csv(files.letter(1, 内容="长" * 40_000)), files.WANTED)
    faults = [letters.Fault(2, "内容", "row.cell-too-long", {"length": 40_000, "longest": 1})]
    with pytest.raises(Refused) as caught:
        tables.rejected_file(found, faults, kind="xlsx")
    assert caught.value.code == "table.cell-for-csv"
    (again,) = tables.read(tables.rejected_file(found, faults), files.WANTED)
    assert len(again.lines[0].cells[2]) == 40_000


def test_what_a_stray_comma_pushed_out_is_not_lost() -> None:
    found = tables.read(files.as_csv([*files.letter(1), "多了一格"]), files.WANTED)
    back = tables.rejected_file(found, [letters.Fault(2, "", "row.too-long", {})])
    assert "多了一格" in back.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet.empty"),
        (b"\n\n,,\n", "sheet.empty"),
        (b"PK\x03\x04 no workbook", "sheet.unreadable"),
        (b"\xd0\xcf\x11\xe0 no workbook", "sheet.unreadable"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "table.columns-missing"),
        (b"a" * (32 * 2**20 + 1), "sheet.file-large"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    assert refused(data).code == code
