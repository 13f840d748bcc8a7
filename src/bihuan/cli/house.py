"""What the floor above does for the command line.

Commands stand below `config` and cannot import the server, the copies or the demonstration: they
are handed an installation that does these things, as the object of click's context.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Link:
    """A sign-in link of the demonstration: whose desk it opens, and where."""

    unit: str
    role: str
    username: str
    address: str


class House(Protocol):
    """The installation as a whole."""

    @property
    def home(self) -> Path:
        """Where its files lie."""

    @property
    def language(self) -> str:
        """`zh-hans` or `en`: in which the person at the terminal reads."""

    def check_ready(self) -> None:
        """Refuse `server.not-ready` where tables are missing or older than the program."""

    def prepare(self, *, backup: Callable[[], object]) -> None:
        """Bring the tables up to date, after `backup` where there is something to lose."""

    def word(self, table: str, code: str) -> str:
        """What the pages call a code of a table: stage, channel."""

    def work(self) -> int:
        """Do the jobs that wait; returns how many."""

    def serve(self, host: str, port: int, workers: int, *, backup: Callable[[], object]) -> None:
        """Serve until told to stop."""

    def demonstrate(self, now: datetime) -> int:
        """Build the demonstration unless it is built; returns how many matters it holds."""

    def links(self, address: str) -> Sequence[Link]:
        """The sign-in links of the demonstration, at this address."""

    def back_up(self, target: Path, *, with_secret: bool, now: datetime) -> Mapping[str, object]:
        """Write one file that holds the installation; returns its manifest."""

    def restore(self, source: Path, *, force: bool, now: datetime) -> Mapping[str, object]:
        """Put an installation back from such a file; returns its manifest."""
