from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.cli import district

from bihuan.matters.models import Matter
from bihuan.registers.journal import dialect
from bihuan.registers.journal.models import Anchor, Entry

pytestmark = pytest.mark.django_db(transaction=True)


def tamper() -> Entry:
    """Change the first entry about a matter behind the back of the program."""
    entry = Entry.objects.filter(subject_kind="matter").order_by("pk")[0]
    dialect.take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET kind = 'refuse' WHERE id = %s", [entry.pk])
    dialect.put_up(connection)
    return entry


def test_nothing_was_altered(bihuan: Any, tmp_path: Path) -> None:
    district.assigned(district.settle())
    target = tmp_path / "anchor.txt"
    said = bihuan("journal", "anchor", "--export", str(target), "--json")
    assert said.one["number"] == 1
    said = bihuan("journal", "verify", "--anchor", str(target))
    assert said.exit_code == 0
    assert said.out.splitlines()[-1] == "Nothing was altered."


def test_the_first_altered_entry_is_named(bihuan: Any) -> None:
    district.assigned(district.settle())
    entry = tamper()
    said = bihuan("journal", "verify")
    assert said.exit_code == 1
    number = Matter.objects.get(pk=entry.subject_id).number
    first = f"Entry {entry.seq} of {number} is not what was recorded."
    assert said.out.splitlines()[0] == first
    found = bihuan("journal", "verify", "--json").one
    assert found["ok"] is False
    assert (found["first_fault"]["what"], found["first_fault"]["entry"]) == ("changed", entry.pk)
    assert found["first_fault"]["number"] == number


def test_an_export_never_overwrites_another(bihuan: Any, tmp_path: Path) -> None:
    district.settle()
    target = tmp_path / "anchor.txt"
    target.write_text("kept")
    said = bihuan("journal", "anchor", "--export", str(target))
    assert (said.exit_code, said.out) == (2, "")
    assert "is left as it is" in said.err
    assert target.read_text() == "kept"
    assert Anchor.objects.count() == 0


def test_all_anchors_go_into_one_file(bihuan: Any, tmp_path: Path) -> None:
    district.assigned(district.settle())
    bihuan("journal", "anchor")
    target = tmp_path / "anchors.txt"
    said = bihuan("journal", "anchor", "--export", str(target), "--all")
    assert said.out.startswith("Anchor 2: 0 entries, ")
    assert bihuan("journal", "verify", "--anchor", str(target)).exit_code == 0


def test_a_file_that_is_no_anchor_is_refused(bihuan: Any, tmp_path: Path) -> None:
    district.settle()
    target = tmp_path / "letter.txt"
    target.write_text("Dear Sir")
    said = bihuan("journal", "verify", "--anchor", str(target))
    assert (said.exit_code, said.out) == (2, "")
    assert "is not an exported anchor" in said.err
