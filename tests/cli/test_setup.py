from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import deeds
from tests.cli.district import PASSWORD

from bihuan.matters.models import MechanismVersion
from bihuan.registers.parties import invented
from bihuan.registers.parties.models import Account, Person, Region, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def passwords(tmp_path: Path) -> str:
    path = tmp_path / "passwords"
    path.write_text("\n".join(f"{PASSWORD} {n}" for n in range(3)))
    return str(path)


def sheet(tmp_path: Path, rows: Any) -> str:
    path = tmp_path / "people.xlsx"
    path.write_bytes(invented.workbook(rows))
    return str(path)


def test_everything_at_once(bihuan: Any, house: Any, tmp_path: Path, passwords: str) -> None:
    found = bihuan(
        "setup", "--region", "430203", "--sheet", sheet(tmp_path, invented.rows()),
        "--admin", "keeper", "--security-admin", "guard", "--audit-admin", "auditor",
        "--password-file", passwords, "--publish", "hotline,petition", "--json",
    ).one  # fmt: skip
    assert deeds(house) == ["prepare"]
    assert found["region"] == "430203"
    told = found["sheet"]
    assert (told["given"], told["accepted"], told["rejected"]) == (222, 222, 0)
    assert found["published"] == [str(v).replace(" ", "@") for v in MechanismVersion.objects.all()]
    assert Person.objects.count() == 219
    roles = dict(Account.objects.exclude(administers="").values_list("username", "administers"))
    assert roles == {"keeper": "system", "guard": "security", "auditor": "audit"}
    assert Account.objects.get(username="guard").check_password(f"{PASSWORD} 1")


def test_asked_again_nothing_changes(bihuan: Any, tmp_path: Path, passwords: str) -> None:
    words = [
        "setup", "--region", "430203", "--sheet", sheet(tmp_path, invented.rows()),
        "--admin", "keeper", "--password-file", passwords, "--publish", "petition",
    ]  # fmt: skip
    bihuan(*words)
    before = [list(each.objects.order_by("pk").values()) for each in (Unit, Person, Account)]
    said = bihuan(*words)
    assert said.exit_code == 0
    assert "Account keeper (system) was there already; nothing changed." in said.out
    assert before == [
        list(each.objects.order_by("pk").values()) for each in (Unit, Person, Account)
    ]
    assert MechanismVersion.objects.count() == 1


def test_rejected_rows_come_back_as_a_file(bihuan: Any, tmp_path: Path) -> None:
    rows = [*invented.rows()[:5], invented.Row("", person="无单位（演示）", phone="19900008888")]
    said = bihuan(
        "setup", "--region", "430203", "--sheet", sheet(tmp_path, rows), "--json", typed="k\n"
    )
    assert said.exit_code == 2  # the account was asked for and its name was too short
    assert (tmp_path / "people.rejected.xlsx").exists()
    assert "花名册" in said.err
    assert Unit.objects.exists()


def test_what_is_missing_is_asked_for(bihuan: Any) -> None:
    typed = f"430203\nkeeper\n{PASSWORD}\n{PASSWORD}\n"
    said = bihuan("setup", typed=typed)
    assert said.exit_code == 0
    assert "it sets up TOTP at the first sign-in." in said.out
    assert PASSWORD not in said.out
    assert Account.objects.get().check_password(PASSWORD)


def test_a_zone_has_a_code_and_a_name_of_its_own(bihuan: Any, passwords: str) -> None:
    bihuan(
        "setup", "--region", "lake-zone", "--region-name", "湖区高新区", "--admin", "keeper",
        "--password-file", passwords,
    )  # fmt: skip
    assert str(Region.objects.get()) == "湖区高新区 lake-zone"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--region", "430299"], "is not a division code"),
        (["--region", "430203", "--sheet", "nowhere.xlsx"], "There is no file “nowhere.xlsx”"),
        (["--region", "430203", "--admin", "keeper", "--password-file", "{weak}"], "too weak"),
        (
            ["--region", "430203", "--security-admin", "guard", "--password-file", "{empty}"],
            "has no password for “guard”",
        ),
    ],
)
def test_a_refusal_is_a_sentence(
    bihuan: Any, tmp_path: Path, words: list[str], sentence: str
) -> None:
    files = {"weak": "12345678", "empty": ""}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    said = bihuan("setup", *(w.format(**{n: tmp_path / n for n in files}) for w in words))
    assert said.exit_code == 2
    assert sentence in said.err
    assert not Account.objects.exists()


def test_another_region_is_refused(bihuan: Any, passwords: str) -> None:
    bihuan("setup", "--region", "430203", "--admin", "keeper", "--password-file", passwords)
    said = bihuan("setup", "--region", "430204")
    assert said.exit_code == 2
    assert Region.objects.count() == 1
