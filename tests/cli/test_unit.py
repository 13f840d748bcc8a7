from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.cli import district

from bihuan.registers.parties import queries
from bihuan.registers.parties.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settled() -> None:
    district.settle()


def test_units_are_listed_by_code(bihuan: Any) -> None:
    found = bihuan("unit", "list", "--json").rows
    assert [each["code"] for each in found] == ["bureau", "government", "office"]
    assert found[0]["above"] == "government"
    assert (found[0]["until"], found[0]["successor"]) == (None, None)


def test_a_dissolved_unit_names_who_inherits(bihuan: Any) -> None:
    said = bihuan("unit", "dissolve", "office", "--on", "2026-06-01", "--successor", "bureau")
    assert (
        said.out == "湖区热线办（演示） is dissolved on 2026-06-01; 湖区住建局（演示） inherits.\n"
    )
    [line] = [each for each in bihuan("unit", "list").out.splitlines() if "office" in each]
    assert line.split()[:4] == ["office", "lake", "2026-06-01", "bureau"]
    assert queries.successor_of("office", date(2026, 6, 1)) == "bureau"


@pytest.mark.parametrize("words", [("nowhere",), ("office", "--successor", "office")])
def test_a_refused_end_changes_nothing(bihuan: Any, words: tuple[str, ...]) -> None:
    before = list(Unit.objects.order_by("pk").values())
    assert bihuan("unit", "dissolve", *words, "--on", "2026-06-01").exit_code == 2
    assert list(Unit.objects.order_by("pk").values()) == before
