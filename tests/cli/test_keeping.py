from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.cli import district
from tests.cli.conftest import deeds

from bihuan.kernel.refused import Refused
from bihuan.registers.journal import dialect
from bihuan.registers.journal.models import Entry


def test_the_secret_is_left_out_when_asked_for(bihuan: Any, house: Any) -> None:
    said = bihuan("backup", "/tmp/lake.tar.gz", "--without-secret")  # noqa: S108 - nothing is written
    assert said.out == "Backed up to /tmp/lake.tar.gz: 2 parts.\n"
    assert house.asked[1][:3] == ("back_up", Path("/tmp/lake.tar.gz"), False)  # noqa: S108


def test_a_backup_holds_all_that_is_needed_to_put_it_back(bihuan: Any, house: Any) -> None:
    found = bihuan("backup", "lake.tar.gz", "--json").one
    assert found["file"] == "lake.tar.gz"
    assert house.asked[1][2] is True


def test_a_refused_backup_says_why(bihuan: Any, house: Any, monkeypatch: Any) -> None:
    def exists(*_: object, **__: object) -> None:
        raise Refused("backup.exists", file="lake.tar.gz")

    monkeypatch.setattr(type(house), "back_up", exists)
    said = bihuan("backup", "lake.tar.gz")
    assert (said.exit_code, said.out) == (2, "")
    assert "lake.tar.gz" in said.err


@pytest.mark.django_db
def test_what_is_put_back_is_brought_up_to_date_and_verified(bihuan: Any, house: Any) -> None:
    district.settle()
    said = bihuan("restore", "lake.tar.gz")
    assert said.exit_code == 0
    assert deeds(house) == ["restore", "prepare"]
    assert house.asked[0][1:3] == (Path("lake.tar.gz"), False)
    assert said.out.splitlines()[-1] == f"The journal holds: {Entry.objects.count()} entries."


@pytest.mark.django_db(transaction=True)
def test_a_journal_that_does_not_hold_is_told(bihuan: Any) -> None:
    district.settle()
    dialect.take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET kind = 'other' WHERE seq = 1")
    dialect.put_up(connection)
    said = bihuan("restore", "lake.tar.gz", "--force")
    assert said.exit_code == 1
    assert "does not hold" in said.out
