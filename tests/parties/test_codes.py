"""Division codes since 1981, without a database."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules import codes

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("code", "on", "current"),
    [
        ("430203", TODAY, ("430203",)),
        ("4302", TODAY, ("430200",)),
        ("43", TODAY, ("430000",)),
        ("110103", TODAY, ("110101",)),
        ("110103", date(2010, 12, 31), ("110103",)),
        ("110103", date(2011, 1, 1), ("110101",)),
        ("430221", TODAY, ("430212",)),  # 株洲县 became 渌口区; land given away in 1984 is not it
        ("140211", TODAY, ("140212", "140213", "140214")),
        ("430219", TODAY, ("430281",)),  # by way of 439001
        ("132100", TODAY, ()),
        ("110100", TODAY, ("110100",)),
        ("130171", TODAY, ("130171",)),
        ("430203001", TODAY, ("430203001",)),
    ],
)
def test_a_code_leads_to_those_in_force(code: str, on: date, current: tuple[str, ...]) -> None:
    assert codes.current_code(code, on) == current


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("430202", TODAY, "荷塘区"),
        ("430202", date(1990, 1, 1), "东区"),
        ("110100", TODAY, "北京市"),
        ("429000", TODAY, "湖北省"),
    ],
)
def test_a_code_bears_the_name_of_its_day(code: str, on: date, name: str) -> None:
    assert codes.name_of(code, on) == name


@pytest.mark.parametrize(
    "code", ["", "430299", "43020", "4302031", "abc", "４３０２０３x", "999999"]
)
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(Refused) as refused:
        codes.check_code(code, TODAY)
    assert (refused.value.code, refused.value.facts) == ("region.unknown", {"region": code})


def test_a_retired_code_is_refused_with_its_successors() -> None:
    with pytest.raises(Refused) as refused:
        codes.check_code("140211", TODAY)
    assert refused.value.code == "region.retired"
    assert refused.value.facts == {
        "region": "140211",
        "name": "南郊区",
        "year": 2018,
        "successors": "140212 新荣区、140213 平城区、140214 云冈区",
    }


def test_a_code_retired_without_successor_says_so() -> None:
    with pytest.raises(Refused) as refused:
        codes.check_code("132100", TODAY)
    assert refused.value.facts["successors"] == "—"


@pytest.mark.parametrize(
    ("text", "ended", "after"),
    [
        ("", None, ()),
        ("430212", 2018, ("430212",)),
        ("430211[1984];430211[1997];430212", 2018, ("430212",)),
        ("430211[1984];430212[2018]", 2018, ("430212",)),
        ("430211[1984]", None, ()),
    ],
)
def test_land_given_away_before_the_end_is_no_succession(
    text: str, ended: int | None, after: tuple[str, ...]
) -> None:
    assert codes.parsed_successors(text, ended) == after


def test_every_retired_code_ends_in_codes_in_force_and_none_circles() -> None:
    table = codes._table()
    assert sum(map(len, table.values())) == 6965
    retired = [s[-1] for s in table.values() if codes.is_retired(s[-1], TODAY)]
    assert len(retired) == 3237  # 191 prefectures and 3,046 counties
    for span in retired:
        for code in codes.current_code(span.code, TODAY):
            assert not codes.is_retired(codes.span_of(code, TODAY), TODAY)


def test_every_county_of_the_history_is_known(shared_data: Path) -> None:
    rows = (shared_data / "regions" / "region-code-history.csv").read_text("utf-8-sig")
    table = codes._table()
    for row in csv.DictReader(rows.splitlines()):
        assert row["名称"] in [span.name for span in table[row["代码"]]]
