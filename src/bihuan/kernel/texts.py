"""What no answer may hold, whoever gives it: half characters, NUL, more than is kept of a name."""

from __future__ import annotations

from bihuan.kernel.refused import Refused

LONGEST = {"name": 60, "platform": 60, "platform_number": 80, "requester": 60}
_SHOWN = 60


def check(field: str, value: object, kind: str = "") -> None:
    """Refuse an answer that no table can keep: `text.unprintable`, `text.too-long`.

    Of a name or a number that is kept apart only so much fits; letters are as long as they are.
    """
    for each in value if isinstance(value, (list, tuple)) else (value,):
        text = str(each)
        if "\0" in text or not _whole(text):
            raise Refused("text.unprintable", field=field)
        longest = LONGEST.get(kind)
        if longest is not None and len(text) > longest:
            raise Refused("text.too-long", field=field, text=text[:_SHOWN], longest=longest)


def _whole(text: str) -> bool:
    """Whether no half of a character is in it: such a text can be written nowhere."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
