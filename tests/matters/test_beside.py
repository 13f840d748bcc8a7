"""A file beside the first, and a file's own flag held against its dates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.rules import claims, letters, maps, tables

NOW = datetime(2026, 3, 2, 9, tzinfo=LOCAL)
MAP = """
source: s
beside: {sites: id}
columns: {key: id, text: said, received_at: day, region: sites.code}
first: {region: 6}
"""
MAIN = "id,said,day\n1,甲,2026-01-05\n2,乙,2026-01-06\n3,丙,2026-01-07\n".encode()
SITES = b"code,id\n4302030009,1\nbm0001,2\n"
REQUESTS = Path(__file__).parents[2] / "examples" / "maps" / "service-requests.yaml"


def read(sites: bytes = SITES) -> list[letters.Row | letters.Fault]:
    shape = maps.read_map(MAP)
    (table,) = tables.read(MAIN, shape.wanted, sides={"sites": sites}, on=shape.beside)
    return [row for _line, row in table.said()]


def test_the_columns_beside_are_joined_by_what_both_have() -> None:
    found = read()
    assert [row["sites.code"] for row in found if not isinstance(row, letters.Fault)] == [
        "4302030009", "bm0001", "",
    ]  # fmt: skip


def test_only_the_first_characters_are_taken_where_the_map_says_so() -> None:
    row = read()[0]
    assert not isinstance(row, letters.Fault)
    found = letters.read_letter(maps.read_map(MAP), 2, row, NOW)
    assert isinstance(found, letters.Letter)
    assert found.region == "430203"


@pytest.mark.parametrize(
    ("sites", "code"),
    [(b"code,id\n1,1\n2,1\n", "beside.twice"), (b"code\n1\n", "beside.column-missing")],
)
def test_a_file_beside_that_cannot_be_joined_is_refused(sites: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(sites)
    assert refused.value.code == code


def test_a_file_the_map_names_must_be_given() -> None:
    with pytest.raises(Refused) as refused:
        tables.read(MAIN, ("id",), on={"sites": "id"})
    assert refused.value.code == "beside.file-missing"


HEADER = (
    "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,case_title,type,department,"
    "neighborhood,ward,source\n"
)
CASES = [
    ("1", "2026-01-05", "2026-01-04", "ONTIME"),  # agrees
    ("2", "2026-01-05", "2026-01-06", "ONTIME"),  # late, and said to be in time
    ("3", "2026-01-05", "2026-01-06", ""),  # late, and nothing is said
    ("4", "2026-01-05", "", "OVERDUE"),  # open past its date: agrees
    ("5", "2026-01-05", "", ""),  # open past its date, and nothing is said
    ("6", "", "2026-01-06", "ONTIME"),  # no due date
    ("7", "2026-01-05", "2026-01-04", "MAYBE"),  # a word nobody explains
]


def test_a_flag_is_held_against_the_dates_of_its_row() -> None:
    lines = "".join(f"{k},2026-01-01,{due},{end},{flag},,,,,,,\n" for k, due, end, flag in CASES)
    shape = maps.read_map(REQUESTS.read_text("utf-8"))
    assert shape.claims
    found = tables.read((HEADER + lines).encode(), shape.wanted)
    compared = claims.compare(found, shape, shape.claims, NOW)
    assert [each.key for each in compared.answered] == ["2", "3"]
    assert [each.key for each in compared.unanswered] == ["5"]
    assert (compared.given, compared.agreeing, compared.undated, compared.unclaimed) == (
        7,
        2,
        1,
        1,
    )


def test_the_flags_of_the_real_requests_disagree_in_157_answered_rows(shared_data: Path) -> None:
    shape = maps.read_map(REQUESTS.read_text("utf-8"))
    assert shape.claims
    data = (shared_data / "boston-311-2011.csv.gz").read_bytes()
    compared = claims.compare(tables.read(data, shape.wanted), shape, shape.claims, NOW)
    assert (compared.given, compared.undated, compared.unclaimed) == (58_251, 10_981, 0)
    assert (len(compared.answered), len(compared.unanswered)) == (157, 1)
    assert {each.claimed for each in compared.answered} == {""}
