"""A holiday notice as rows: which days are off, which weekend days are worked for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import WORKED, DayKind

OFF_WORDS = frozenset({"放假", "休", "休息", "holiday", "off", "true", "是", "1"})
WORKED_WORDS = frozenset(
    {"上班", "班", "补班", "调休上班", "make-up", "working", "work", "false", "否", "0"}
)
LOCAL_KINDS = {
    DayKind.HOLIDAY: DayKind.LOCAL_OFF,
    DayKind.MAKE_UP: DayKind.LOCAL_WORKING,
    DayKind.WORKING: DayKind.LOCAL_WORKING,
}
WRITTEN = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_WEEKDAYS = 5
_LAST_DAYS = (12, 25)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a notice as it was written."""

    row: int
    day: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Rejected:
    row: int
    column: str
    why: Refused


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """What a notice says, and the rows of it that could not be understood."""

    years: frozenset[int]
    days: Mapping[date, tuple[DayKind, str]]
    given: int
    rejected: tuple[Rejected, ...]


def read_lines(lines: Iterable[Line], *, year: int | None, local: bool = False) -> NoticeRead:
    """Read a notice row by row; refuses `calendar.notice-empty` if no day of it can be read.

    A notice of one year may also name the last days of the December before it. Rows are rejected
    with `calendar.day-malformed`, `calendar.kind-unknown`, `calendar.day-twice`,
    `calendar.day-of-another-year` and `calendar.work-on-weekday`.
    """
    days: dict[date, tuple[DayKind, str]] = {}
    rejected: list[Rejected] = []
    given = 0
    for line in lines:
        given += 1
        try:
            day = written_day(line.day)
            kind = _kind(line, day, local=local)
            _check_day(day, kind, days, year)
        except Refused as why:
            rejected.append(Rejected(line.row, _column(why), why))
            continue
        days[day] = (kind, line.name)
    if not days and not rejected:
        raise Refused("calendar.notice-empty")
    if len(days) + len(rejected) != given:
        raise AssertionError((len(days), len(rejected), given))
    years = {year} if year is not None else _years(days)
    return NoticeRead(frozenset(years), days, given, tuple(rejected))


def _years(days: Iterable[date]) -> set[int]:
    """The years announced: those with a day before the last week of December."""
    return {day.year for day in days if (day.month, day.day) < _LAST_DAYS}


def written_day(text: str) -> date:
    """The day a cell names: 2027-01-01, 2027/1/1, 20270101 or 2027年1月1日.

    Refuses `calendar.day-malformed`.
    """
    found = WRITTEN.fullmatch(re.sub(r"\s+", "", text).removesuffix("00:00:00").rstrip("T"))
    if found is None:
        raise Refused("calendar.day-malformed", day=text)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise Refused("calendar.day-malformed", day=text) from None


def _kind(line: Line, day: date, *, local: bool) -> DayKind:
    word = re.sub(r"\s+", "", line.kind).casefold()
    if word in OFF_WORDS:
        kind = DayKind.HOLIDAY
    elif word in WORKED_WORDS:
        kind = DayKind.MAKE_UP if day.weekday() >= _WEEKDAYS else DayKind.WORKING
    else:
        raise Refused("calendar.kind-unknown", day=day, kind=line.kind)
    return LOCAL_KINDS[kind] if local else kind


def _check_day(
    day: date, kind: DayKind, days: Mapping[date, tuple[DayKind, str]], year: int | None
) -> None:
    if day in days:
        raise Refused("calendar.day-twice", day=day)
    turn = year is not None and day.year == year - 1 and (day.month, day.day) >= _LAST_DAYS
    if year is not None and day.year != year and not turn:
        raise Refused("calendar.day-of-another-year", day=day, year=year)
    # A local working day may well be a weekday: it takes back a day off of the region above.
    if kind is DayKind.WORKING and not _ends_a_holiday(day, days):
        raise Refused("calendar.work-on-weekday", day=day)


def _ends_a_holiday(day: date, days: Mapping[date, tuple[DayKind, str]]) -> bool:
    """Whether work is said to begin again that day, as in 2020 on 3 February, a Monday."""
    before = days.get(day - timedelta(days=1))
    return before is not None and before[0] not in WORKED


def _column(why: Refused) -> str:
    return "kind" if why.code == "calendar.kind-unknown" else "day"
