from __future__ import annotations

from typing import Any

import pytest
from tests.cli import district

from bihuan.matters.actions import acting
from bihuan.matters.models import Matter

pytestmark = pytest.mark.django_db


def test_what_is_due_is_taken_once(bihuan: Any) -> None:
    number = district.assigned(district.settle()).number
    assert bihuan("sweep", "--now", "2026-02-13 17:00", "--json").one == {
        "matters": 0,
        "faults": 0,
    }
    said = bihuan("sweep", "--now", "2026-03-20")
    assert said.out == "1 matters moved on, 0 faults.\n"
    assert Matter.objects.get(number=number).card == "yellow"
    assert bihuan("sweep", "--now", "2026-03-20", "--json").one["matters"] == 0


@pytest.mark.filterwarnings("ignore:")
def test_a_fault_is_told(bihuan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    district.assigned(district.settle())

    def falls(*_: object, **__: object) -> None:
        raise ValueError("a fault of the program")

    monkeypatch.setattr(acting, "make", falls)
    said = bihuan("sweep", "--now", "2026-03-20")
    assert said.exit_code == 1
    assert said.out == "0 matters moved on, 1 faults.\n"
