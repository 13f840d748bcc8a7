"""Whether a workbook may be unpacked: how much is in it is measured, not believed."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from bihuan.kernel.refused import Refused

MOST_BYTES = 32 * 2**20
MOST_INFLATED = 96 * 2**20
MOST_CELLS = 2_000_000
MOST_TEXT = 256 * 2**20
GZIP = b"\x1f\x8b"
_RATIO = 200  # text packs some ten times, a bomb a thousand
_ALWAYS_TAKEN = 2**20
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(/?)>')
_SHARED = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v>(\d{1,9})<')
_ITEM = re.compile(rb"<(?:\w+:)?si[\s>/]")


def check_size(data: bytes) -> None:
    """Refuse a file larger than is taken (`sheet.file-large`)."""
    if len(data) > MOST_BYTES:
        raise Refused("sheet.file-large", megabytes=MOST_BYTES // 2**20)


def unpacked(data: bytes) -> bytes:
    """The bytes of a file out of gzip, as far as they may reasonably go.

    Refuses `sheet.bomb` and `sheet.unreadable`.
    """
    check_size(data)
    if not data.startswith(GZIP):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as why:
        raise Refused("sheet.unreadable") from why
    if len(content) > min(MOST_BYTES, max(_ALWAYS_TAKEN, _RATIO * len(data))):
        raise Refused("sheet.bomb")
    return content


def check_archive(data: bytes) -> None:
    """Refuse a workbook that would not fit in memory once unpacked (`sheet.bomb`).

    Three ways are known: members that inflate without end, two cells at opposite corners of the
    sheet, and one long text that thousands of cells share. Refuses `sheet.unreadable` too.
    """
    lengths: list[int] = []
    members = sorted(_members(data), key=lambda member: not member[0].endswith("Strings.xml"))
    for name, content in members:
        if name.endswith("sharedStrings.xml"):
            lengths = _item_lengths(content)
        elif name.startswith("xl/worksheets/"):
            _check_cells(content)
            _check_shared(content, lengths)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = MOST_INFLATED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                # The size a member states is its own word; read on to its true end instead.
                info.file_size = 2 * MOST_INFLATED
                with archive.open(info) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise Refused("sheet.bomb")
                yield info.filename, content
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as why:
        raise Refused("sheet.unreadable") from why


def _check_cells(content: bytes) -> None:
    rows, columns = [0], [0]
    for match in _CELL.finditer(content):
        if not match[3]:
            columns.append(_column_number(match[1]))
            rows.append(int(match[2]))
    if max(rows) * max(columns) > MOST_CELLS:
        raise Refused("sheet.bomb")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _item_lengths(content: bytes) -> list[int]:
    starts = [match.start() for match in _ITEM.finditer(content)]
    return [
        after - start for start, after in zip(starts, [*starts[1:], len(content)], strict=True)
    ]


def _check_shared(content: bytes, lengths: list[int]) -> None:
    total = 0
    for match in _SHARED.finditer(content):
        index = int(match[1])
        total += lengths[index] if index < len(lengths) else 0
        if total > MOST_TEXT:
            raise Refused("sheet.bomb")
