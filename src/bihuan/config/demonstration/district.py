"""The invented district: its units and officers on record, its mechanisms in force."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.worktime import local
from bihuan.matters.actions import publishing
from bihuan.matters.models import MechanismVersion
from bihuan.mechanisms import library
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import invented, sheet
from bihuan.registers.parties.actions import administrators
from bihuan.registers.parties.rules.directory import RegionFacts
from bihuan.registers.parties.rules.masking import DEMONSTRATION

# A code of its own: no division has it, so nobody can take the district for a real one.
REGION = "demo-linjiang"
NAME = f"临江区{DEMONSTRATION}"
MECHANISMS = ("hotline", "petition", "shifeng-enterprise", "hetang-inspection")
ADMINISTRATORS = ("system", "security", "audit")
WINDOW = timedelta(days=90)
_INSPECTION = "inspection-team"


def settle(since: datetime, until: datetime) -> dict[str, MechanismVersion]:
    """Put the district on record as of `since`; its inspection is open past `until`."""
    registers.record_region(RegionFacts(REGION, NAME, "county"), by=SYSTEM, now=since)
    read = sheet.read(invented.workbook(_rows(), title=f"{NAME}花名册"))
    done = registers.set_up(read, home=REGION, by=SYSTEM, now=since)
    if done.rejected:
        raise AssertionError(f"the invented district does not go in: {done.rejected[0]}")
    for role in ADMINISTRATORS:
        administrators.open_administrator(
            role, administers=role, password=None, by=SYSTEM, now=since
        )
    window = (since, until + WINDOW)
    return {
        name: publishing.publish(declared(name, window), region=REGION, by=SYSTEM, now=since)
        for name in MECHANISMS
    }


def _rows() -> list[invented.Row]:
    """The officers; the inspection has a team, and the office that will outlive it."""
    found = [_of_team(row) if row.code == _INSPECTION else row for row in invented.rows()]
    office = next(row for row in invented.rows() if row.code == _INSPECTION)
    found.append(
        replace(
            office, code="inspection-office", title="主任",
            duties="主要负责人、受理、派单、回访、巡察",
            person=f"梁沛然{DEMONSTRATION}", phone="19900009001", account="officer901",
        )
    )  # fmt: skip
    outside = invented.Row("市工业和信息化局", "city-industry-bureau", kind="市直部门")
    return [*found, outside]


def _of_team(row: invented.Row) -> invented.Row:
    row = replace(row, unit="区委第一巡察组", short_name="巡察组")
    if row.title != "局长":
        return row
    return replace(row, title="组长", duties="批示、主要负责人、巡察")


def declared(name: str, window: tuple[datetime, datetime]) -> bytes:
    """A shipped mechanism under a title that is marked; one with a window is open just now."""
    text = library.read(name).decode()
    text = re.sub(r"(?m)^title: (.*)$", rf"title: \1{DEMONSTRATION}", text, count=1)
    text = re.sub(r"(?m)^version: .*$", 'version: "demo-1"', text, count=1)
    opens, closes = (local(each).date() for each in window)
    said = f'window: {{from: "{opens}", until: "{closes}"}}'
    return re.sub(r"(?m)^window: .*$", said, text, count=1).encode()
