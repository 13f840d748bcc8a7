"""Whether bytes are plain text, in the two encodings offices write."""

from __future__ import annotations

import codecs
import re
from typing import IO

ENCODINGS = ("utf-8-sig", "gb18030")
_CHUNK = 64 * 1024
_BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def is_text(stream: IO[bytes]) -> bool:
    """Whether the whole stream reads as UTF-8 or GB 18030 without control characters."""
    return any(_reads_as(stream, encoding) for encoding in ENCODINGS)


def _reads_as(stream: IO[bytes], encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if _BINARY.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
