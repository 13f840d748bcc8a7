"""A holiday notice out of a file."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import DayKind
from bihuan.registers.parties import sheet

OFF, WORK = (DayKind.HOLIDAY, "元旦"), (DayKind.MAKE_UP, "元旦")
WANTED = {date(2027, 1, 1): OFF, date(2027, 1, 10): WORK}
TABLE = "国务院办公厅通知\n日期,名称,安排\n2027-01-01,元旦,放假\n\n2027年1月10日,元旦,上班\n"
DAYS = [
    {"date": "2027-01-01", "name": "元旦", "isOffDay": True},
    {"date": "2027-01-10", "name": "元旦", "isOffDay": False},
]


def as_xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet()
        page.write_row(0, 0, ["日期", "节日", "是否放假"])
        page.write_datetime(1, 0, date(2027, 1, 1), day)
        page.write_row(1, 1, ["元旦", "是"])
        page.write_datetime(2, 0, date(2027, 1, 10), day)
        page.write_row(2, 1, ["元旦", "否"])
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("gb18030"),
        as_xlsx(),
        json.dumps({"year": 2027, "days": DAYS}).encode("utf-8-sig"),
        json.dumps(DAYS).encode(),
    ],
)
def test_a_notice_is_read_from_any_file(data: bytes) -> None:
    read = sheet.read_notice(data)
    assert (read.days, read.years, read.given, read.rejected) == (WANTED, {2027}, 2, ())


def test_a_faulty_row_has_its_number() -> None:
    read = sheet.read_notice(f"{TABLE}2027-02-30,春节,放假\n2027-02-06,春节,？\n".encode())
    assert [(row.row, row.column, row.why.code) for row in read.rejected] == [
        (6, "day", "calendar.day-malformed"),
        (7, "kind", "calendar.kind-unknown"),
    ]


def test_local_days_are_local() -> None:
    read = sheet.read_notice(TABLE.encode(), local=True)
    assert {kind for kind, _ in read.days.values()} == {DayKind.LOCAL_OFF, DayKind.LOCAL_WORKING}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("日期,名称\n2027-01-01,元旦\n".encode(), "calendar.header-missing"),
        ("日期,名称,安排\n".encode(), "calendar.notice-empty"),
        (b'{"year": 2027, "days": []}', "calendar.notice-empty"),
        (b'{"year": 2027, "days": [}', "calendar.json-malformed"),
        (b'{"year": "next", "days": []}', "calendar.json-malformed"),
        (b'{"year": 2027}', "calendar.json-malformed"),
        (b"[" * 100_000, "calendar.json-malformed"),
        ('{"name": "春节"}'.encode("gb18030"), "sheet.encoding"),
    ],
)
def test_what_is_no_notice_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        sheet.read_notice(data)
    assert refused.value.code == code


def test_the_notices_of_twenty_years_are_read_whole(shared_data: Path) -> None:
    for year in range(2007, 2027):
        read = sheet.read_notice((shared_data / "holidays" / f"{year}.json").read_bytes())
        assert read.rejected == ()
        assert read.years == {year}
        assert len(read.days) == read.given
