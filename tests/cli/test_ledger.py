from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.matters import cast, ledgers

from bihuan.matters.models import Matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    cast.district()
    ledgers.published()
    path = tmp_path / "台账.xlsx"
    path.write_bytes(ledgers.book(ledgers.row(1), ledgers.row(2)))
    return path


def test_the_map_proposed_goes_into_the_import_as_it_is(
    bihuan: Any, sheet: Path, tmp_path: Path
) -> None:
    said = bihuan("ledger", "propose", str(sheet), "--json")
    assert said.one["columns"]["due_at"] == "办结时限"
    assert said.one["reading"] == "office"
    shape = tmp_path / "map.yaml"
    shape.write_text(said.out, encoding="utf-8")
    done = bihuan(
        "matter", "import", str(sheet), "--mechanism", "ledger", "--map", str(shape), "--json"
    ).one
    assert (done["given"], done["accepted"]) == (2, 2)
    assert set(Matter.objects.values_list("stage", "unit__name")) == {
        ("handling", "区住建局（演示）")
    }


def test_columns_are_told_line_by_line(bihuan: Any, sheet: Path) -> None:
    said = bihuan("ledger", "propose", str(sheet))
    assert "办结时限\tdue_at\t2月20日前" in said.out
    assert "2 rows; the ledger speaks of 2026-02-27." in said.out


def test_without_one_mechanism_it_must_be_named(bihuan: Any, sheet: Path) -> None:
    cast.publish()
    said = bihuan("ledger", "propose", str(sheet))
    assert said.exit_code == 2
    assert "--mechanism" in said.err
