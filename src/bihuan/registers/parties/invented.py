"""An invented district for demonstrations and tests: 34 departments, 10 towns, 219 officers.

Nobody in it exists: every name is marked, and the telephone numbers run through one block
(1990000) so that they are known at sight; nothing is ever sent to them. The same seed gives the
same district.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace

import xlsxwriter

from bihuan.registers.parties.rules.masking import DEMONSTRATION

HOME = "430203"
GOVERNMENT = "区人民政府"
OFFICERS = 219
HEADINGS = (
    *("单位名称", "单位代码", "简称", "单位类别", "上级单位", "业务主管"),
    *("职务", "岗位职责", "姓名", "手机号码", "账号"),
)
DEPARTMENTS: tuple[tuple[str, str, str], ...] = (
    ("enterprise-service-office", "区企业服务中心", "企服中心"),
    ("petition-office", "区信访局", ""),
    ("hotline-office", "区12345热线办公室", "热线办"),
    ("inspection-team", "区委巡察工作领导小组办公室", "巡察办"),
    ("natural-resources-bureau", "区自然资源局", ""),
    ("housing-bureau", "区住房和城乡建设局", "住建局"),
    ("human-resources-bureau", "区人力资源和社会保障局", "人社局"),
    ("industry-bureau", "区科技和工业信息化局", "科工信局"),
    ("urban-management-bureau", "区城市管理和综合执法局", "城管局"),
    ("education-bureau", "区教育局", ""),
    ("health-bureau", "区卫生健康局", "卫健局"),
    ("market-bureau", "区市场监督管理局", "市监局"),
    ("transport-bureau", "区交通运输局", ""),
    ("ecology-bureau", "区生态环境局", ""),
    ("finance-office", "区金融事务中心", "金融办"),
    ("development-bureau", "区发展和改革局", "发改局"),
    ("treasury", "区财政局", ""),
    ("commerce-bureau", "区商务局", ""),
    ("agriculture-bureau", "区农业农村局", ""),
    ("water-bureau", "区水利局", ""),
    ("emergency-bureau", "区应急管理局", "应急局"),
    ("civil-affairs-bureau", "区民政局", ""),
    ("justice-bureau", "区司法局", ""),
    ("culture-bureau", "区文化旅游体育局", "文旅体局"),
    ("audit-bureau", "区审计局", ""),
    ("statistics-bureau", "区统计局", ""),
    ("approval-bureau", "区行政审批服务局", "审批局"),
    ("medical-insurance-bureau", "区医疗保障局", "医保局"),
    ("veterans-bureau", "区退役军人事务局", ""),
    ("investment-bureau", "区招商服务中心", "招商中心"),
    ("park-office", "区产业园区管理办公室", "园区办"),
    ("project-office", "区重点项目事务中心", "项目办"),
    ("forestry-bureau", "区林业局", ""),
    ("supervision-office", "区政府督查室", "督查室"),
)
TOWNS = (
    *("青禾镇", "白溪镇", "石桥镇", "竹源镇", "枫林镇", "长坪镇"),
    *("东湖街道", "南门街道", "建设路街道", "新塘街道"),
)
OUTSIDE: tuple[tuple[str, str, str], ...] = (
    ("power-company", "供电公司", "企业"),
    ("city-natural-resources-bureau", "市自然资源和规划局", "市直部门"),
    ("city-inspection-office", "市委巡察工作领导小组办公室", "市直部门"),
)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹"
GIVEN = "安宁川晨帆歌禾珩嘉简捷可岚朗澜楠宁沛青仁若森书天为文希溪晓欣轩言彦一亦远越云泽知舟"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the spreadsheet, a cell a heading."""

    unit: str
    code: str = ""
    short_name: str = ""
    kind: str = ""
    superior: str = ""
    sectoral: str = ""
    title: str = ""
    duties: str = ""
    person: str = ""
    phone: str = ""
    account: str = ""


def rows(seed: int = 2026) -> tuple[Row, ...]:
    """The district, one officer a row; the outside bodies come without people."""
    chance = random.Random(seed)  # noqa: S311  names for a demonstration, not secrets
    units = [_government(), *_departments(), *_towns()]
    chairs = [(unit, chair) for unit in units for chair in _chairs(unit)]
    spare = OFFICERS - len(chairs)
    offices = units[1:]
    chairs += [(offices[n % len(offices)], ("科员", "承办")) for n in range(spare)]
    chairs.sort(key=lambda chair: units.index(chair[0]))
    names = _names(chance)
    officers = [
        _officer(unit, chair, names[number], number) for number, (unit, chair) in enumerate(chairs)
    ]
    return (*officers, *_outside())


def _government() -> Row:
    return Row(GOVERNMENT, "district-government", "区政府", "政府")


def _departments() -> list[Row]:
    return [
        Row(
            name,
            code,
            short,
            "部门",
            GOVERNMENT,
            "市自然资源和规划局" if code == "natural-resources-bureau" else "",
        )
        for code, name, short in DEPARTMENTS
    ]


def _towns() -> list[Row]:
    return [
        Row(
            f"{town}人民政府" if town.endswith("镇") else f"{town}办事处",
            "street-office" if town == "东湖街道" else f"town-{number:02d}",
            town,
            "乡镇" if town.endswith("镇") else "街道",
            GOVERNMENT,
        )
        for number, town in enumerate(TOWNS, 1)
    ]


def _outside() -> list[Row]:
    return [Row(name, code, kind=kind) for code, name, kind in OUTSIDE]


def _chairs(unit: Row) -> list[tuple[str, str]]:
    if unit.code == "district-government":
        return [
            ("区长", "批示"),
            ("副区长", "批示"),
            ("副区长", "批示"),
            ("办公室主任", "派单、签发"),
        ]
    if unit.kind in ("乡镇", "街道"):
        head = "镇长" if unit.kind == "乡镇" else "主任"
        return [(head, "主要负责人"), (f"副{head}", "分管负责人"), ("联络员", "承办")]
    chairs = [("局长", "主要负责人"), ("副局长", "分管负责人"), ("联络员", "承办")]
    extra = {
        "enterprise-service-office": [("受理员", "受理、派单"), ("回访员", "回访")],
        "petition-office": [("接访科科长", "受理、派单"), ("回访员", "回访")],
        "hotline-office": [("话务员", "受理、派单"), ("回访员", "回访")],
        "inspection-team": [("联络员", "受理、派单"), ("回访员", "回访")],
        "supervision-office": [("督查专员", "督查"), ("回访员", "回访")],
    }
    return [*chairs, *extra.get(unit.code, [])]


def _names(chance: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < OFFICERS:
        given = "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))
        found[chance.choice(SURNAMES) + given] = None
    return [name + DEMONSTRATION for name in found]


def _officer(unit: Row, chair: tuple[str, str], name: str, number: int) -> Row:
    title, duties = chair
    return replace(
        unit,
        title=title,
        duties=duties,
        person=name,
        phone=f"1990000{number + 1:04d}",
        account=f"officer{number + 1:03d}",
    )


def workbook(table: Iterable[Row], *, title: str = "") -> bytes:
    """The rows as an .xlsx file, with a merged title over the headings where one is given."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        first = 0
        if title:
            sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, title)
            first = 1
        _write(sheet, first, HEADINGS)
        for number, row in enumerate(table, first + 1):
            _write(sheet, number, astuple(row))
    return stream.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, cells: Sequence[str]) -> None:
    for column, cell in enumerate(cells):
        if cell:
            sheet.write_string(number, column, cell)
