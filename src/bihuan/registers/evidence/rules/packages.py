"""What is inside an office file, and whether unpacking it would do harm."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO, NamedTuple

from bihuan.kernel.refused import Refused


class Limits(NamedTuple):
    """The most that is taken of one upload."""

    size: int = 20 * 1024 * 1024
    unpacked: int = 200 * 1024 * 1024
    members: int = 5000
    ratio: int = 100
    # Below this an unpacked file harms nobody, however well it was packed.
    harmless: int = 10 * 1024 * 1024


_CHUNK = 64 * 1024
_LOCAL_HEADER = 30
_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


def office_kind(stream: IO[bytes]) -> str:
    """The kind of office file a package is; "zip" when it is none, "macros" when it holds any."""
    try:
        with zipfile.ZipFile(stream) as package:
            names = {member.filename for member in package.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, struct.error) as fault:
        raise Refused("file.damaged") from fault
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "macros"
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((kind for main, kind in _MAIN.items() if main in names), "zip")


def check_package(stream: IO[bytes], size: int, limits: Limits) -> None:
    """Refuse a package that unpacks to more than the limits, whatever its headers claim.

    Refused: file.bomb; file.damaged when a member cannot be unpacked.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error) as fault:
        raise Refused("file.damaged") from fault
    allowed = min(limits.unpacked, max(limits.harmless, size * limits.ratio))
    claimed = sum(member.file_size for member in members)
    if len(members) > limits.members or claimed > allowed:
        raise Refused("file.bomb")
    left = allowed
    for member in members:
        left -= _unpacked(stream, member, left)


def _unpacked(stream: IO[bytes], member: zipfile.ZipInfo, most: int) -> int:
    # zipfile believes the size in the header and stops there; other readers do not.
    if member.flag_bits & 1 or member.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):
        raise Refused("file.damaged")
    _go_to_data(stream, member)
    if member.compress_type == zipfile.ZIP_STORED:
        return _within(member.compress_size, most)
    return _inflated(stream, member.compress_size, most)


def _go_to_data(stream: IO[bytes], member: zipfile.ZipInfo) -> None:
    stream.seek(member.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise Refused("file.damaged")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    stream.seek(name_length + extra_length, 1)


def _inflated(stream: IO[bytes], packed: int, most: int) -> int:
    inflate, count = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed > 0 and not inflate.eof:
        chunk = stream.read(min(_CHUNK, packed))
        if not chunk:
            raise Refused("file.damaged")
        packed -= len(chunk)
        while chunk:
            try:
                count = _within(count + len(inflate.decompress(chunk, _CHUNK)), most)
            except zlib.error as fault:
                raise Refused("file.damaged") from fault
            chunk = inflate.unconsumed_tail
    return count


def _within(count: int, most: int) -> int:
    if count > most:
        raise Refused("file.bomb")
    return count
