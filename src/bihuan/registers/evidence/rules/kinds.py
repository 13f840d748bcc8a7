"""The kinds of file that are taken, and how their bytes and their names tell them."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

NAME_LENGTH = 200
HEAD = 1024
LONGEST_ENDING = 5


class Kind(NamedTuple):
    """A kind of file: the first ending is the one a nameless file is given."""

    name: str
    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.name: kind
    for kind in (
        Kind("jpeg", "image/jpeg", (".jpg", ".jpeg")),
        Kind("png", "image/png", (".png",)),
        Kind("webp", "image/webp", (".webp",)),
        Kind("gif", "image/gif", (".gif",)),
        Kind("pdf", "application/pdf", (".pdf",)),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", (".docx",)),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
        Kind("ogg", "audio/ogg", (".ogg", ".oga", ".opus")),
        Kind("mp3", "audio/mpeg", (".mp3",)),
        Kind("m4a", "audio/mp4", (".m4a",)),
        Kind("txt", "text/plain", (".txt",)),
    )
}
ENDINGS = {ending: kind for kind in KINDS.values() for ending in kind.endings}

_MAGIC = (
    ("jpeg", re.compile(rb"\xff\xd8\xff")),
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("gif", re.compile(rb"GIF8[79]a")),
    # Scanners put a few bytes before the mark, and readers accept it anywhere in the first 1024.
    ("pdf", re.compile(rb".{0,1019}?%PDF-", re.DOTALL)),
    ("zip", re.compile(rb"PK\x03\x04")),
    ("ogg", re.compile(rb"OggS")),
    ("m4a", re.compile(rb"....ftyp(?:M4A |M4B |mp41|mp42|isom|iso2)", re.DOTALL)),
    ("mp3", re.compile(rb"ID3|\xff[\xf2\xf3\xfa\xfb]")),
)
# Characters that end a line, hide, or turn the reading direction ("exe.jpg" read as "gpj.exe").
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def sniff(head: bytes) -> str | None:
    """What the first bytes say: a kind, "zip" for a package, or None where only text is left."""
    return next((name for name, magic in _MAGIC if magic.match(head)), None)


def clean_name(given: str) -> str:
    """A file name fit to be shown: without folders and hidden characters, not too long."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if unicodedata.category(c) not in _HIDDEN).strip(" .")
    if len(shown) <= NAME_LENGTH:
        return shown
    ending = ending_of(shown)
    return shown[: NAME_LENGTH - len(ending)] + ending


def ending_of(name: str) -> str:
    """The ending with its dot, lower case; empty when there is none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if stem and dot and 0 < len(ending) <= LONGEST_ENDING else ""
