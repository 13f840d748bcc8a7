"""The chain of a task sheet proves its rows, and a lost row would be noticed."""

from __future__ import annotations

import pytest
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.kernel.tables import Row
from bihuan.matters.actions import publishing, rebuilding
from bihuan.matters.actions.tasksheets import filling, sending
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.rules.tasksheets import merging, notice, returning
from bihuan.mechanisms import library
from bihuan.registers.journal import queries as journal
from bihuan.registers.journal.models import Sealed
from bihuan.registers.sheets.writing import written

SHEET = [["任务", "责任单位", "情况*"], ["修路", "housing", ""], ["修渠", "water", ""]]


@pytest.fixture
def tasks(db: None) -> MechanismVersion:
    cast.district()
    body = library.read("task-sheet").decode().replace("to: supervision-office", "to: street")
    body = body.replace("supervision-office", "office")
    return publishing.publish(body.encode(), region=cast.REGION, by=SYSTEM, now=cast.NOW)


def read(sheet: list[list[str]]) -> notice.Sheet:
    return notice.read(written([("", sheet)], kind="xlsx"), (), str)


def send(version: MechanismVersion, **given: object) -> Matter:
    sheet = read(SHEET)
    values = {"title": "通知（演示）", "text": "请填报", "due": "2026-03-06"} | given
    found = sending.Notice("leader", values, sheet.table, sheet.units)
    return sending.send(version, found, by=cast.actor("clerk"), now=cast.NOW)


def test_every_row_of_a_family_follows_from_its_chain(tasks: MechanismVersion) -> None:
    parent = send(tasks)
    part = Matter.objects.get(parent=parent, unit="water")
    reply = filling.Reply("done", "已报", [["修渠", "已完工"]], "填报")
    filling.send(part.number, reply, by=cast.actor("water-handler"), now=cast.NOW)
    for row in Matter.objects.all():
        assert rebuilding.differing(row.pk, list(journal.entries_of(row))) is None
    assert any("已完工" in (text or "") for text in Sealed.objects.values_list("text", flat=True))


def test_a_notice_whose_date_has_passed_is_not_sent(tasks: MechanismVersion) -> None:
    with pytest.raises(Refused) as why:
        send(tasks, due="2026-02-27")
    assert why.value.code == "matter.date-past"
    assert not Matter.objects.exists()


def test_the_notice_does_not_end_before_its_parts(tasks: MechanismVersion) -> None:
    parent = send(tasks)
    cast.do(parent, "sign-for", "street-handler")
    cast.do(parent, "reply", "street-handler", closing="done", text="汇总")
    with pytest.raises(Refused) as why:
        cast.do(parent, "strike-off", "clerk")
    assert (why.value.code, why.value.facts["count"]) == ("matter.parts-open", 2)
    assert Matter.objects.get(pk=parent.pk).stage == "replied"


def test_a_second_press_meets_what_the_first_did(tasks: MechanismVersion) -> None:
    part = Matter.objects.get(parent=send(tasks), unit="water")
    by, rows = cast.actor("water-handler"), [["", "完工"]]
    filling.save(part.number, rows, note="填报", by=by, now=cast.NOW, expected=part.length)
    before = Matter.objects.get(pk=part.pk).length
    with pytest.raises(Refused) as why:
        filling.save(part.number, rows, note="填报", by=by, now=cast.NOW, expected=part.length)
    assert why.value.code == "matter.stale"
    filling.save(part.number, rows, note="填报", by=by, now=cast.NOW)
    assert Matter.objects.get(pk=part.pk).length == before  # nothing new to keep


def test_rows_that_do_not_add_up_are_never_written() -> None:
    source = merging.Source("a", "", "", "N/1", "", "")
    parts = [merging.Returned(source, (Row(1, "a", ("x",), ("x",)),), returned=True)]
    assert merging.count(parts, 1) == merging.Count(1, 1, 0, 0)
    with pytest.raises(AssertionError):
        merging.count(parts, 2)


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ([["任务", "情况"], ["修路", ""]], "tasksheet.column-missing"),
        ([["行", "任务", "情况"], ["7", "修路", ""]], "tasksheet.row-unknown"),
        ([["行", "任务", "情况"], ["1", "修路", ""], ["1", "修路", ""]], "tasksheet.row-unknown"),
    ],
)
def test_a_workbook_that_is_not_the_units_own_is_refused(
    sheet: list[list[str]], code: str
) -> None:
    table = read([["任务", "情况", "说明"], ["修路", "", ""]]).table
    if code == "tasksheet.row-unknown":
        sheet = [[*row, ""] for row in sheet]
        sheet[0][-1] = "说明"
    with pytest.raises(Refused) as why:
        returning.read(written([("", sheet)], kind="xlsx"), table)
    assert why.value.code == code
