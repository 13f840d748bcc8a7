from __future__ import annotations

from typing import Any

import pytest
from tests.cli import district

from bihuan.matters.rules.papers import kinds

pytestmark = pytest.mark.django_db


def test_the_figures_of_a_week_are_those_of_its_papers(bihuan: Any) -> None:
    version = district.settle()
    district.take_in(version)
    district.assigned(version)
    [found] = bihuan("paper", "week", "--as", "clerk", "--day", "2026-02-13", "--json").rows
    assert found["period"]["since"] == "2026-02-09T00:00:00+08:00"
    assert (found["whole"]["received"], found["whole"]["stock_end"]) == (2, 2)
    assert sum(one["received"] for one in found["units"]) == 2


def test_people_read_a_table_of_units(bihuan: Any) -> None:
    district.assigned(district.settle())
    said = bihuan("paper", "week", "--as", "clerk", "--day", "2026-02-13")
    lines = [line.split() for line in said.out.splitlines()]
    assert lines[0][:3] == ["unit", "received", "accepted"]
    assert lines[1][:3] == ["all", "1", "1"]


def test_a_week_to_come_has_no_figures(bihuan: Any) -> None:
    district.settle()
    said = bihuan("paper", "week", "--as", "clerk", "--day", "2099-01-01")
    assert (said.exit_code, "still to come" in said.err) == (2, True)


def test_every_kind_has_its_template(bihuan: Any) -> None:
    district.settle()
    rows = bihuan("paper", "templates", "--json").rows
    assert [row["kind"] for row in rows] == list(kinds.KINDS)
    assert {row["version"] for row in rows} == {0}
    assert "收件数" in rows[0]["fields"]
