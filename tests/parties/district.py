"""A spreadsheet of a district of 34 departments, 10 towns and 219 officers, as a real one looks.

Invented people with the dirt of real files: a merged title, headings in the spelling of the
office, merged cells, telephone numbers as numbers, spaces inside names, blank rows, a heading
repeated on the second page, a row of totals; and rows that cannot be taken, each named below with
its place and reason.
"""

from __future__ import annotations

import io
from dataclasses import astuple, replace

import xlsxwriter

from bihuan.registers.parties import invented
from bihuan.registers.parties.invented import Row

TITLE = "芦淞区闭环管理工作人员花名册（演示）"
HEADINGS = (
    *("单位名称*", "单位编码", "单位 简称", "单位类别", "上级单位", "业务主管部门"),
    *("职务", "岗位职责（可多填）", "姓　名", "联系电话", "登录账号"),
)
FIRST = 4  # the row of the first officer: title, blank, headings above it
LONG = "长" * 32_000

# Faulty rows stand behind the good ones; the reason and column of each are what must come out.
FAULTS: tuple[tuple[Row, str, str], ...] = (
    (Row("自然资源局、住建局", title="联络员", person="两栖人（演示）"), "A", "sheet.units-two"),
    (Row("", title="科员", person="无主人（演示）"), "A", "sheet.unit-missing"),
    (
        Row("区新设局", superior="区不存在委员会", title="局长", person="新设人（演示）"),
        "E",
        "unit.name-unknown",
    ),
    (
        Row("区教育局", title="科员", person="短号人（演示）", phone="1990000"),
        "J",
        "person.phone-malformed",
    ),
    (
        Row("区教育局", title="科员", person="科学人（演示）", phone="1.99E+10"),
        "J",
        "person.phone-rounded",
    ),
    (
        Row("区教育局", title="科员", person="两号人（演示）", phone="19900009001/19900009002"),
        "J",
        "sheet.phones-two",
    ),
    (
        Row("区教育局", title="科员", person="借号人（演示）", phone="19900000001"),
        "J",
        "sheet.phone-shared",
    ),
    (
        Row("区教育局", title="科员", person="甲（演示）、乙（演示）"),
        "I",
        "sheet.people-two",
    ),
    (Row("区教育局", title="科员", phone="19900009003"), "I", "sheet.person-missing"),
    (
        Row("区教育局", title="科员", duties="泡茶", person="闲人（演示）"),
        "H",
        "sheet.duty-unknown",
    ),
    (
        Row("区教育局", title="科员", person="撞名人（演示）", account="OFFICER001"),
        "K",
        "account.exists",
    ),
    (
        Row("区教育局", title="科员", person="坏账号（演示）", account="坏/账号"),
        "K",
        "account.username-malformed",
    ),
    (Row("区教育局", title="=1+1", person="公式人（演示）"), "G", "sheet.formula"),
    (Row("区教育局", title="科员", person="长名人" + LONG), "I", "sheet.cell-long"),
    (Row("区怪局", kind="怪物", title="局长", person="怪人（演示）"), "D", "sheet.kind-unknown"),
    (
        Row("区另一局", code="education-bureau", title="局长", person="撞码人（演示）"),
        "B",
        "sheet.code-taken",
    ),
    (
        Row("区人民政府", superior="区教育局", title="秘书", person="倒挂人（演示）"),
        "E",
        "unit.line-circular",
    ),
    (
        Row("区教育局", superior="区信访局", title="秘书", person="两上级（演示）"),
        "E",
        "sheet.superior-differs",
    ),
)


def good_rows() -> list[Row]:
    """The district with the dirt that does no harm."""
    rows = list(invented.rows())
    rows[5] = replace(rows[5], unit=f"  {rows[5].unit}　")
    rows[6] = replace(rows[6], person=f"{rows[6].person[0]} {rows[6].person[1:]}")
    number = rows[7].phone
    rows[7] = replace(rows[7], phone=f"{number[:3]}-{number[3:7]}-{number[7:]}")
    rows[8] = replace(rows[8], phone=f"+86 {rows[8].phone}")
    return rows


def repeated() -> Row:
    """A row that stands in the sheet twice; the second is a fault."""
    return good_rows()[10]


def workbook() -> bytes:
    """The spreadsheet with all its dirt, the same every time."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.add_worksheet("封面").write_string(0, 0, TITLE)
        sheet = book.add_worksheet("花名册")
        sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, TITLE)
        _write(sheet, 2, HEADINGS)
        number = FIRST - 1
        for at, row in enumerate(good_rows()):
            if at in (40, 41):
                number += 1  # a blank row
            if at == 100:
                _write(sheet, number, HEADINGS)
                number += 1
            _write(sheet, number, astuple(row), phone_as_number=at % 3 == 0)
            number += 1
        _write(sheet, number, astuple(repeated()))
        for row, _, _ in FAULTS:
            number += 1
            _write(sheet, number, astuple(row))
        sheet.write_string(number + 2, 0, "合计")
        sheet.write_number(number + 2, 8, invented.OFFICERS)
    return stream.getvalue()


def faulty_places() -> dict[str, str]:
    """Where each fault stands (B12), and its code."""
    first = FIRST + len(good_rows()) + 2 + 1
    places = {f"花名册 I{first}": "sheet.row-repeated"}
    for number, (_, column, code) in enumerate(FAULTS, first + 1):
        places[f"花名册 {column}{number}"] = code
    return places


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    number: int,
    cells: tuple[str, ...],
    *,
    phone_as_number: bool = False,
) -> None:
    for column, cell in enumerate(cells):
        if column == 9 and phone_as_number and cell.isdecimal():
            sheet.write_number(number, column, float(cell))
        elif cell:
            sheet.write_string(number, column, cell)
