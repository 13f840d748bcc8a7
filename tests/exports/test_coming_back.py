from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.conftest import Take, Write
from tests.exports.sheet import Table, cell, edited, saved, table
from tests.web import cast
from tests.web.conftest import handled, move, take_in

from bihuan.kernel.refused import Refused
from bihuan.matters.actions.exports import coming_back, reading, returning
from bihuan.matters.models import Matter
from bihuan.registers.journal.models import Entry

TITLE, UNIT, PROGRESS = "标题", "承办单位", "最新进展"


def change(heading: str, text: str, row: int = 1) -> Callable[[Table], None]:
    return lambda rows: cell(rows, row, heading, text)


def fates(outcome: coming_back.Outcome) -> dict[str, int]:
    return {fate: count for fate, count in outcome.fates.items() if count}


def verdicts(outcome: coming_back.Outcome) -> list[str]:
    return [edit.verdict for row in outcome.rows for edit in row.edits]


def entries(number: str) -> list[str]:
    row = Matter.objects.get(number=number)
    found = Entry.objects.filter(subject_kind="matter", subject_id=row.pk).order_by("seq")
    return [entry.kind for entry in found]


def test_a_sheet_nobody_edited_changes_nothing(write: Write, take: Take) -> None:
    take_in(title="=1+1"), take_in()
    outcome = take(write().read_bytes())
    assert (fates(outcome), outcome.rows) == ({"unchanged": 2}, [])


def test_a_unit_in_the_cell_is_an_assignment_under_the_name_of_the_uploader(
    write: Write, take: Take
) -> None:
    number = take_in().matter.number
    outcome = take(edited(write(), change(UNIT, "住建局、自然资源局")))
    row = Matter.objects.get(number=number)
    assert (fates(outcome), row.unit_id, row.stage) == ({"accepted": 1}, "housing", "assigned")
    assert entries(number) == ["receive", "accept", "assign"]
    assert {e.actor_post for e in Entry.objects.filter(subject_kind="matter", kind="assign")} == {
        "office-clerk"
    }
    assert [part.unit_id for part in row.parts.all()] == ["land"]


def test_another_unit_recalls_and_assigns_anew(write: Write, take: Take) -> None:
    number = take_in().matter.number
    handled(number)
    take(edited(write(), change(UNIT, "自然资源局（演示）")))
    assert entries(number)[-2:] == ["recall", "assign"]
    assert Matter.objects.get(number=number).unit_id == "land"


def test_progress_answer_class_title_and_form_each_become_their_move(
    write: Write, take: Take
) -> None:
    number = take_in().matter.number
    handled(number)
    asked = (("title", "题"), ("class", "类"), ("answer:topic", "分类"))

    def corrections(rows: Table) -> None:
        for heading, text in (("题", "南门塌陷"), ("类", "复杂"), ("分类", "用电")):
            cell(rows, 1, heading, text)

    assert fates(take(edited(write(asked=asked), corrections))) == {"accepted": 1}
    row = Matter.objects.get(number=number)
    assert (row.title, row.class_code, row.content.answers["topic"]) == (
        "南门塌陷", "complex", "power",
    )  # fmt: skip

    def answer(rows: Table) -> None:
        for heading, text in (("进", "@已修"), ("果", "solved"), ("复", "=路已修好")):
            cell(rows, 1, heading, text)

    asked = (("progress", "进"), ("closing", "果"), ("reply", "复"))
    outcome = take(edited(write("housing-desk", asked), answer), "housing-desk")
    assert fates(outcome) == {"accepted": 1}
    assert entries(number)[-2:] == ["progress", "reply-asked"]
    assert table(write(asked=asked))[1][0] == "@已修"


def test_a_preview_tells_what_would_be_refused_and_does_nothing(write: Write, take: Take) -> None:
    number = take_in().matter.number
    before = Matter.objects.filter(number=number).values().get()
    good = take(edited(write(), change(UNIT, "住建局")), really=False)
    bad = take(edited(write(), change(UNIT, "不存在的局")), really=False)
    assert (fates(good), fates(bad)) == ({"accepted": 1}, {"rejected": 1})
    assert bad.rows[0].refused is not None
    assert bad.rows[0].refused.code == "unit.name-unknown"
    assert Matter.objects.filter(number=number).values().get() == before
    assert entries(number) == ["receive"]


def test_a_row_is_applied_wholly_or_not_at_all(write: Write, take: Take) -> None:
    number = take_in().matter.number

    def both(rows: Table) -> None:
        cell(rows, 1, TITLE, "南门塌陷")
        cell(rows, 1, UNIT, "不存在的局")

    outcome = take(edited(write(), both))
    assert (fates(outcome), entries(number)) == ({"rejected": 1}, ["receive"])
    assert Matter.objects.get(number=number).title == "北门道路塌陷"


def test_the_same_sheet_twice_does_nothing_the_second_time(write: Write, take: Take) -> None:
    number = take_in().matter.number
    handled(number)
    sheet = edited(write("housing-desk"), change(PROGRESS, "已进场"))
    first, second = take(sheet, "housing-desk"), take(sheet, "housing-desk")
    assert (fates(first), fates(second)) == ({"accepted": 1}, {"unchanged": 1})
    assert verdicts(second) == ["already"]
    assert entries(number).count("progress") == 1


