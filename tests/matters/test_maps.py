"""A map says which column means what; a row becomes a letter or names the cell at fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.rules import dates, letters, maps

NOW = datetime(2026, 3, 2, 9, tzinfo=LOCAL)
WRITTEN = """
source: letters
columns:
  key: 编号
  text: 内容
  received_at: 来信日期
  unit: 办理单位
  replied_at: 回复日期
"""
ROW = {
    "编号": "a1", "内容": "路灯不亮", "来信日期": "2023-06-19", "办理单位": "区住建局",
    "回复日期": "2023-07-14",
}  # fmt: skip


def refusal(text: str | bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as refused:
        maps.read_map(text)
    return refused.value.code, refused.value.facts


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LOCAL)  # type: ignore[misc, arg-type]


def read(**cells: str) -> letters.Letter | letters.Fault:
    return letters.read_letter(maps.read_map(WRITTEN), 7, {**ROW, **cells}, NOW)


def fault(**cells: str) -> letters.Fault:
    found = read(**cells)
    assert isinstance(found, letters.Fault)
    assert found.row == 7
    return found


def test_a_map_names_columns_and_where_they_are_missing_nothing() -> None:
    shape = maps.read_map(WRITTEN)
    assert shape.wanted == ("编号", "内容", "来信日期", "办理单位", "回复日期")
    assert (shape.units, shape.channel, shape.column("unit")) == ("reject", "import", "办理单位")


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("source: [", "map.unreadable", {"line": 1}),
        ("a: b: c", "map.unreadable", {"line": 1}),
        ("- source", "map.unreadable", {"line": 1}),
        ("source: a\ncolumns: {received_at: 日期}\nunits: guess", "map.value-wrong",
         {"line": 3, "key": "units"}),
        ("columns: {received_at: 日期}", "map.key-missing", {"key": "source"}),
        ("source: a\ncolumns: {text: 内容}", "map.key-missing", {"key": "columns.received_at"}),
        ("source: a\ncolumns:\n  received_at: 日期\n  标题: 题目", "map.key-unknown",
         {"line": 4, "key": "columns.标题"}),
        ("source: a\ncolumns: {received_at: 日期}\nclocks: 3", "map.key-unknown",
         {"line": 3, "key": "clocks"}),
        ("source: a\ncolumns: {received_at: ''}", "map.value-wrong",
         {"line": 2, "key": "columns.received_at"}),
    ],
)  # fmt: skip
def test_a_map_at_fault_is_refused_with_its_line(
    text: str, code: str, facts: dict[str, Any]
) -> None:
    found, said = refusal(text)
    assert found == code
    assert facts.items() <= said.items()


def test_a_map_in_another_encoding_is_refused() -> None:
    assert refusal(WRITTEN.encode("gb18030"))[0] == "map.unreadable"


def test_on_and_no_and_numbers_in_a_map_stay_what_was_written() -> None:
    shape = maps.read_map("source: no\ncolumns: {received_at: on, key: 2023.10}")
    assert (shape.source, shape.wanted) == ("no", ("on", "2023.10"))


@pytest.mark.parametrize(
    ("cell", "moment", "precision"),
    [
        ("2023-06-19", at(2023, 6, 19), "day"),
        ("2023/6/19", at(2023, 6, 19), "day"),
        ("2023.06.19", at(2023, 6, 19), "day"),
        ("2023年6月19日", at(2023, 6, 19), "day"),
        ("20230619", at(2023, 6, 19), "day"),
        (" ２０２３－０６－１９\u3000", at(2023, 6, 19), "day"),
        ("45096", at(2023, 6, 19), "day"),
        ("45096.0", at(2023, 6, 19), "day"),
        ("45096.4375", at(2023, 6, 19, 10, 30), "moment"),
        ("45096.4236111111", at(2023, 6, 19, 10, 10), "moment"),
        ("2023-06-19 10:05", at(2023, 6, 19, 10, 5), "moment"),
        ("2023-06-19 10:05:07", at(2023, 6, 19, 10, 5, 7), "moment"),
        ("2023-06-19T10:05:07.25", at(2023, 6, 19, 10, 5, 7), "moment"),
        ("2023-06-19T10:05:00Z", at(2023, 6, 19, 18, 5), "moment"),
        ("2023-06-19 10:05:00+09:00", at(2023, 6, 19, 9, 5), "moment"),
        ("2023年6月19日 10时5分", at(2023, 6, 19, 10, 5), "moment"),
        ("2023年6月19日10点", at(2023, 6, 19, 10), "moment"),
    ],
)
def test_dates_are_read_as_offices_write_them(cell: str, moment: datetime, precision: str) -> None:
    assert dates.moment_of(cell) == (moment, precision)


@pytest.mark.parametrize(
    "cell",
    ["", "6月底前", "23/6/19", "19/06/2023", "2023-13-01", "2023-02-30", "2023619", "0023-06-19",
     "昨天", "2023-06-19 25:00", "2023-06-19 10", "2023-06", "99999", "3", "1e5", "#N/A",
     "2023-06-19 上午"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed_at(cell: str) -> None:
    assert dates.moment_of(cell) is None


def test_a_row_becomes_a_letter() -> None:
    letter = read()
    assert isinstance(letter, letters.Letter)
    assert (letter.key, letter.text, letter.unit) == ("a1", "路灯不亮", "区住建局")
    assert (letter.received_at, letter.received_precision) == (at(2023, 6, 19), "day")
    assert letter.replied_at == at(2023, 7, 14)


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"来信日期": ""}, "来信日期", "row.cell-empty"),
        ({"来信日期": "6月底前"}, "来信日期", "row.date-unreadable"),
        ({"来信日期": "2026-03-03"}, "来信日期", "row.date-future"),
        ({"回复日期": "2099-01-01"}, "回复日期", "row.date-future"),
        ({"回复日期": "2023-06-18"}, "回复日期", "row.answer-before-question"),
        ({"回复日期": "已回"}, "回复日期", "row.date-unreadable"),
        ({"内容": " \u3000\n"}, "内容", "row.cell-empty"),
        ({"内容": "长" * (letters.LONGEST + 1)}, "内容", "row.cell-too-long"),
        ({"内容": "半个字\ud83d"}, "内容", "row.character-broken"),
        ({"内容": "零\x00"}, "内容", "row.character-broken"),
        ({"编号": "9" * 121}, "编号", "row.cell-too-long"),
        ({"办理单位": "局" * 121}, "办理单位", "row.cell-too-long"),
    ],
)
def test_a_faulty_cell_is_named_by_row_and_heading(
    cells: dict[str, str], column: str, code: str
) -> None:
    found = fault(**cells)
    assert (found.column, found.code) == (column, code)
    said = found.sentence()
    assert said.startswith(f"Row 7, “{column}”: ")
    assert "{" not in said


def test_a_sentence_can_be_said_in_other_words() -> None:
    found = replace(fault(来信日期="6月底前"), sheet="三月")
    assert found.where == "三月 7"
    assert found.sentence(lambda refused: refused.code) == "row.at"
    whole = letters.Fault(7, "", "row.too-long", {"count": 7, "expected": 6})
    assert whole.sentence().startswith("Row 7: The row has 7 cells under 6 headings")


def test_an_answer_on_the_day_of_the_question_is_not_before_it() -> None:
    letter = read(来信日期="2023-06-19 10:05", 回复日期="2023-06-19")
    assert isinstance(letter, letters.Letter)
    assert letter.replied_at == letter.received_at == at(2023, 6, 19, 10, 5)
    assert letter.replied_precision == "day"
    earlier = fault(来信日期="2023-06-19 10:05", 回复日期="2023-06-19 10:04")
    assert earlier.code == "row.answer-before-question"


def test_a_row_without_a_number_is_known_again_by_what_it_says() -> None:
    one, same, other = read(编号=""), read(编号=" "), read(编号="", 内容="路灯又不亮")
    assert isinstance(one, letters.Letter)
    assert isinstance(same, letters.Letter)
    assert isinstance(other, letters.Letter)
    assert one.key == same.key != other.key


def test_the_print_of_a_row_is_of_all_it_says_and_not_of_its_place() -> None:
    letter = read()
    assert isinstance(letter, letters.Letter)
    elsewhere = replace(letter, row=9)
    assert letters.print_of(letter).digest == letters.print_of(elsewhere).digest
    for changed in (
        replace(letter, unit="区水利局"),
        replace(letter, text="路灯又不亮"),
        replace(letter, replied_at=NOW - timedelta(days=1)),
    ):
        assert letters.print_of(letter).digest != letters.print_of(changed).digest
