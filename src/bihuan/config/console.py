"""Hands the installation to the command line, which stands below and cannot ask for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from bihuan.cli.house import House, Link
from bihuan.cli.main import cli
from bihuan.config import (
    chores,
    copies,
    demonstration,
    environment,
    lists,
    occupied,
    server,
    wiring,
)


class Installation:
    """The house that `click` passes to the commands as `obj`."""

    @property
    def home(self) -> Path:
        """Where its files lie."""
        return Path(settings.BIHUAN_HOME)

    @property
    def language(self) -> str:
        """Chinese, unless the terminal speaks English."""
        return str(settings.ENVIRONMENT.language)

    def check_ready(self) -> None:
        """Refuses `server.not-ready` and `server.database-newer`."""
        server.check_ready()

    def prepare(self, *, backup: Callable[[], object]) -> None:
        """Bring the tables up to date; `backup` is called first where there is data."""
        server.prepare(backup)

    def word(self, table: str, code: str) -> str:
        """What the pages call a code."""
        return lists.say(table, code)

    def work(self) -> int:
        """Do the jobs that wait; returns how many."""
        return chores.work_off()

    def serve(self, host: str, port: int, workers: int, *, backup: Callable[[], object]) -> None:
        """Serve until told to stop."""
        helpers = (chores.ticker(), chores.worker())
        server.serve(host, port, workers, backup=backup, helpers=helpers)

    def demonstrate(self, now: datetime) -> int:
        """Build the demonstration unless it is built; returns how many matters it holds."""
        return demonstration.build(self.home, now)

    def links(self, address: str) -> list[Link]:
        """The sign-in links of the demonstration, at this address."""
        return demonstration.links(address, on=timezone.localdate())

    def back_up(self, target: Path, *, with_secret: bool, now: datetime) -> dict[str, Any]:
        """Write one file that holds the installation; returns its manifest."""
        return copies.back_up(
            self.home, target, secret=_secret(), with_secret=with_secret, now=now
        )

    def restore(self, source: Path, *, force: bool, now: datetime) -> dict[str, Any]:
        """Put the installation back from such a file; refuses while it is served."""
        with occupied.alone(self.home):
            manifest = copies.restore(self.home, source, secret=_secret(), force=force, now=now)
        # The secret may have come with the copy, and this process was started with another.
        settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = environment.read().secrets
        wiring.hand_over_secret()
        return manifest


def _secret() -> str:
    return "\n".join([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]) + "\n"


def run() -> None:
    """Run the command the arguments name."""
    house: House = Installation()
    cli(obj=house)
