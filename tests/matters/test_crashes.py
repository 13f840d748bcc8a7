"""A process killed at any statement leaves nothing half done, and going on finishes the work."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).parents[2]
LETTERS = 30
BATCH = 10
SWEPT = 10
Finding = dict[str, Any]


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database of its own, of the kind the suite runs on; empty for SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield ""
        return
    name = f"bihuan_crash_{os.getpid()}_{secrets.token_hex(3)}"
    server = urlsplit(address)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)


@pytest.fixture
def crash(tmp_path: Path, database: str) -> Any:
    """Kill a deed at one statement after the other; what was found after each."""

    def crashed(deed: str) -> list[Finding]:
        surroundings = {
            **os.environ,
            "BIHUAN_HOME": str(tmp_path),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "bihuan.config.settings",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.matters.crashing", deed],
            cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return [json.loads(line) for line in done.stdout.splitlines()]

    return crashed


def whole(found: list[Finding]) -> tuple[Finding, list[Finding], Finding]:
    """Before, after each kill, and after going on; nothing was broken on the way."""
    assert [one["faults"] for one in found] == [[]] * len(found)
    before, *killed, after, again = found
    assert {one["when"] for one in killed} == {"killed"}
    assert {**after, "when": "again"} == again
    return before, killed, after


def test_an_action_takes_effect_wholly_or_not_at_all(crash: Any) -> None:
    before, killed, after = whole(crash("action"))
    assert len(killed) >= 5
    said = {name: value for name, value in before.items() if name != "when"}
    assert [said.items() <= one.items() for one in killed] == [True] * len(killed)
    assert (before["stage"], after["stage"]) == ("handling", "replied")
    assert after["length"] == before["length"] + 1


def test_an_import_goes_on_where_it_was(crash: Any) -> None:
    before, killed, after = whole(crash("import"))
    assert (before["matters"], after["matters"]) == (0, LETTERS)
    assert len(killed) >= 5
    for one in killed:
        assert one["matters"] % BATCH == 0
        assert (one["contents"], one["entries"]) == (one["matters"], 6 * one["matters"])
        assert one["twice"] == 0
    assert {one["matters"] for one in killed} >= {0, BATCH}
    assert after["keys"] == [str(n) for n in range(LETTERS)]
    assert (after["twice"], after["entries"]) == (0, 6 * LETTERS)


def test_a_sweep_takes_every_step_once(crash: Any) -> None:
    before, killed, after = whole(crash("sweep"))
    assert (before["ticks"], after["ticks"]) == (0, SWEPT)
    assert 0 < max(one["ticks"] for one in killed) < SWEPT
    for one in (*killed, after):
        assert one["ticks"] == one["told"] == one["drafts"] == one["red"]


def test_a_recount_moves_every_date_once(crash: Any) -> None:
    before, killed, after = whole(crash("recount"))
    assert (before["moved"], after["moved"]) == (0, SWEPT)
    assert 0 < max(one["moved"] for one in killed) < SWEPT
    for one in (*killed, after):
        assert one["moved"] == one["recounts"]
    assert not any(one["done"] for one in killed)
    assert after["done"]
