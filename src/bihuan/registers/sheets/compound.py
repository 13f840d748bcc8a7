"""The container of .xls and of locked .xlsx files: its streams by name, after [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from bihuan.kernel.refused import Refused

OLE = b"\xd0\xcf\x11\xe0"
_LAST = 0xFFFFFFFA  # numbers from here on are no sectors
_IN_HEADER = 109  # sectors of the allocation table that the header names itself
_ENTRY = 128
_SMALL = 64
_ROOT = 5


class Compound:
    """An opened container; refuses `sheet.unreadable` where its tables lead nowhere."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._open()
        except (struct.error, IndexError, ValueError) as why:
            raise Refused("sheet.unreadable") from why

    def _open(self) -> None:
        self.size = 1 << min(struct.unpack_from("<H", self.data, 30)[0], 12)
        directory, _, self.cutoff, small = struct.unpack_from("<4I", self.data, 48)
        self.table = self._numbers(b"".join(map(self._sector, self._table_sectors())))
        self.entries = dict(self._entries(self._chain(directory)))
        self.small_table = self._numbers(self._chain(small))
        root = next((each for each in self.entries.values() if each[0] == _ROOT), None)
        self.small = self._chain(root[1]) if root else b""

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _numbers(self, content: bytes) -> Sequence[int]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _table_sectors(self) -> Iterator[int]:
        yield from (n for n in struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76) if n < _LAST)
        more = struct.unpack_from("<I", self.data, 68)[0]
        for _ in range(len(self.data) // self.size):
            if more >= _LAST:
                return
            *named, more = self._numbers(self._sector(more))
            yield from (n for n in named if n < _LAST)

    def _chain(self, start: int) -> bytes:
        """The sectors of a chain one after the other; a circle ends with the file."""
        found: list[bytes] = []
        number = start
        while number < len(self.table) and len(found) <= len(self.data) // self.size:
            found.append(self._sector(number))
            number = self.table[number]
        return b"".join(found)

    def _entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int, int]]]:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind:
                name = directory[at : at + max(length - 2, 0)].decode("utf-16-le")
                yield name, (kind, *struct.unpack_from("<2I", directory, at + 116))

    def stream(self, *names: str) -> bytes:
        """The first stream that bears one of the names; empty where there is none."""
        found = next((self.entries[name] for name in names if name in self.entries), None)
        if found is None:
            return b""
        _, start, length = found
        if length >= self.cutoff:
            return self._chain(start)[:length]
        pieces: list[bytes] = []
        number = start
        while number < len(self.small_table) and len(pieces) <= len(self.small_table):
            pieces.append(self.small[number * _SMALL : (number + 1) * _SMALL])
            number = self.small_table[number]
        return b"".join(pieces)[:length]
