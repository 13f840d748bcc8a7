"""One process at a time holds an installation: the server, or whoever puts a backup back."""

from __future__ import annotations

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bihuan.kernel.refused import Refused


def check_port(host: str, port: int) -> None:
    """Refuses `server.port-taken` where another program listens; two would share its visitors."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one just closed is free
        try:
            door.bind((host, port))
        except OSError as fault:
            raise Refused("server.port-taken", host=host, port=port) from fault


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
