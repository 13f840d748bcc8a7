"""The encoding of a text file, told from its bytes."""

from __future__ import annotations

from collections import Counter

from bihuan.kernel.refused import Refused

LOOKED_AT = 65_536  # bytes from which an encoding is told
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MARKS = b",;\t\r\n"
_FEWEST_MARKS = 2
_FEW = 10  # one broken character in so many is damage, more are another encoding


def encoding_of(data: bytes) -> str:
    """The encoding of a text; refuses `sheet.encoding` with the first row that fits none."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _fitting(data, encoding)
    wide = _utf_16(data[:LOOKED_AT])
    if wide:
        return _fitting(data, wide)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _fitting(data, "utf-8" if _is_broken_utf_8(data) else "gb18030")
    return "utf-8"


def _utf_16(start: bytes) -> str:
    """The byte order of UTF-16 without its mark, shown by its commas and line ends; else empty."""
    pairs = Counter(zip(start[::2], start[1::2], strict=False))
    little, big = (
        sum(pairs[pair] for pair in wanted)
        for wanted in ([(mark, 0) for mark in _MARKS], [(0, mark) for mark in _MARKS])
    )
    if max(little, big) < _FEWEST_MARKS:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _is_broken_utf_8(data: bytes) -> bool:
    """Whether a few bytes of UTF-8 are broken, rather than all of it being something else.

    Read as GB 18030 such a file would often pass, every character of it another.
    """
    text = data[:LOOKED_AT].decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * _FEW < foreign


def _fitting(data: bytes, encoding: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as why:
        row = data.count(b"\n", 0, why.start) + 1
        raise Refused("sheet.encoding", row=row) from why
    return encoding
