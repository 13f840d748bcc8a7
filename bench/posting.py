"""Many POSTs to this machine over connections kept open, as plain bytes: the load costs little."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CSRF = "b" * 32  # the double-submit secret: what counts is that cookie and header agree
REDIRECT = b"302"
Post = tuple[str, dict[str, str]]


class Connection:
    """One connection of one signed-in browser."""

    def __init__(self, host: str, port: int, session: str) -> None:
        self._socket = socket.create_connection((host, port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head = (
            f"Host: {host}:{port}\r\nCookie: sessionid={session}; csrftoken={CSRF}\r\n"
            f"X-CSRFToken: {CSRF}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        )

    def post(self, path: str, answers: dict[str, str]) -> None:
        """Post a form and read the answer, which must be a redirect."""
        body = urlencode(answers).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n\r\n"
        self._socket.sendall(head.encode() + body)
        answer = self._read()
        if answer.split(b" ", 2)[1] != REDIRECT:
            raise AssertionError(f"{path}: {answer[:600].decode(errors='replace')}")

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> bytes:
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        wanted = int(length.group(1)) if length else 0
        while len(body) < wanted:
            body += self._more()
        return head + b"\r\n\r\n" + body

    def _more(self) -> bytes:
        piece = self._socket.recv(65536)
        if not piece:
            raise AssertionError("the server closed the connection")
        return piece


def posted(connections: Sequence[Connection], posts: Sequence[Sequence[Post]]) -> None:
    """Send each list of posts over its own connection, all at the same time."""

    def send(work: tuple[Connection, Iterable[Post]]) -> None:
        connection, mine = work
        for path, answers in mine:
            connection.post(path, answers)

    with ThreadPoolExecutor(len(connections)) as threads:
        done: Callable[..., Iterable[None]] = threads.map
        list(done(send, zip(connections, posts, strict=True)))
