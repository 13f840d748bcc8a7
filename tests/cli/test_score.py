from __future__ import annotations

from typing import Any

import pytest
from tests.cli import district

pytestmark = pytest.mark.django_db


def test_the_whole_comes_first_then_each_unit(bihuan: Any) -> None:
    version = district.settle()
    district.take_in(version)
    district.assigned(version)
    whole, bureau, nobody = bihuan("score", "--by", "unit", "--json").rows
    assert [row["line"] for row in (whole, bureau, nobody)] == ["whole", "group", "unassigned"]
    assert nobody["matters"] == 1
    assert (whole["unit"], whole["matters"], whole["answered"]) == (None, 2, 0)
    assert (bureau["unit"], bureau["matters"]) == ("bureau", 1)
    assert whole["answered_after"] == {"30": 0, "60": 0}


def test_a_period_ends_with_its_last_day(bihuan: Any) -> None:
    district.take_in(district.settle())
    whole = bihuan("score", "--from", "2026-02-13", "--to", "2026-02-13", "--json").rows[0]
    assert whole["matters"] == 1
    [whole] = bihuan("score", "--to", "2026-02-12", "--json").rows
    assert whole["matters"] == 0


def test_another_mechanism_has_its_own_figures(bihuan: Any) -> None:
    district.take_in(district.settle())
    [whole] = bihuan("score", "--mechanism", "petition", "--json").rows
    assert whole["matters"] == 0


def test_people_read_a_table(bihuan: Any) -> None:
    district.assigned(district.settle())
    lines = [line.split() for line in bihuan("score").out.splitlines()]
    assert lines[1] == ["all", "1", "0", "0", "1", "0", "0", "0"]
    assert lines[2][0] == "bureau"
    assert lines[2][-1] == "湖区住建局（演示）"
