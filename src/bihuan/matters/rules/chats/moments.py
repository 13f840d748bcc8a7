"""Times of day as chat windows write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bihuan.kernel.worktime import LOCAL

_WEEK = "一二三四五六日"
_DAY = (
    r"(?:(?P<year>\d{4})[ ]?[-/.年][ ]?)?(?P<month>\d{1,2})[ ]?[-/.月][ ]?(?P<day>\d{1,2})[ ]?日?"
)
_NAMED = r"(?P<named>今天|昨天|前天|(?:星期|周)[一二三四五六日天])"
_CLOCK = (
    r"(?P<half>凌晨|早上|上午|中午|下午|晚上|AM|PM)?[ ]?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))?(?!\d|:\d)(?P<after>[ ]?[AP]M)?"
)
_WEEKDAY = r"[ ]?(?:[(]?(?:星期|周)[一二三四五六日天][)]?)?"
WHEN = rf"(?:(?:{_DAY}{_WEEKDAY}|{_NAMED})[ T]*)?{_CLOCK}"
FULL = rf"(?:{_DAY}{_WEEKDAY}|{_NAMED})[ T]*{_CLOCK}"
DAY_LINE = re.compile(rf"[-—–=_* ]*{_DAY}{_WEEKDAY}[-—–=_* ]*")
MOMENT_LINE = re.compile(rf"[-—–=_* ]*{FULL}[-—–=_* ]*")
_LATE = frozenset({"下午", "晚上", "PM"})
_NOON = 12
FIRST_CHAT = 1990  # before it nobody chatted: such a year is a slip, or a trick


def moment(found: re.Match[str], day: date | None, now: datetime) -> datetime | None:
    """The moment a head names; a time without a day is of the day last named, or unknown."""
    said = found.groupdict()
    on = named_day(said, now) or day
    at = _time(said)
    return datetime.combine(on, at, LOCAL) if on and at else None


def named_day(said: dict[str, str | None], now: datetime) -> date | None:
    """The day a head or a line names; one without a year is the last of that name."""
    today = now.astimezone(LOCAL).date()
    if said.get("month"):
        return _calendar_day(said, today)
    named = said.get("named") or ""
    if named in ("今天", "昨天", "前天"):
        return today - timedelta(days=("今天", "昨天", "前天").index(named))
    if named:
        wanted = _WEEK.index(named[-1].replace("天", "日"))
        return today - timedelta(days=(today.weekday() - wanted) % 7)
    return None


def _calendar_day(said: dict[str, str | None], today: date) -> date | None:
    year = int(said["year"] or today.year)
    month, day = int(said["month"] or 0), int(said["day"] or 0)
    try:
        found = date(year, month, day)
        if not said["year"] and found > today:
            found = date(year - 1, month, day)
    except ValueError:
        return None
    return found if found.year >= FIRST_CHAT else None


def _time(said: dict[str, str | None]) -> time | None:
    hour = int(said["hour"] or 0)
    half = (said["after"] or said["half"] or "").strip()
    if half in _LATE and hour < _NOON:
        hour += _NOON
    if half == "中午" and hour < _NOON - 1:
        hour += _NOON
    try:
        return time(hour % 24, int(said["minute"] or 0), int(said["second"] or 0))
    except ValueError:
        return None
