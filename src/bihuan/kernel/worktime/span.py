"""How long something may take, and from which day it is counted."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bihuan.kernel.refused import Refused


class SpanUnit(StrEnum):
    """What a limit is measured in; the values are the words of a mechanism file."""

    MINUTE = "min"
    HOUR = "h"
    WORKING_HOUR = "wh"
    WORKING_DAY = "wd"
    DAY = "d"
    MONTH = "mo"


class CountFrom(StrEnum):
    """Which day is the first of a limit in days or months; clock time ignores it.

    The law's default is the next day (Civil Code Art. 201).
    """

    EVENT = "from-event"
    NEXT_DAY = "from-next-day"
    NEXT_WORKING_DAY = "from-next-working-day"


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of one unit; negative only as an offset (`-1wd`: one working day before)."""

    amount: int
    unit: SpanUnit

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


_WRITTEN = re.compile(r"(-?[0-9]{1,7})(min|h|wh|wd|d|mo)")

# Longer than any limit in a published rule, and short enough never to leave the calendar.
_LONGEST = {
    SpanUnit.MINUTE: 525_600,
    SpanUnit.HOUR: 87_600,
    SpanUnit.WORKING_HOUR: 20_000,
    SpanUnit.WORKING_DAY: 7_300,
    SpanUnit.DAY: 10_950,
    SpanUnit.MONTH: 360,
}


def parse_span(text: str) -> Span:
    """Read `5wd`, `-1wd`, `30min` or `0`; refuses `span.malformed` and `span.too-long`."""
    written = text.strip()
    if written == "0":
        return Span(0, SpanUnit.MINUTE)
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise Refused("span.malformed", text=text)
    span = Span(int(found[1]), SpanUnit(found[2]))
    if abs(span.amount) > _LONGEST[span.unit]:
        raise Refused("span.too-long", text=text, longest=f"{_LONGEST[span.unit]}{span.unit}")
    return span
