"""Days and moments as offices write them into cells."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from bihuan.kernel.worktime import LOCAL
from bihuan.registers.journal.rules import chain

Read = tuple[datetime, chain.Precision]

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(
    r"[T\s]*(\d{1,2})\s*(?:[时点]|:(?=\d))\s*"
    r"(?:(\d{1,2})\s*(?:[:分]\s*(\d{1,2})(?:\.\d+)?\s*秒?)?\s*分?)?"
)
_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_SERIAL_FROM = date(1899, 12, 30)  # day 0 of a spreadsheet's serial dates
_EARLIEST = 1949
_LATEST = 2100
_DAY_SECONDS = 86_400


def moment_of(cell: str) -> Read | None:
    """A day or a moment as written in a cell, with its precision; None where it cannot be read.

    Taken: 2023-06-19, 2023/6/19, 2023.6.19, 2023年6月19日, 20230619, each with or without a time,
    and the number a spreadsheet keeps a date as (45096). A year in two digits is not guessed at.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    serial = _SERIAL.fullmatch(text)
    if serial:
        return _serial(int(serial[1]), float(serial[2] or 0))
    found = _DAY.match(text) or _PLAIN_DAY.match(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return _with_time(day, text[found.end() :]) if _EARLIEST <= day.year <= _LATEST else None
    except ValueError:
        return None


def _with_time(day: date, rest: str) -> Read | None:
    if not rest.strip():
        return datetime.combine(day, time(0), LOCAL), "day"
    zone = _ZONE.search(rest)
    clock = _TIME.fullmatch(rest[: zone.start()] if zone else rest)
    if clock is None:
        return None
    at = datetime.combine(day, time(int(clock[1]), int(clock[2] or 0), int(clock[3] or 0)), LOCAL)
    if zone:
        away = timedelta() if zone[1] == "Z" else _offset(zone[1])
        at = at.replace(tzinfo=None) - away + timedelta(hours=8)
        at = at.replace(tzinfo=LOCAL)
    return at, "moment"


def _offset(text: str) -> timedelta:
    span = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return -span if text[0] == "-" else span


def _serial(days: int, part: float) -> Read | None:
    day = _SERIAL_FROM + timedelta(days=days)
    if not _EARLIEST <= day.year <= _LATEST:
        return None
    at = datetime.combine(day, time(0), LOCAL)
    if not part:
        return at, "day"
    # A spreadsheet keeps a second as 0.0000115741 of a day, never exactly.
    return at + timedelta(seconds=round(part * _DAY_SECONDS)), "moment"
