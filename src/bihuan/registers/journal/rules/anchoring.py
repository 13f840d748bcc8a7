"""The text of an anchor: a header, a line for each entry, and a footer with the digest of both.

    bihuan-anchor 7 2026-11-20T16:00:00.000000+00:00 <digest of anchor 6, or ->
    matter:1024 3 <digest of the entry>
    end 1 <SHA-256 of all bytes above this line>

Anybody can check a file with `head -n -1 FILE | sha256sum`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from bihuan.kernel.refused import Refused
from bihuan.registers.journal.rules import chain

FORM = "bihuan-anchor"
_NONE = "-"
_HEX = r"[0-9a-f]{64}"
_HEADER = re.compile(rf"{FORM} ([1-9][0-9]*) (\S+) ({_HEX}|{_NONE})\n")
_LINE = re.compile(rf"([a-z][a-z0-9._-]{{0,39}}):([0-9]+) ([1-9][0-9]*) ({_HEX})\n")
_FOOTER = re.compile(rf"end ([0-9]+) ({_HEX})\n?")


class Anchored(Protocol):
    """What stands in the header of an anchor."""

    @property
    def number(self) -> int: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def previous(self) -> str: ...


class Line(NamedTuple):
    """One entry of an exported anchor."""

    anchor: int
    subject_kind: str
    subject_id: int
    seq: int
    digest: str


class Section(NamedTuple):
    """One whole exported anchor, after its digest was found right."""

    number: int
    previous: str
    entries: int
    digest: str


class Running:
    """The digest of an anchor while its lines go by."""

    def __init__(self, header: str) -> None:
        self._sha256 = hashlib.sha256(header.encode())
        self.entries = 0

    def add(self, line: str) -> None:
        self._sha256.update(line.encode())
        self.entries += 1

    def digest(self) -> str:
        return self._sha256.hexdigest()


def begin(anchor: Anchored) -> Running:
    """Start the digest of an anchor with its header, and so with the anchor before it."""
    return Running(header(anchor))


def header(anchor: Anchored) -> str:
    made_at = chain.stamp(anchor.made_at)
    return f"{FORM} {anchor.number} {made_at} {anchor.previous or _NONE}\n"


def line(subject_kind: str, subject_id: int, seq: int, digest: str) -> str:
    return f"{subject_kind}:{subject_id} {seq} {digest}\n"


def footer(entries: int, digest: str) -> str:
    return f"end {entries} {digest}\n"


def read(file: Iterable[str], name: str) -> Iterator[Line | Section]:
    """The lines of an exported file, each anchor's followed by its section.

    Refused with the number of the line when the file is cut short, changed or none of ours
    (journal.export-broken).
    """
    running, number, previous, at = None, 0, "", 0
    for text in file:
        at += 1
        if running is None:
            number, previous = _opened(text, name, at)
            running = Running(text)
        elif closing := _FOOTER.fullmatch(text):
            if (running.entries, running.digest()) != (int(closing[1]), closing[2]):
                raise _broken(name, at)
            yield Section(number, previous, running.entries, closing[2])
            running = None
        else:
            yield _line(number, text, name, at)
            running.add(text)
    if running is not None or not at:
        raise _broken(name, at + 1)


def _opened(text: str, name: str, at: int) -> tuple[int, str]:
    found = _HEADER.fullmatch(text)
    if not found:
        raise _broken(name, at)
    return int(found[1]), found[3].strip(_NONE)


def _line(number: int, text: str, name: str, at: int) -> Line:
    found = _LINE.fullmatch(text)
    if not found:
        raise _broken(name, at)
    return Line(number, found[1], int(found[2]), int(found[3]), found[4])


def _broken(name: str, at: int) -> Refused:
    return Refused("journal.export-broken", file=name, line=at)
