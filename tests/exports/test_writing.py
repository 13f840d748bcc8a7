from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.exports.conftest import Write
from tests.exports.sheet import table
from tests.web.conftest import handled, move, take_in

from bihuan.kernel.refused import Refused
from bihuan.matters.actions.exports import writing
from bihuan.matters.models import Export
from bihuan.matters.queries.exports import choosing, columns
from bihuan.registers.journal.models import Book, Entry


def test_a_list_leaves_in_the_columns_and_words_of_the_office(write: Write) -> None:
    number = take_in().matter.number
    handled(number)
    rows = table(write(asked=(("unit", "牵头单位"), ("number", "序号"), ("answer:topic", "分类"))))
    assert rows[0][:3] == ["牵头单位", "序号", "分类"]
    assert rows[1][:3] == ["住建局", number, "道路"]


def test_names_are_masked_and_numbers_of_people_starred(write: Write) -> None:
    take_in(title="找13812342207", text="电话13812342207")
    asked = (("title", "标题"), ("text", "内容"), ("person", "诉求人"))
    assert table(write(asked=asked))[1][:3] == ["找138****2207", "电话138****2207", "赵**（演示）"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula_and_every_text_is_what_it_was(write: Write, text: str) -> None:
    take_in(title=text)
    assert table(write(asked=(("title", "标题"),)))[1][0] == text


def test_somebody_else_takes_out_what_he_may_read(write: Write) -> None:
    take_in()
    seen = take_in().matter.number
    handled(seen)
    assert [row[0] for row in table(write("housing-desk"))[1:]] == [seen]


def test_the_last_progress_stands_there_for_those_who_may_read_it(write: Write) -> None:
    number = take_in().matter.number
    handled(number)
    move(number, "progress", "housing-desk", {"note": "已进场"})
    move(number, "progress", "housing-desk", {"note": "-已铺一半"})
    rows = table(write(asked=(("progress", "进展"),)))
    assert rows[1][0] == "-已铺一半"


def test_the_journal_says_who_took_out_how_many(write: Write) -> None:
    take_in(), take_in()
    write(stage="received")
    book = Book.objects.get(name=writing.BOOK)
    entry = Entry.objects.get(subject_kind="book", subject_id=book.pk)
    data = entry.data
    assert (entry.actor_post, data["rows"], data["wished"]["stage"]) == (
        "office-clerk", 2, "received",
    )  # fmt: skip
    assert Export.objects.get().rows == 2


def test_the_columns_chosen_are_offered_next_time_to_the_same_post(write: Write) -> None:
    asked = (("unit", "牵头单位"), ("number", "序号"))
    write(asked=asked)
    assert columns.remembered("office-clerk") == asked
    assert columns.remembered("housing-desk") == columns.default()


def test_headings_are_told_apart_and_unknown_columns_left_out() -> None:
    asked = [["number", "名"], ["unit", "名"], ["number", "x"], ["nothing", "y"]]
    assert columns.checked(asked) == (("number", "名"), ("unit", "名（unit）"))


def test_too_many_matters_for_one_sheet_are_refused_before_a_file_is_there(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(), take_in()
    monkeypatch.setattr(writing, "MOST_ROWS", 1)
    with pytest.raises(Refused) as refused:
        write()
    assert refused.value.code == "file.rows-too-many"
    assert Export.objects.count() == 0


def test_a_longer_list_asks_no_more_questions(write: Write) -> None:
    asked: list[int] = []
    write()
    for _ in range(2):
        for _ in range(3):
            take_in()
        with CaptureQueriesContext(
            connection,
        ) as caught:
            write()
        asked.append(len(caught))
    assert asked[0] == asked[1]


def test_chunks_follow_one_another_without_gap(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "CHUNK", 2)
    numbers = [take_in().matter.number for _ in range(5)]
    assert [row[0] for row in table(write())[1:]] == numbers
