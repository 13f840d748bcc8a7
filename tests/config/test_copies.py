from __future__ import annotations

import io
import tarfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection

from bihuan.config import console, copies, wiring
from bihuan.config.copies import rows
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.registers.journal import verification
from bihuan.registers.journal.actions import anchors
from bihuan.registers.journal.models import Anchor
from bihuan.registers.parties.models import Account, Person

NOON = datetime(2026, 2, 13, 12, 0, tzinfo=LOCAL)
LATER = datetime(2026, 2, 14, 12, 0, tzinfo=LOCAL)
SECRET = settings.SECRET_KEY
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation with one officer, one anchor and one file."""
    place = tmp_path / "home"
    (place / "files" / "ab").mkdir(parents=True)
    (place / "files" / "ab" / "cdef").write_bytes(b"a letter")
    (place / "files" / "incoming").mkdir()
    (place / "files" / "incoming" / "half").write_bytes(b"a let")
    (place / "secret.key").write_text(SECRET)
    person = Person(name="李明（演示）")
    person.phone = "13800000001"
    person.save()
    Account.objects.create(username="liming", person=person)
    anchors.make_anchor(NOON)
    return place


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    target = tmp_path / "backups" / "one.tar.gz"
    copies.back_up(home, target, secret=SECRET, with_secret=False, now=NOON)
    return target


def restore(home: Path, source: Path, *, force: bool = True) -> dict[str, Any]:
    return copies.restore(home, source, secret=SECRET, force=force, now=LATER)


def state() -> tuple[list[str], int]:
    return list(Account.objects.values_list("username", flat=True)), Anchor.objects.count()


def members(path: Path) -> list[str]:
    with tarfile.open(path) as tar:
        return tar.getnames()


def test_what_was_changed_since_is_as_it_was(home: Path, backup: Path) -> None:
    Account.objects.update(username="wang")
    anchors.make_anchor(LATER)
    (home / "files" / "ab" / "cdef").unlink()
    kept = Path(restore(home, backup)["kept"])
    assert state() == (["liming"], 1)
    assert Person.objects.get().phone == "13800000001"
    assert (home / "files" / "ab" / "cdef").read_bytes() == b"a letter"
    assert verification.verify().faults == ()

    copies.restore(home, kept, secret=SECRET, force=True, now=LATER + timedelta(hours=1))
    assert state() == (["wang"], 2)


def test_rows_continue_after_the_last_one(home: Path, backup: Path) -> None:
    before = Account.objects.get().pk
    restore(home, backup)
    assert Account.objects.create(username="next").pk > before
    assert anchors.make_anchor(LATER).number == 2


def test_the_journal_is_guarded_after_a_restore(home: Path, backup: Path) -> None:
    restore(home, backup)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="append-only"):
        cursor.execute("UPDATE journal_anchor SET digest = ''")


def test_a_backup_holds_what_is_finished_and_the_secret_only_if_asked(
    home: Path, backup: Path, tmp_path: Path
) -> None:
    names = members(backup)
    assert {"files/ab/cdef", "manifest.json"} <= set(names)
    assert not {"files/incoming/half", "secret.key"} & set(names)
    assert backup.stat().st_mode & 0o777 == 0o600
    other = tmp_path / "two.tar.gz"
    copies.back_up(home, other, secret=SECRET, with_secret=True, now=NOON)
    assert set(members(other)) == {*names, "secret.key"}
    assert [path.name for path in home.iterdir()] == ["files", "secret.key"]


def test_no_backup_is_overwritten(home: Path, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(Refused) as refusal:
        copies.back_up(home, backup, secret=SECRET, with_secret=False, now=LATER)
    assert refusal.value.code == "backup.exists"
    assert backup.read_bytes() == before


def test_data_is_replaced_only_by_force(home: Path, backup: Path) -> None:
    Account.objects.update(username="wang")
    with pytest.raises(Refused) as refusal:
        restore(home, backup, force=False)
    assert refusal.value.code == "backup.has-data"
    assert state() == (["wang"], 1)


def rewritten(source: Path, change: dict[str, bytes | None]) -> Path:
    """A backup with some members changed, left out or added."""
    target = source.with_name("changed.tar.gz")
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        content = {m.name: old.extractfile(m).read() for m in old}  # type: ignore[union-attr]
        for name, data in {**content, **change}.items():
            if data is not None:
                member = tarfile.TarInfo(name)
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return target


@pytest.mark.parametrize(
    ("change", "member"),
    [
        ({"files/ab/cdef": b"another letter"}, "files/ab/cdef"),
        ({"files/ab/cdef": None}, "files/ab/cdef"),
        ({"manifest.json": b"{"}, "manifest.json"),
        ({"manifest.json": None}, "manifest.json"),
        ({"../outside": b"x"}, "manifest.json"),
    ],
)
def test_a_damaged_backup_changes_nothing(
    home: Path, backup: Path, change: dict[str, bytes | None], member: str
) -> None:
    Account.objects.update(username="wang")
    with pytest.raises(Refused) as refusal:
        restore(home, rewritten(backup, change))
    assert (refusal.value.code, refusal.value.facts["member"]) == ("backup.damaged", member)
    assert state() == (["wang"], 1)
    assert not (home / "outside").exists()


def test_half_a_backup_changes_nothing(home: Path, backup: Path) -> None:
    half = backup.with_name("half.tar.gz")
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    with pytest.raises(Refused) as refusal:
        restore(home, half)
    assert refusal.value.code == "backup.damaged"


def with_manifest(backup: Path, old: str, new: str) -> Path:
    with tarfile.open(backup) as tar:
        text = tar.extractfile("manifest.json").read().decode()  # type: ignore[union-attr]
    assert old in text
    return rewritten(backup, {"manifest.json": text.replace(old, new).encode()})


def test_a_backup_of_a_newer_version_changes_nothing(home: Path, backup: Path) -> None:
    with pytest.raises(Refused) as refusal:
        restore(home, with_manifest(backup, "sessions.0001_initial", "sessions.0999_later"))
    assert refusal.value.code == "backup.newer"


def test_a_backup_of_the_other_database_changes_nothing(home: Path, backup: Path) -> None:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    with pytest.raises(Refused) as refusal:
        restore(home, with_manifest(backup, f'"{connection.vendor}"', f'"{other}"'))
    assert refusal.value.code == "backup.other-database"


def test_a_backup_goes_back_only_where_its_secret_is(home: Path, backup: Path) -> None:
    with pytest.raises(Refused) as refusal:
        copies.restore(home, backup, secret="another secret", force=True, now=LATER)
    assert refusal.value.code == "backup.secret-missing"


def test_a_backup_brings_its_secret_to_a_new_machine(home: Path, tmp_path: Path) -> None:
    source, fresh = tmp_path / "two.tar.gz", tmp_path / "fresh"
    copies.back_up(home, source, secret=SECRET, with_secret=True, now=NOON)
    fresh.mkdir()
    (fresh / "secret.key").write_text("made on the first start")
    copies.restore(fresh, source, secret="made on the first start", force=True, now=LATER)
    assert (fresh / "secret.key").read_text() == SECRET
    assert (fresh / "secret.key").stat().st_mode & 0o777 == 0o600


def test_numbers_can_be_read_where_the_secret_came_with_the_backup(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    source, fresh = tmp_path / "two.tar.gz", tmp_path / "fresh"
    copies.back_up(home, source, secret=SECRET, with_secret=True, now=NOON)
    fresh.mkdir()
    settings.SECRET_KEY, settings.BIHUAN_HOME = "made on the first start", fresh
    (fresh / "secret.key").write_text(settings.SECRET_KEY)
    monkeypatch.setenv("BIHUAN_HOME", str(fresh))
    wiring.hand_over_secret()
    console.Installation().restore(source, force=True, now=LATER)
    assert Person.objects.get().phone == "13800000001"


def test_a_restore_that_falls_midway_leaves_everything(
    home: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_args: object) -> None:
        raise OSError("the disk is full")

    Account.objects.update(username="wang")
    monkeypatch.setattr(rows, "_set_counters", fall)
    monkeypatch.setattr(rows, "_check_sound", fall)
    with pytest.raises(OSError, match="the disk is full"):
        restore(home, backup)
    assert state() == (["wang"], 1)
