"""One process at a time holds an installation: the server, or whoever puts a backup back."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bihuan.kernel.refused import Refused


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the installation; refuses `server.occupied` while another process does."""
    with (home / "occupied.lock").open("w") as file:
        try:
            # Given back by the system however the process ends, so it is never left standing.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise Refused("server.occupied", home=home) from fault
        yield
