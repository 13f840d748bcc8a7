"""The real server on the settings under measure: `python -m bench.serving PORT`."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django

HOST = "127.0.0.1"
PATIENCE = 60


def main() -> None:
    """Serve as the command `serve` does: one worker, its threads, the ticker of the clocks."""
    django.setup()
    from bihuan.config import chores, server  # noqa: PLC0415  they name models

    server.serve(HOST, int(sys.argv[1]), 1, backup=lambda: None, helpers=(chores.ticker(),))


@contextmanager
def served() -> Iterator[int]:
    """The port of a server that runs on the home and the database of this process."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.serving", str(port)],
        env=os.environ,
        stdout=subprocess.DEVNULL,
    )
    try:
        _await(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until it answers; fails when it does not, or has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        asked = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            asked.request("GET", "/accounts/login/")
            asked.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            asked.close()
    raise AssertionError("the server does not answer")


if __name__ == "__main__":
    main()
