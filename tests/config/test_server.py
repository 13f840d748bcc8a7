from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from bihuan.config import server
from bihuan.kernel.refused import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    monkeypatch.setattr(server, "call_command", lambda name, **_options: made.append(name))
    monkeypatch.setattr(server.connections, "close_all", lambda: made.append("close"))
    return made


def forget(app: str, name: str) -> None:
    MigrationRecorder(connection).record_unapplied(app, name)


def test_nothing_is_backed_up_when_no_table_changes(calls: list[str]) -> None:
    server.prepare(lambda: calls.append("backup"))
    assert calls == ["collectstatic", "close"]


def test_a_backup_comes_before_the_tables_change(calls: list[str]) -> None:
    forget("sessions", "0001_initial")
    server.prepare(lambda: calls.append("backup"))
    assert calls == ["backup", "migrate", "collectstatic", "close"]


def test_a_backup_that_fails_leaves_the_tables_alone(calls: list[str]) -> None:
    def fall() -> None:
        raise OSError("the disk is full")

    forget("sessions", "0001_initial")
    with pytest.raises(OSError, match="the disk is full"):
        server.prepare(fall)
    assert calls == []


def test_a_new_installation_has_nothing_to_back_up(calls: list[str]) -> None:
    MigrationRecorder(connection).migration_qs.all().delete()
    server.prepare(lambda: calls.append("backup"))
    assert calls == ["migrate", "collectstatic", "close"]


def test_tables_of_a_newer_version_are_left_alone(calls: list[str]) -> None:
    MigrationRecorder(connection).record_applied("sessions", "0999_later")
    with pytest.raises(Refused) as refusal:
        server.prepare(lambda: calls.append("backup"))
    assert refusal.value.code == "server.database-newer"
    assert refusal.value.facts == {"migration": "sessions.0999_later"}
    assert calls == []


def test_tables_of_this_version_are_ready() -> None:
    server.check_ready()


@pytest.mark.parametrize(
    ("change", "code"), [("forget", "server.not-ready"), ("later", "server.database-newer")]
)
def test_tables_of_another_version_are_not_ready(change: str, code: str) -> None:
    if change == "forget":
        forget("sessions", "0001_initial")
    else:
        MigrationRecorder(connection).record_applied("sessions", "0999_later")
    with pytest.raises(Refused) as refusal:
        server.check_ready()
    assert refusal.value.code == code


def test_the_ticker_ends_with_the_server(
    monkeypatch: pytest.MonkeyPatch, calls: list[str]
) -> None:
    class Granian:
        def __init__(self, application: str, **options: Any) -> None:
            calls.append(f"{application} {options['address']}:{options['port']}")

        def serve(self) -> None:
            calls.append("serve")
            raise KeyboardInterrupt

    class Ticker:
        def start(self) -> None:
            calls.append("start")

        def stop(self) -> None:
            calls.append("stop")

    monkeypatch.setattr(server, "Granian", Granian)
    with pytest.raises(KeyboardInterrupt):
        server.serve("127.0.0.1", 8000, 2, backup=Path, helpers=(Ticker(),))
    assert calls == [
        "collectstatic",
        "close",
        "bihuan.config.wsgi:application 127.0.0.1:8000",
        "start",
        "serve",
        "stop",
    ]
