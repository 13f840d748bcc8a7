from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bihuan.config import databases, environment


def read(home: Path, **variables: str) -> environment.Environment:
    return environment.read({"BIHUAN_HOME": str(home), **variables})


def test_an_installation_needs_no_variable_but_its_home(tmp_path: Path) -> None:
    told = read(tmp_path / "new" / "home")
    assert told.home == tmp_path / "new" / "home"
    assert stat.S_IMODE(told.home.stat().st_mode) == 0o700
    assert told.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert (told.https, told.database_url, told.demonstration) == (False, "", False)


def test_home_is_var_here_unless_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert environment.read({}).home == tmp_path / "var"


def test_the_secret_is_made_once_and_kept_to_ourselves(tmp_path: Path) -> None:
    first = read(tmp_path).secrets
    kept = tmp_path / "secret.key"
    assert read(tmp_path).secrets == first
    assert len(first[0]) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def test_a_former_secret_stands_below_the_current_one(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("the-new-one\nthe-old-one\n")
    assert read(tmp_path).secrets == ("the-new-one", "the-old-one")


def test_a_secret_given_from_outside_is_not_written_down(tmp_path: Path) -> None:
    assert read(tmp_path, BIHUAN_SECRET_KEY="from-the-vault").secrets == ("from-the-vault",)
    assert list(tmp_path.iterdir()) == []


def test_hosts_come_with_commas_or_spaces(tmp_path: Path) -> None:
    told = read(tmp_path, BIHUAN_ALLOWED_HOSTS="a.gov.cn, b.gov.cn 10.0.0.1")
    assert told.allowed_hosts == ("a.gov.cn", "b.gov.cn", "10.0.0.1")


@pytest.mark.parametrize(
    ("word", "https"), [("1", True), ("Yes", True), ("0", False), ("", False)]
)
def test_https_is_said_in_a_word(tmp_path: Path, word: str, https: bool) -> None:  # noqa: FBT001
    assert read(tmp_path, BIHUAN_HTTPS=word).https is https


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, "zh-hans"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
    ],
)
def test_the_terminal_speaks_chinese_unless_english(
    tmp_path: Path, variables: dict[str, str], language: str
) -> None:
    assert read(tmp_path, **variables).language == language


def test_only_the_marker_makes_a_demonstration(tmp_path: Path) -> None:
    assert not read(tmp_path, BIHUAN_DEMONSTRATION="1").demonstration
    (tmp_path / "demonstration").touch()
    assert read(tmp_path).demonstration


def test_sqlite_lies_in_the_home_and_survives_a_fall(tmp_path: Path) -> None:
    database = databases.configuration(read(tmp_path))
    assert database["NAME"] == tmp_path / "bihuan.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_postgres_comes_by_its_address(tmp_path: Path) -> None:
    url = "postgres://office:pw@db:5433/bihuan"
    database = databases.configuration(read(tmp_path, DATABASE_URL=url))
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5433, "bihuan")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (600, True)


def test_another_database_is_refused_with_the_remedy(tmp_path: Path) -> None:
    told = read(tmp_path, DATABASE_URL="mysql://localhost/bihuan")
    with pytest.raises(ImproperlyConfigured, match="must begin with postgres://"):
        databases.configuration(told)
