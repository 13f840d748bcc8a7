"""A terminal: the commands run in the test's own process, in English."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bihuan.cli.house import Link
from bihuan.cli.main import cli


@dataclass
class Stage:
    """A house of pasteboard: it notes what it was asked to do."""

    home: Path
    language: str = "en"
    asked: list[Any] = field(default_factory=list)

    def check_ready(self) -> None:
        self.asked.append("check_ready")

    def prepare(self, *, backup: Callable[[], object]) -> None:
        self.asked.append(("prepare", backup))

    def word(self, table: str, code: str) -> str:
        return f"{table}:{code}"

    def work(self) -> int:
        self.asked.append("work")
        return 2

    def serve(self, host: str, port: int, workers: int, *, backup: Callable[[], object]) -> None:
        self.asked.append(("serve", host, port, workers, backup))

    def demonstrate(self, now: datetime) -> int:
        self.asked.append(("demonstrate", now))
        return 40

    def links(self, address: str) -> list[Link]:
        self.asked.append(("links", address))
        return [Link("区热线办（演示）", "话务员", "officer022", f"{address}/demo/token/")]

    def back_up(self, target: Path, *, with_secret: bool, now: datetime) -> Mapping[str, object]:
        self.asked.append(("back_up", target, with_secret, now))
        return {"made_at": "2026-02-13T16:00:00+08:00", "members": {"rows": "d1", "files": "d2"}}

    def restore(self, source: Path, *, force: bool, now: datetime) -> Mapping[str, object]:
        self.asked.append(("restore", source, force, now))
        return {"made_at": "2026-02-13T16:00:00+08:00", "members": {"rows": "d1"}, "kept": None}


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    exit_code: int
    out: str
    err: str

    @property
    def one(self) -> dict[str, Any]:
        """The one JSON object printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Terminal:
    """Types commands."""

    def __init__(self, house: Stage) -> None:
        self.house = house

    def __call__(self, *words: str, typed: str | None = None) -> Said:
        done = CliRunner().invoke(cli, list(words), obj=self.house, input=typed)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, done.stdout, done.stderr)


def deeds(house: Stage) -> list[str]:
    """What the house was asked to do, in order."""
    return [each if isinstance(each, str) else each[0] for each in house.asked]


@pytest.fixture
def house(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.fixture
def bihuan(house: Stage) -> Terminal:
    """Run `bihuan` with these words."""
    return Terminal(house)
