"""Reading stored files, and finding those that are no longer what was stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bihuan.registers.evidence.models import File


class Damage(NamedTuple):
    """A stored file whose bytes are gone or are others."""

    file: File
    what: str


def place_of(file: File, root: Path) -> Path:
    """Where the bytes of a file lie; send them as an attachment, with `nosniff`."""
    return root / file.path


def damaged(root: Path) -> Iterator[Damage]:
    """Every stored file that is missing or changed; reads all bytes once."""
    checked, sound = "", True
    for file in File.objects.order_by("sha256", "pk").iterator():
        place = place_of(file, root)
        if not place.is_file():
            yield Damage(file, "missing")
            continue
        if file.sha256 != checked:
            checked = file.sha256
            with place.open("rb") as stream:
                sound = hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
        if not sound:
            yield Damage(file, "changed")


def file_of(key: int) -> File:
    """What is known of one stored file."""
    return File.objects.get(pk=key)
