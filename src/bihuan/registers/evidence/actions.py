"""Taking a file in: measured, recognised, and put under its digest before its row is written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from bihuan.kernel.refused import Refused
from bihuan.registers.evidence.models import File
from bihuan.registers.evidence.rules import kinds, packages, texts

LIMITS = packages.Limits()
_CHUNK = 1024 * 1024
_MEGABYTE = 1024 * 1024


class Uploader(Protocol):
    """Who brings a file, in which post; the kernel's actor is one."""

    @property
    def person(self) -> str: ...
    @property
    def post(self) -> str: ...


def keep(
    stream: IO[bytes],
    *,
    name: str,
    by: Uploader,
    now: datetime,
    root: Path,
    limits: packages.Limits = LIMITS,
) -> File:
    """Keep an upload under `root`/files and return its row; equal bytes are stored once.

    The bytes are kept as they came, so that their digest stays that of the original: the place a
    photograph was taken, if the camera wrote one, stays in it too. The entry of the move that
    attaches the file names its digest. Refused: file.empty, file.too-large, file.type-not-taken,
    file.not-what-it-says, file.damaged, file.bomb.
    """
    shown = kinds.clean_name(name)
    incoming = root / "files" / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=incoming) as copy:
        sha256, size = _measured_copy(stream, copy, limits)
        kind = _recognise(copy, shown, size, limits)
        _store(Path(copy.name), root / "files" / sha256[:2] / sha256[2:])
    if not kinds.ending_of(shown):
        shown += kind.endings[0]
    return File.objects.create(
        sha256=sha256,
        size=size,
        media_type=kind.media_type,
        name=shown,
        uploaded_at=now,
        by_person=by.person,
        by_post=by.post,
    )


def _measured_copy(stream: IO[bytes], copy: IO[bytes], limits: packages.Limits) -> tuple[str, int]:
    sha256, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limits.size:
            raise Refused("file.too-large", megabytes=round(limits.size / _MEGABYTE, 1))
        sha256.update(chunk)
        copy.write(chunk)
    if not size:
        raise Refused("file.empty")
    copy.flush()
    os.fsync(copy.fileno())
    return sha256.hexdigest(), size


def _recognise(copy: IO[bytes], name: str, size: int, limits: packages.Limits) -> kinds.Kind:
    ending = kinds.ending_of(name)
    taken = " ".join(kinds.ENDINGS)
    if ending and ending not in kinds.ENDINGS:
        raise Refused("file.type-not-taken", ending=ending, taken=taken)
    found = _found(copy, size, limits)
    if found not in kinds.KINDS and not ending:
        raise Refused("file.type-not-taken", ending="?", taken=taken)
    if ending and (found not in kinds.KINDS or ending not in kinds.KINDS[found].endings):
        raise Refused("file.not-what-it-says", name=name, ending=ending, found=found)
    return kinds.KINDS[found]


def _found(copy: IO[bytes], size: int, limits: packages.Limits) -> str:
    copy.seek(0)
    found = kinds.sniff(copy.read(kinds.HEAD))
    if found == "zip":
        packages.check_package(copy, size, limits)
        return packages.office_kind(copy)
    if found is not None:
        return found
    return "txt" if texts.is_text(copy) else "unknown"


def _store(copy: Path, place: Path) -> None:
    if place.exists() and place.stat().st_size == copy.stat().st_size:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    # A second name for the finished copy, then a rename: a reader sees all of it or nothing.
    arriving = copy.with_suffix(".kept")
    os.link(copy, arriving)
    arriving.chmod(0o640)
    arriving.replace(place)
    _sync(place.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
