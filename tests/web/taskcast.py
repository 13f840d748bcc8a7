"""A notice to three units: the mechanism, a third bureau, the workbook, and what each fills."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from tests.web import cast
from tests.web.conftest import actor

from bihuan.matters.actions import publishing
from bihuan.matters.actions.tasksheets import sending
from bihuan.matters.models import Matter
from bihuan.matters.queries import versions
from bihuan.matters.rules.tasksheets import notice
from bihuan.mechanisms import library
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules.directory import PostFacts, UnitFacts
from bihuan.registers.sheets.writing import written

CODE = "task-sheet"
SHEET = [
    ["2026 年重点任务清单（演示）"],
    ["任务", "责任单位", "完成情况*", "说明"],
    ["北门道路修复", "住建局", "", ""],
    ["北门地块供应", "自然资源局", "", ""],
    ["北门排水改造", "水利局（演示）", "", ""],
    ["路灯补装", "住建局", "", ""],
]
TEXT = {"title": "报送重点任务进展（演示）", "text": "请按表填写，周五前报。"}


def found_office(now: datetime = cast.NOW) -> None:
    """A third bureau, and the task sheet of the library under the office of the cast."""
    registers.record_unit(
        UnitFacts("water", "水利局（演示）", "水利局", cast.REGION, territorial="gov"),
        by=cast.KEEPER, now=now,
    )  # fmt: skip
    desk = PostFacts("water-desk", "water", "联络员", frozenset({"handler"}), 3)
    registers.record_post(desk, by=cast.KEEPER, now=now)
    person = registers.record_person(name="孙联络（演示）", by=cast.KEEPER, now=now)
    registers.appoint(desk.code, person=person, since=now.date(), by=cast.KEEPER, now=now)
    registers.open_account(
        desk.code, person=person, password=cast.PASSWORD, by=cast.KEEPER, now=now
    )
    body = library.read(CODE).decode().replace("supervision-office", "office")
    publishing.publish(body.encode(), region=cast.REGION, by=cast.KEEPER, now=now)


def workbook(sheet: list[list[str]] | None = None) -> bytes:
    return written([("清单", sheet or SHEET)], kind="xlsx")


def sent(due: str = "2026-03-06", sheet: list[list[str]] | None = None) -> Matter:
    """The notice, out to its units."""
    now = timezone.now()
    found = notice.read(workbook(sheet), (), lambda text: parties.unit_by_name(text).code)
    given = sending.Notice("leader", {**TEXT, "due": due}, found.table, found.units)
    version = versions.current(cast.REGION, CODE)
    return sending.send(version, given, by=actor("office-clerk", now), now=now)


def part(parent: Matter, unit: str) -> Matter:
    return Matter.objects.get(parent=parent, unit=unit)
