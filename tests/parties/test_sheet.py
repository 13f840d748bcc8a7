"""Reading spreadsheets, without a database: their encodings, their headings, their tricks."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from bihuan.kernel.refused import Refused
from bihuan.registers.parties import invented, sheet
from bihuan.registers.parties.rules.directory import directory
from bihuan.registers.parties.rules.names import names_of
from bihuan.registers.parties.sheet.duties import duties_of
from bihuan.registers.parties.sheet.rejection import by_code
from bihuan.registers.sheets import column_letter, safe

TODAY = date(2026, 11, 20)
TEXT = "单位,姓名,手机\n区教育局,张三（演示）,19900000001\n"


def planned(data: bytes) -> sheet.Plan:
    nothing = directory(())
    known = sheet.Known(nothing, names_of(nothing))
    return sheet.planned(sheet.read(data), known, home="430203", today=TODAY)


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        sheet.read(data)
    return refused.value


def workbook(
    *cells: tuple[int, int, str], merge: tuple[int, int, int, int] | None = None
) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for row, column, text in cells:
            page.write_string(row, column, text)
        if merge:
            page.merge_range(*merge, "区教育局")
    return stream.getvalue()


def altered(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """A workbook with some bytes of one member replaced, as one made by hand."""
    stream = io.BytesIO()
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(stream, "w", packed) as made:
        for name in given.namelist():
            content = given.read(name)
            made.writestr(name, content.replace(old, new) if name == member else content)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_offices_save(encoding: str) -> None:
    row = sheet.read(TEXT.encode(encoding)).rows[0]
    assert (row.value("unit"), row.value("person")) == ("区教育局", "张三（演示）")


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_a_csv_is_read_with_the_delimiter_it_has(mark: str) -> None:
    assert sheet.read(TEXT.replace(",", mark).encode()).rows[0].value("phone") == "19900000001"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet.empty"),
        (b"\n,,\n", "sheet.empty"),
        (TEXT.encode("gb18030") + b"\xff\xff\xff", "sheet.encoding"),
        (b"\xef\xbb\xbf" + TEXT.encode("gb18030"), "sheet.encoding"),
        (b"PK\x03\x04 no archive", "sheet.unreadable"),
        (b"\xd0\xcf\x11\xe0 no workbook", "sheet.unreadable"),
        ("单位,地址\n甲,乙\n".encode(), "sheet.header-missing"),
        ("姓名,手机\n甲,19900000001\n".encode(), "sheet.header-missing"),
        (b"x" * (32 * 2**20 + 1), "sheet.file-large"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(data: bytes, code: str) -> None:
    assert refusal(data).code == code


def test_a_wrong_encoding_names_its_row() -> None:
    data = b"\xef\xbb\xbf" + "单位,姓名\n区教育局,".encode() + b"\xd5\xc5\n"
    assert refusal(data).facts == {"row": 2}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("部门名称", "unit"),
        (" 承办 单位 ", "unit"),
        ("*单位（必填）", "unit"),
        ("姓　名", "person"),
        ("联系人：", "person"),
        ("手机号码\n（11位）", "phone"),
        ("职务/岗位", "post"),
        ("帐号", "account"),
    ],
)
def test_a_heading_is_known_in_its_spellings(heading: str, field: str) -> None:
    cells = [(0, 0, "单位"), (0, 1, "简称"), (0, 2, heading), (1, 0, "甲局"), (1, 2, "某")]
    if field == "unit":
        cells[0] = (0, 0, "备注")
    read = sheet.read(workbook(*cells))
    assert read.rows[0].value(field) == "某"


def test_titles_blank_rows_and_totals_are_passed_over() -> None:
    data = f"花名册,,\n,,\n{TEXT}\n,,\n合计,1,\n制表：某,,\n".encode()
    read = sheet.read(data)
    assert [row.row for row in read.rows] == [4]
    assert read.passed_over == (("", 7, "合计"), ("", 8, "制表：某"))


def test_a_merged_cell_speaks_for_its_rows() -> None:
    cells = [(0, 0, "单位"), (0, 1, "姓名"), (1, 1, "甲（演示）"), (2, 1, "乙（演示）")]
    read = sheet.read(workbook(*cells, merge=(1, 0, 2, 0)))
    assert [row.value("unit") for row in read.rows] == ["区教育局", "区教育局"]
    unmerged = sheet.read(workbook(*cells, (1, 0, "区教育局")))
    assert [row.value("unit") for row in unmerged.rows] == ["区教育局", ""]


def test_repeated_headings_agree_or_the_row_is_rejected() -> None:
    head = "单位,姓名,电话,联系电话\n"
    good = planned(f"{head}甲局,张三（演示）,,19900000001\n".encode())
    assert [somebody.phone for somebody in good.people] == ["19900000001"]
    bad = planned(f"{head}甲局,张三（演示）,19900000002,19900000001\n".encode())
    assert [(row.place, row.why.code) for row in bad.rejected] == [("C2", "sheet.cells-disagree")]


def test_a_number_stored_as_a_number_keeps_its_digits() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["单位", "姓名", "手机"])
        page.write_row(1, 0, ["甲局", "张三（演示）", 1.9900000001e10])
    assert sheet.read(stream.getvalue()).rows[0].value("phone") == "19900000001"


def test_a_formula_gives_the_value_it_was_saved_with_and_is_never_computed() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["单位", "姓名"])
        page.write_formula(1, 0, '=HYPERLINK("http://198.51.100.1/","x")', None, "区教育局")
        page.write_string(1, 1, "张三（演示）")
    assert sheet.read(stream.getvalue()).rows[0].value("unit") == "区教育局"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_the_row_of_a_cell_of_20_mb_is_rejected(kind: str) -> None:
    long = "x" * 20_000_000
    if kind == "csv":
        data = f"{TEXT}区教育局,{long},\n".encode()
    else:
        cells = [(0, 0, "单位"), (0, 1, "姓名"), (1, 0, "甲局"), (1, 1, "甲（演示）")]
        made = workbook(*cells, (2, 0, "甲局"), (2, 1, "LONG"))
        data = altered(made, "xl/sharedStrings.xml", b"LONG", long.encode())
    plan = planned(data)
    assert (len(plan.accepted), by_code(plan.rejected)) == (1, {"sheet.cell-long": 1})


def test_a_zip_bomb_is_not_unpacked() -> None:
    made = workbook((0, 0, "单位"), (0, 1, "姓名"), (1, 0, "BOMB"))
    data = altered(made, "xl/sharedStrings.xml", b"BOMB", b"0" * 200_000_000)
    assert len(data) < 300_000
    assert refusal(data).code == "sheet.bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    made = workbook((0, 0, "单位"), (0, 1, "姓名"), (1, 0, "BOMB"))
    data = altered(made, "xl/sharedStrings.xml", b"BOMB", b"0" * 200_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != data
    assert refusal(lying).code == "sheet.bomb"


def test_two_cells_at_opposite_corners_are_not_unfolded() -> None:
    made = workbook((0, 0, "单位"), (0, 1, "姓名"), (1, 0, "甲局"))
    sheet_xml = "xl/worksheets/sheet1.xml"
    data = altered(made, sheet_xml, b'r="A2"', b'r="XFD1048576"')
    assert refusal(data).code == "sheet.bomb"


def test_one_long_text_shared_by_many_cells_is_not_multiplied() -> None:
    cells = [(row, column, "SHARED") for row in range(2, 102) for column in range(10)]
    made = workbook((0, 0, "单位"), (0, 1, "姓名"), *cells)
    data = altered(made, "xl/sharedStrings.xml", b"SHARED", b"0" * 1_000_000)
    assert refusal(data).code == "sheet.bomb"


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_a_column_has_its_letter(index: int, letter: str) -> None:
    assert column_letter(index) == letter


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("=1+1", "'=1+1"), ("+86", "'+86"), ("-", "'-"), ("@x", "'@x"), ("甲", "甲"), ("", "")],
)
def test_no_cell_of_a_csv_is_taken_for_a_formula(cell: str, kept: str) -> None:
    assert safe(cell) == kept


@pytest.mark.parametrize(
    ("words", "title", "duties"),
    [
        ("受理、派单", "局长", {"clerk", "dispatcher"}),
        ("unit-head", "科员", {"unit-head"}),
        ("", "局长", {"unit-head"}),
        ("", "副局长", {"unit-deputy"}),
        ("", "副区长", {"leader"}),
        ("", "办公室主任", {"unit-head"}),
        ("", "科员", {"handler"}),
    ],
)
def test_duties_come_from_words_or_from_the_title(
    words: str, title: str, duties: set[str]
) -> None:
    assert duties_of(words, title) == duties


def test_a_short_form_finds_the_unit_that_its_full_name_makes_further_down() -> None:
    plan = planned(
        "单位,姓名,上级单位\n"
        "住建局,甲（演示）,\n"
        "芦淞区住房和城乡建设局,乙（演示）,区政府\n"
        "区人民政府,丙（演示）,\n".encode()
    )
    assert plan.rejected == ()
    units = {unit.name: unit for unit in plan.units.values()}
    assert set(units) == {"芦淞区住房和城乡建设局", "区人民政府"}
    assert units["芦淞区住房和城乡建设局"].territorial == units["区人民政府"].code


def test_towns_bring_their_regions_and_foreign_codes_are_rejected() -> None:
    plan = planned(
        "单位,简称,区划代码\n"
        "青禾镇人民政府,青禾镇,430203101\n"
        "远方镇人民政府,远方镇,110101001\n"
        "旧县政府,旧县,430221\n".encode()
    )
    assert [(region.code, region.name) for region in plan.regions.values()] == [
        ("430203", "芦淞区"),
        ("430203101", "青禾镇"),
    ]
    assert [(row.place, row.why.code) for row in plan.rejected] == [
        ("C3", "sheet.region-outside"),
        ("C4", "region.retired"),
    ]


def test_the_invented_district_is_clean_and_the_same_every_time() -> None:
    assert invented.rows() == invented.rows()
    plan = planned(invented.workbook(invented.rows(), title="花名册（演示）"))
    assert plan.rejected == ()
    assert (len(plan.units), len(plan.people), len(plan.accounts)) == (48, 219, 219)
    assert all(somebody.name.endswith("（演示）") for somebody in plan.people)
