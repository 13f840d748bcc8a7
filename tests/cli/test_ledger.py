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


def test_the_rows_whose_flag_disagrees_with_their_dates_are_listed(
    bihuan: Any, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text(
        "id,day,due,done,late\n1,2026-01-01,2026-01-05,2026-01-09,\n"
    )
    (tmp_path / "map.yaml").write_text(
        "source: s\n"
        "columns: {key: id, received_at: day, due_at: due, replied_at: done}\n"
        'claims: {column: late, overdue: ["yes"], in_time: [""]}\n'
    )
    asked = ("ledger", "compare", str(tmp_path / "rows.csv"), "--map", str(tmp_path / "map.yaml"))
    found = bihuan(*asked, "--json").one
    assert (found["row"], found["key"], found["overdue"]) == (2, "1", True)
    assert bihuan(*asked).out.splitlines()[-1].startswith("1 rows: 0 agree")
    without = tmp_path / "plain.yaml"
    without.write_text("source: s\ncolumns: {key: id, received_at: day}\n")
    refused = bihuan("ledger", "compare", str(tmp_path / "rows.csv"), "--map", str(without))
    assert refused.exit_code == 2
    assert "claims" in refused.err
