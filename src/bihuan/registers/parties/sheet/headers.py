"""The words over the columns, in the spellings offices use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.registers.sheets.grids import Grid
from bihuan.registers.sheets.headings import DEEPEST_HEADER, word_of

WORDS: Mapping[str, tuple[str, ...]] = {
    "region": ("行政区划代码", "区划代码", "地区代码", "行政区划"),
    "unit_code": ("单位代码", "单位编码", "机构代码", "部门编码"),
    "unit": (
        *("单位", "单位名称", "部门", "部门名称", "承办单位", "责任单位", "成员单位", "机构名称"),
        *("所在单位", "所属单位", "工作单位", "单位全称", "部门单位", "单位部门", "乡镇部门"),
    ),
    "short_name": ("简称", "单位简称", "部门简称"),
    "alias": ("曾用名", "原名称", "别名", "原单位名称"),
    "superior": ("上级单位", "上级部门", "隶属单位", "隶属", "主管单位", "上级", "上级机关"),
    "sectoral": (
        "业务主管",
        "业务主管单位",
        "业务主管部门",
        "业务指导单位",
        "上级业务部门",
        "条线主管",
    ),
    "kind": ("单位类别", "单位类型", "单位性质", "类别"),
    "post": ("岗位", "岗位名称", "职务", "职位", "岗位职务", "职务岗位"),
    "duties": ("职责", "角色", "岗位职责", "系统角色", "权限", "工作职责"),
    "person": (
        *("姓名", "人员", "人员姓名", "联系人", "联络员", "经办人", "责任人", "工作人员"),
        *("负责人", "联络员姓名", "工作人员姓名"),
    ),
    "phone": (
        "手机",
        "手机号",
        "手机号码",
        "联系电话",
        "电话",
        "联系方式",
        "移动电话",
        "电话号码",
    ),
    "account": ("账号", "帐号", "登录名", "用户名", "登录账号", "系统账号"),
}
FIELD_OF = {word: field for field, words in WORDS.items() for word in words}
FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands and which columns carry which field, repeated ones included."""

    row: int
    columns: Mapping[str, tuple[int, ...]]


def header_of(grid: Grid) -> Header | None:
    """The row that knows the most words; None where no row knows a unit and one word more."""
    best: Header | None = None
    for index, row in enumerate(grid.rows[:DEEPEST_HEADER]):
        columns: dict[str, list[int]] = {}
        for column, cell in enumerate(row):
            field = FIELD_OF.get(word_of(cell))
            if field is not None:
                columns.setdefault(field, []).append(column)
        found = Header(index, {field: tuple(at) for field, at in columns.items()})
        if len(columns) > (len(best.columns) if best else FEWEST_WORDS - 1):
            best = found
    return best if best and "unit" in best.columns else None
