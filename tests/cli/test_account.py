from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from tests.cli import district

from bihuan.registers.parties.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settled() -> None:
    district.settle()
    for each in Account.objects.all():
        each.set_password(district.PASSWORD)
        each.save()


def without_password(*names: str) -> None:
    for each in Account.objects.filter(username__in=names):
        each.set_unusable_password()
        each.save()


def test_accounts_are_listed_with_unit_and_state(bihuan: Any) -> None:
    without_password("head")
    found = {each["username"]: each for each in bihuan("account", "list", "--json").rows}
    assert found.keys() == {"clerk", "handler", "head", "leader"}
    assert found["clerk"]["unit"] == "湖区热线办（演示）"
    assert (found["clerk"]["password"], found["head"]["password"]) == (True, False)
    [line] = [each for each in bihuan("account", "list").out.splitlines() if "head" in each]
    assert "no password" in line


def test_a_password_is_set_from_a_file(bihuan: Any, tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("crane and lantern 42\n")
    said = bihuan("account", "password", "Clerk", "--password-file", str(path))
    assert said.out == "clerk has a new password.\n"
    assert Account.objects.get(username="clerk").check_password("crane and lantern 42")


def test_a_password_is_typed_twice(bihuan: Any) -> None:
    bihuan("account", "password", "clerk", typed="crane and lantern 42\n" * 2)
    assert Account.objects.get(username="clerk").check_password("crane and lantern 42")


@pytest.mark.parametrize(
    ("username", "line"), [("clerk", "1234567890"), ("nobody", "a b c d e f")]
)
def test_a_refused_password_changes_nothing(
    bihuan: Any, tmp_path: Path, username: str, line: str
) -> None:
    before = list(Account.objects.values_list("password", flat=True))
    path = tmp_path / "password"
    path.write_text(line)
    said = bihuan("account", "password", username, "--password-file", str(path))
    assert said.exit_code == 2
    assert list(Account.objects.values_list("password", flat=True)) == before


def test_whoever_has_none_is_given_a_first_password(bihuan: Any, tmp_path: Path) -> None:
    without_password("clerk", "head")
    target = tmp_path / "slips.csv"
    found = bihuan("account", "passwords", str(target), "--json").one
    assert found == {"given": 2, "file": str(target)}
    assert target.stat().st_mode & 0o777 == 0o600
    with target.open(encoding="utf-8-sig") as stream:
        slips = list(csv.DictReader(stream))
    assert [each["account"] for each in slips] == ["clerk", "head"]
    for each in slips:
        assert Account.objects.get(username=each["account"]).check_password(each["password"])
    again = bihuan("account", "passwords", str(tmp_path / "again.csv"), "--json").one
    assert again["given"] == 0


def test_slips_are_never_written_over(bihuan: Any, tmp_path: Path) -> None:
    without_password("clerk")
    target = tmp_path / "slips.csv"
    target.write_text("yesterday's")
    assert bihuan("account", "passwords", str(target)).exit_code == 2
    assert target.read_text() == "yesterday's"
    assert not Account.objects.get(username="clerk").has_usable_password()


def test_a_closed_account_is_shown_as_closed(bihuan: Any) -> None:
    assert bihuan("account", "close", "leader").out == "leader is closed.\n"
    found = {each["username"]: each for each in bihuan("account", "list", "--json").rows}
    assert (found["leader"]["open"], found["clerk"]["open"]) == (False, True)
