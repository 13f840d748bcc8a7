"""A notice goes out with its rows, the rows are filled, and the returns merge."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web import cast, taskcast
from tests.web.conftest import Clock, SignIn

from bihuan.matters.models import Matter
from bihuan.registers.journal.models import Entry, Sealed

NEW = f"/tasks/new/{taskcast.CODE}/"
FORM = {**taskcast.TEXT, "due": "2026-03-06"}


@pytest.fixture
def office(city: None) -> None:
    taskcast.found_office()


def _sheet(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.xlsx", content)


def _rows(parent: Matter, unit: str) -> str:
    return f"/m/{taskcast.part(parent, unit).number}/rows/"


def _cells(*rows: tuple[str, str]) -> dict[str, str]:
    """The open cells of a form: whether it is done, and what is said of it."""
    found = {"rows": str(len(rows))}
    for place, (done, said) in enumerate(rows, start=1):
        found |= {f"cell-{place}-1": done, f"cell-{place}-2": said}
    return found


def _expected(parent: Matter, unit: str) -> dict[str, str]:
    return {"expected": str(taskcast.part(parent, unit).length)}


@pytest.mark.usefixtures("office")
def test_the_clerk_looks_who_gets_what_and_sends(sign_in: SignIn) -> None:
    clerk = sign_in("office-clerk")
    assert clerk.get("/intake/task-sheet/").headers["Location"] == NEW
    looked = clerk.post(NEW, {**FORM, "look": "1", "sheet": _sheet(taskcast.workbook())})
    page = looked.content.decode()
    assert "发给 3 个单位" in page
    assert page.count("北门道路修复") == 2  # in the plan and in what is sent
    assert not Matter.objects.exists()
    done = clerk.post(NEW, {**FORM, "send": "1", "table": looked.context["table"]})
    parent = Matter.objects.get(parent=None)
    assert done.headers["Location"] == f"/m/{parent.number}/rows/"
    assert [part.unit_id for part in parent.parts.order_by("number")] == [
        "housing", "land", "water",
    ]  # fmt: skip
    due = {part.due_at.date().isoformat() for part in parent.parts.all() if part.due_at}
    assert due == {"2026-03-06"}
    assert "4 行 = 已回 0 行 + 未回 4 行" in clerk.get(done.headers["Location"]).content.decode()


REFUSED = [
    ([*taskcast.SHEET, ["绿化", "住建局、水利局", "", ""]], "第 7 行写了几个单位"),
    ([*taskcast.SHEET, ["绿化", "园林局", "", ""]], "第 7 行：没有单位叫"),
    ([*taskcast.SHEET, ["绿化", "", "", ""]], "第 7 行：没有单位叫“”"),
    ([*taskcast.SHEET, ["合计", "", "4", ""]], "第 7 行是合计"),
    ([["任务", "任务"], ["修路", "架桥"]], "有两列都叫“任务”"),
    ([["任务", "责任单位", ""], ["修路", "住建局", "x"]], "C 列有内容没有表头"),
    ([["任务", "责任单位"], ["修路", "住建局"]], "没有要填的格"),
    ([["任务", "责任单位", "情况"], ["修路", "营商办", ""]], "营商办负责汇总"),
    ([["任务", "情况"], ["修路", ""]], "配合单位"),
]


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("sheet", "sentence"), REFUSED)
def test_a_doubtful_sheet_is_refused_in_a_sentence_and_nothing_is_sent(
    sign_in: SignIn, sheet: list[list[str]], sentence: str
) -> None:
    given = {**FORM, "send": "1", "sheet": _sheet(taskcast.workbook(sheet))}
    answer = sign_in("office-clerk").post(NEW, given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Matter.objects.exists()


@pytest.mark.usefixtures("office")
def test_only_the_office_sends_and_a_notice_needs_a_workbook(sign_in: SignIn) -> None:
    assert sign_in("housing-desk").get(NEW).status_code == 404
    assert sign_in("office-clerk").get("/tasks/new/enterprise/").status_code == 404
    answer = sign_in("office-clerk").post(NEW, {**FORM, "look": "1"})
    assert "表中各行" in answer.content.decode()
    assert answer.status_code == 422


@pytest.mark.usefixtures("office")
def test_a_unit_keeps_what_it_has_and_sends_when_all_is_there(sign_in: SignIn) -> None:
    parent = taskcast.sent()
    desk, address = sign_in("housing-desk"), _rows(parent, "housing")
    page = desk.get(address).content.decode()
    assert "北门道路修复" in page
    assert "北门地块供应" not in page
    desk.post(address, {**_cells(("已完成", ""), ("", "")), "save": "1",
                        **_expected(parent, "housing")})  # fmt: skip
    assert "已填 1 行，共 2 行" in desk.get(address).content.decode()
    before = taskcast.part(parent, "housing")
    short = {
        **_cells(("已完成", "=1+1"), ("", "")),
        "send": "1",
        "closing": "done",
        "text": "已报",
    }
    refused = desk.post(address, {**short, "expected": str(before.length)})
    assert refused.status_code == 422
    assert "第 2 行缺“完成情况”" in refused.content.decode()
    assert taskcast.part(parent, "housing").length == before.length
    full = short | _cells(("已完成", "=1+1"), ("未完成", "等材料"))
    desk.post(address, {**full, "expected": str(before.length)})
    done = taskcast.part(parent, "housing")
    assert (done.stage, done.closing_kind) == ("replied", "done")
    assert "等材料" not in "".join(Entry.objects.values_list("payload", flat=True))
    assert any("等材料" in (one or "") for one in Sealed.objects.values_list("text", flat=True))
    assert "等材料" not in desk.get(f"/m/{done.number}/").content.decode()


@pytest.mark.usefixtures("office")
def test_rows_go_out_and_come_back_as_a_workbook(sign_in: SignIn) -> None:
    parent = taskcast.sent()
    desk, number = sign_in("housing-desk"), taskcast.part(parent, "housing").number
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"/m/{number}/rows.xlsx").content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == ["行", "任务", "完成情况*", "说明"]
    sheet["C2"], sheet["C3"] = "已完成", "未完成"
    kept = io.BytesIO()
    book.save(kept)
    desk.post(f"/m/{number}/rows/", {"save": "1", "sheet": _sheet(kept.getvalue()),
                                      **_expected(parent, "housing")})  # fmt: skip
    rows = taskcast.part(parent, "housing").state["values"]["table"]["rows"]
    assert [row["cells"][1] for row in rows] == ["已完成", "未完成"]
    sheet["B2"] = "别的任务"
    kept = io.BytesIO()
    book.save(kept)
    refused = desk.post(f"/m/{number}/rows/", {"save": "1", "sheet": _sheet(kept.getvalue()),
                                                **_expected(parent, "housing")})  # fmt: skip
    assert "随通知给出" in refused.content.decode()


@pytest.mark.usefixtures("office")
def test_nobody_fills_the_rows_of_another_unit(sign_in: SignIn) -> None:
    parent = taskcast.sent()
    assert sign_in("land-desk").get(_rows(parent, "housing")).status_code == 404
    assert sign_in("land-desk").get(f"/m/{parent.number}/rows/").status_code == 404
    clerk = sign_in("office-clerk")
    clerk.post(_rows(parent, "housing"), {**_cells(("已完成", ""), ("", "")), "save": "1",
                                          **_expected(parent, "housing")})  # fmt: skip
    assert taskcast.part(parent, "housing").stage == "assigned"


@pytest.mark.usefixtures("office")
def test_the_returns_merge_with_their_sources_and_the_late_stand_apart(
    sign_in: SignIn, clock: Clock
) -> None:
    parent = taskcast.sent()
    full = {"send": "1", "closing": "done", "text": "已报"}
    for unit, rows in (
        ("housing", [("已完成", "=1+1"), ("未完成", "")]),
        ("land", [("已完成", "")]),
    ):
        answer = {**_cells(*rows), **full, **_expected(parent, unit)}
        sign_in(f"{unit}-desk").post(_rows(parent, unit), answer)
    clock.now = cast.NOW + timedelta(days=7)
    clerk = sign_in("office-clerk")
    page = clerk.get(f"/m/{parent.number}/rows/").content.decode()
    assert "3 个单位已报 2 个" in page
    assert "4 行 = 已回 3 行 + 未回 1 行" in page
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(f"/m/{parent.number}/rows.xlsx").content))
    merged = [[cell.value for cell in row] for row in book["汇总"].rows]
    assert [row[0] for row in merged] == ["任务", "北门道路修复", "北门地块供应", "路灯补装"]
    assert merged[1][2:5] == ["=1+1", "住建局", "住建局 经办"]
    assert book["汇总"]["C2"].data_type == "s"
    late = [[cell.value for cell in row] for row in book["未报"].rows]
    assert late[1][:3] == ["水利局", f"{parent.number}/3", "1"]
    assert "逾期" in late[1][4]


@pytest.mark.usefixtures("office")
def test_a_part_is_sent_back_with_a_reason_and_the_notice_ends_after_its_parts(
    sign_in: SignIn,
) -> None:
    parent = taskcast.sent()
    answer = {**_cells(("已完成", "")), "send": "1", "closing": "done", "text": "已报"}
    sign_in("land-desk").post(_rows(parent, "land"), answer | _expected(parent, "land"))
    number = taskcast.part(parent, "land").number
    cast_move = {"reason": "说明没有写", **_expected(parent, "land")}
    sign_in("office-clerk").post(f"/m/{number}/act/reopen/", cast_move)
    again = taskcast.part(parent, "land")
    assert (again.stage, again.cycle) == ("handling", 2)
    assert again.state["values"]["table"]["rows"][0]["cells"][1] == "已完成"


@pytest.mark.usefixtures("office")
def test_the_page_of_a_notice_asks_the_same_for_any_number_of_units(
    sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    parent = taskcast.sent()
    clerk = sign_in("office-clerk")
    clerk.get(f"/m/{parent.number}/rows/")
    with django_assert_num_queries(8):
        clerk.get(f"/m/{parent.number}/rows/")
