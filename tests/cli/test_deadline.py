from __future__ import annotations

from typing import Any


def test_the_deadline_is_printed_first(bihuan: Any) -> None:
    said = bihuan("deadline", "2026-02-13 16:00", "5wd")
    assert said.exit_code == 0
    assert said.out == "due_at  2026-02-27T23:59:59+08:00\n"


def test_every_day_is_explained(bihuan: Any) -> None:
    said = bihuan("deadline", "2026-02-13 16:00", "2wd", "--explain").out.splitlines()
    assert [" ".join(line.split()) for line in said] == [
        "due_at 2026-02-24T23:59:59+08:00",
        "2026-02-13 Fri the limit starts",
        "2026-02-14 Sat 1 counted: worked for a holiday（春节）",
        "2026-02-15 Sun not counted: holiday（春节）",
        "2026-02-16 Mon not counted: holiday（春节）",
        "2026-02-17 Tue not counted: holiday（春节）",
        "2026-02-18 Wed not counted: holiday（春节）",
        "2026-02-19 Thu not counted: holiday（春节）",
        "2026-02-20 Fri not counted: holiday（春节）",
        "2026-02-21 Sat not counted: holiday（春节）",
        "2026-02-22 Sun not counted: holiday（春节）",
        "2026-02-23 Mon not counted: holiday（春节）",
        "2026-02-24 Tue 2 due",
    ]


def test_machines_read_the_same(bihuan: Any) -> None:
    found = bihuan("deadline", "2026-02-13 16:00", "2wd", "--json").one
    assert found["due_at"] == "2026-02-24T23:59:59+08:00"
    assert found["provisional"] is False
    assert found["count"] == "from-next-day"
    assert [day["day"] for day in found["days"] if day["counted"]] == ["2026-02-14", "2026-02-24"]


def test_the_first_day_may_be_the_day_itself(bihuan: Any) -> None:
    said = bihuan("deadline", "2026-02-13 16:00", "2wd", "--count", "from-event")
    assert said.out == "due_at  2026-02-14T23:59:59+08:00\n"


def test_a_year_without_a_notice_is_provisional(bihuan: Any) -> None:
    said = bihuan("deadline", "2090-01-04", "3wd")
    assert said.out.splitlines()[1].startswith("Provisional: ")


def test_a_span_that_is_none_is_refused(bihuan: Any) -> None:
    said = bihuan("deadline", "2026-02-13", "5weeks")
    assert (said.exit_code, said.out) == (2, "")
    assert said.err.startswith("“5weeks” is not a length of time.")


def test_a_moment_that_is_none_is_refused(bihuan: Any) -> None:
    said = bihuan("deadline", "13.2.2026", "5wd")
    assert (said.exit_code, said.out) == (2, "")
    assert "“13.2.2026” is not a moment" in said.err


def test_the_installation_is_not_asked(bihuan: Any, house: Any) -> None:
    bihuan("deadline", "2026-02-13", "5wd")
    assert house.asked == []


def test_a_moment_beyond_all_calendars_is_told_so(bihuan: Any) -> None:
    said = bihuan("deadline", "9999-12-31 23:59", "5wd")
    assert said.exit_code == 2
    assert "days are counted from 1949 to 2200" in said.err