def test_of_two_who_edited_one_list_the_second_is_told_and_overwrites_nothing(
    write: Write, take: Take
) -> None:
    number = take_in().matter.number
    handled(number)
    path = write("housing-desk")
    take(edited(path, change(PROGRESS, "甲：已进场")), "housing-desk")
    outcome = take(edited(path, change(PROGRESS, "乙：未进场")), "housing-desk")
    (row,) = outcome.rows
    assert (row.fate, row.moved, row.edits[0].now) == ("rejected", True, "甲：已进场")
    assert row.refused is not None
    assert row.refused.code == "back.conflict"
    assert entries(number).count("progress") == 1


def test_last_weeks_list_still_changes_what_nobody_touched_since(write: Write, take: Take) -> None:
    number = take_in().matter.number
    old = write()
    move(number, "accept", "office-clerk")
    take(edited(write(), change(TITLE, "本周改的")))

    def older(rows: Table) -> None:
        cell(rows, 1, TITLE, "上周改的")
        cell(rows, 1, UNIT, "住建局")

    outcome = take(edited(old, older))
    assert (fates(outcome), sorted(verdicts(outcome))) == ({"partly": 1}, ["change", "conflict"])
    row = Matter.objects.get(number=number)
    assert (row.title, row.unit_id) == ("本周改的", "housing")


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        ("办结期限", "2030-01-01", "back.fixed"),
        ("诉求人", "赵恒泰（演示）", "back.fixed"),
        (TITLE, "", "back.emptied"),
        ("答复内容", "已修好", "back.answer-half"),
    ],
)
def test_what_a_sheet_cannot_say_is_told_and_left(
    write: Write, take: Take, heading: str, text: str, code: str
) -> None:
    number = take_in().matter.number
    handled(number)
    before = entries(number)
    outcome = take(edited(write(), change(heading, text)))
    (row,) = outcome.rows
    assert (row.fate, row.refused and row.refused.code) == ("rejected", code)
    assert entries(number) == before


def test_a_starred_title_is_never_written_back(write: Write, take: Take) -> None:
    number = take_in(title="找13812342207").matter.number
    outcome = take(edited(write(), change(TITLE, "找138****2207谈")))
    assert outcome.rows[0].refused is not None
    assert outcome.rows[0].refused.code == "back.masked"
    assert Matter.objects.get(number=number).title == "找13812342207"


def test_a_matter_one_may_not_know_of_is_not_told_of(write: Write, take: Take) -> None:
    number = take_in().matter.number
    outcome = take(edited(write(), change(TITLE, "别处来的")), "housing-desk")
    (row,) = outcome.rows
    assert row.refused is not None
    assert (row.refused.code, row.edits) == ("matter.unknown", ())
    assert entries(number) == ["receive"]


def test_rows_added_twice_deleted_and_moved_about(write: Write, take: Take) -> None:
    for _ in range(3):
        take_in()

    def about(rows: Table) -> None:
        head, first, second, third = rows
        added = ["", "新事项", *[""] * (len(head) - 2)]
        forged = [*second[:-1], second[-1].replace("2026", "2027")]
        rows[:] = [["（标题行）"], head, third, first, list(first), added, forged]

    outcome = take(edited(write(), about))
    assert fates(outcome) == {"unchanged": 2, "rejected": 3}
    told = [row.refused.code for row in outcome.rows if row.refused]
    assert told == ["back.row-twice", "back.added", "back.altered"]


def test_columns_may_be_moved_added_and_deleted(write: Write, take: Take) -> None:
    take_in()

    def about(rows: Table) -> None:
        cell(rows, 1, TITLE, "南门塌陷")
        for at, row in enumerate(rows):
            row[:] = [row[-1], "备注" if at == 0 else "阅", row[1]]

    found = reading.read(edited(write(), about))
    assert (found.unknown, "编号" in found.gone) == (("备注",), True)
    assert fates(take(edited(write(), about))) == {"accepted": 1}


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda rows: [row.pop() for row in rows], "back.not-an-export"),
        (lambda rows: rows[0].append(rows[0].pop().replace("1", "2")), "back.other-house"),
    ],
)
def test_a_workbook_that_is_no_list_of_ours_is_refused(
    write: Write, harm: Callable[[Table], object], code: str
) -> None:
    take_in()
    with pytest.raises(Refused) as refused:
        reading.read(edited(write(), harm))
    assert refused.value.code == code


def test_what_was_not_taken_comes_back_as_a_sheet_that_can_be_corrected(
    write: Write, take: Take, tmp_path: Path
) -> None:
    numbers = [take_in().matter.number for _ in range(2)]
    sheet = edited(write(), change(UNIT, "住建居", row=2))
    outcome = take(sheet)
    target = tmp_path / "left.xlsx"
    assert returning.write_left(target, reading.read(sheet), outcome, str) == 1
    rows = table(target)
    assert "住建居" in rows[1][0]
    assert (len(rows), rows[1][1]) == (2, numbers[1])
    assert fates(take(edited(target, change(UNIT, "住建局")))) == {"accepted": 1}
    assert Matter.objects.get(number=numbers[1]).unit_id == "housing"


def test_only_what_differs_is_locked_and_asked_for(
    write: Write, take: Take, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(5):
        take_in()
    sheet = write().read_bytes()
    with django_assert_max_num_queries(3):  # who brings it, and one look at the books
        take(sheet)


def test_a_workbook_without_rows_is_read(write: Write, take: Take) -> None:
    assert cast.NOW
    assert take(saved(table(write())[:1])).given == 0
