"""What one row says, cell by cell, or the first cell that cannot be taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules.phones import checked_phone
from bihuan.registers.parties.rules.texts import check_text
from bihuan.registers.parties.rules.usernames import normal_username
from bihuan.registers.parties.sheet.duties import duties_of
from bihuan.registers.parties.sheet.given import Given

LONGEST_CELL = 500
SEVERAL = re.compile(r"[、，,;；/|\n]+")
DEFAULT_TITLE = "工作人员"
UNIT_KINDS: dict[str, str] = {
    "政府": "government",
    "党委": "government",
    "部门": "department",
    "区直部门": "department",
    "县直部门": "department",
    "乡镇": "town",
    "镇": "town",
    "乡": "town",
    "街道": "town",
    "园区": "zone",
    "事业单位": "institution",
    "市直部门": "outside",
    "省直部门": "outside",
    "垂管单位": "outside",
    "垂直管理": "outside",
    "企业": "outside",
    "外单位": "outside",
}
COLUMN_LENGTHS = (
    ("unit", "unit"),
    ("short_name", "short name"),
    ("alias", "alias"),
    ("post", "title"),
    ("person", "person"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says once every cell of it has been understood by itself."""

    given: Given
    unit: str
    unit_code: str
    short_name: str
    alias: str
    superior: str
    sectoral: str
    kind: str
    region: str
    post: str
    duties: frozenset[str]
    person: str
    phone: str
    account: str


class CellFault(Exception):
    """A refusal and the field of the cell it is about."""

    def __init__(self, field: str, why: Refused) -> None:
        super().__init__(field, why.code)
        self.field = field
        self.why = why


def told(given: Given) -> Told:
    """Read the cells of a row; raises CellFault for the first that cannot be taken."""
    _check_all(given)
    unit, person = _name(given, "unit"), _name(given, "person")
    if not unit:
        raise CellFault("unit", Refused("sheet.unit-missing"))
    title = given.value("post")
    phone = _of(given, "phone", checked_phone_alone)
    account = _of(given, "account", normal_username)
    kind = _of(given, "kind", _kind)
    _of(given, "person", _one_person)
    if not person and (phone or account):
        raise CellFault("person", Refused("sheet.person-missing"))
    if person and not title:
        title = DEFAULT_TITLE
    try:
        duties = duties_of(given.value("duties"), title) if title else frozenset[str]()
    except Refused as why:
        raise CellFault("duties", why) from why
    return Told(
        given=given,
        unit=unit,
        unit_code=given.value("unit_code"),
        short_name=_name(given, "short_name"),
        alias=_name(given, "alias"),
        superior=_name(given, "superior"),
        sectoral=_name(given, "sectoral"),
        kind=kind,
        region=given.value("region"),
        post=title,
        duties=duties,
        person=person,
        phone=phone,
        account=account,
    )


def _check_all(given: Given) -> None:
    if given.disagree:
        raise CellFault(given.disagree, Refused("sheet.cells-disagree"))
    for field, value in given.values.items():
        if len(value) > LONGEST_CELL:
            why = Refused("sheet.cell-long", length=len(value), longest=LONGEST_CELL)
            raise CellFault(field, why)
        if value.startswith("="):
            raise CellFault(field, Refused("sheet.formula", text=value[:40]))
    for field, column in COLUMN_LENGTHS:
        try:
            check_text(column, _name(given, field))
        except Refused as why:
            raise CellFault(field, why) from why


def _name(given: Given, field: str) -> str:
    """A name as it is kept: without the spaces that line up two characters with three."""
    apart = re.sub(r"[\r\n]+", "、", given.value(field))
    return re.sub(r"[ \t\u3000\xa0]+", "", apart).strip("、")


def _of(given: Given, field: str, read: Callable[[str], str]) -> str:
    value = _name(given, field)
    try:
        return read(value) if value else ""
    except Refused as why:
        raise CellFault(field, why) from why


def checked_phone_alone(value: str) -> str:
    """One number of one cell; refuses two of them (`sheet.phones-two`)."""
    if len(several(value)) > 1:
        raise Refused("sheet.phones-two")
    return checked_phone(value)


def _one_person(value: str) -> str:
    if len(several(value)) > 1:
        raise Refused("sheet.people-two", text=value)
    return value


def several(value: str) -> list[str]:
    """The names in a cell that holds more than one."""
    return [part for part in SEVERAL.split(value) if part]


def _kind(value: str) -> str:
    kind = UNIT_KINDS.get(unicodedata.normalize("NFKC", value))
    if kind is None:
        raise Refused("sheet.kind-unknown", kind=value, allowed="、".join(UNIT_KINDS))
    return kind


def phone_of(given: Given) -> str:
    """The telephone number of a row as it would be kept; empty where it could not be."""
    try:
        return _of(given, "phone", checked_phone_alone)
    except CellFault:
        return ""
