"""Days as people write them: 6月底前, 2023.8, 下周五, 8.15; each with what was understood."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.kernel.worktime import LOCAL
from bihuan.matters.rules import dates
from bihuan.registers.journal.rules import chain

# Why a day is doubtful; a sentence for each stands with the pages.
MONTH_ONLY, NO_YEAR, SPOKEN, ENDS, RANGE, SHORT_YEAR = (
    "month-only", "year-guessed", "relative", "loose", "range", "year-short",
)  # fmt: skip
NO_DAY = "no-day"
_NUMERALS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_SPOKEN_NUMBER = re.compile(r"[〇零○一二三四五六七八九十]+(?=[年月日号个天])")
_TAIL = re.compile(r"(之前|以前|前|以内|之内|内|截止|办结|完成|左右|上午|下午)+$")
_HEAD = re.compile(r"^(于|在|截至|截止到?|力争|预计|计划|拟|争取|请于|务必于|最迟|原定)+")
_BLANK = re.compile(r"[-—–/\\无.\s、]*")
_NO_DAY = re.compile(
    r".*(长期|持续|立即|马上|尽快|待定|按时|及时|另行|不限|常态|适时|视情|随时|待).*", re.DOTALL
)
_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_SHORT_FULL = re.compile(r"(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(份)?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_MONTH = re.compile(
    r"((\d{4})\s*年?|今年|明年|去年|本年)?\s*(\d{1,2})月(份)?(底|末|上旬|中旬|下旬|初|中)?"
)
_YEAR_END = re.compile(r"((\d{4})\s*年?|今|本|明)?年?(年底|年末|底|末|年内)")
_QUARTER = re.compile(r"((\d{4})\s*年)?第?([一二三四1-4])季度(末|底|内)?")
_HALF = re.compile(r"((\d{4})\s*年)?(上|下)半年")
_WEEKDAY = re.compile(
    r"(上上|上|本|这|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天1-7末])?(内)?"
)
_THIS_MONTH = re.compile(r"(上|本|这|下|当)?个?月(底|末|中旬|上旬|下旬|初|内)?")
_AFTER = re.compile(r"(\d{1,3})\s*(个?工作日|天|日|个?月|周|个星期)(内|之内|以内)?")
_NAMED = {
    "今天": 0,
    "当天": 0,
    "今日": 0,
    "当日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "昨天": -1,
    "昨日": -1,
}
_WEEK = (
    {c: i for i, c in enumerate("一二三四五六日")}
    | {"天": 6, "末": 4}
    | {str(n): n - 1 for n in range(1, 8)}
)
_WEEKS = {"上上": -2, "上": -1, "下": 1, "下下": 2}
_LAST_WORKDAY = 4
_THIRDS = {"初": 5, "上旬": 10, "中": 15, "中旬": 20}
_DECEMBER = 12
_EARLIEST, _LATEST = 1949, 2100


@dataclass(frozen=True, slots=True)
class When:
    """A day or a moment, how precisely it is known, and why it is doubtful (empty: it is not)."""

    at: datetime | None
    precision: chain.Precision = "day"
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """What a day is reckoned from: a deadline lies ahead of it, what happened lies behind it."""

    day: date
    ahead: bool


def when(cell: str, near: Near) -> When | None:
    """What a cell says of a day; None where it says nothing that can be read.

    An empty cell, or a dash, is a `When` without a moment and without doubt; 长期 and 尽快 are one
    without a moment, but in doubt.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if _BLANK.fullmatch(text):
        return When(None)
    exact = dates.moment_of(text)
    if exact is not None:
        return When(*exact)
    plain = _SPOKEN_NUMBER.sub(lambda found: _digits(found[0]), re.sub(r"\s+", "", text))
    if plain[:3] in ("202", "203") or not re.match(r"\d", plain):
        plain = _HEAD.sub("", plain)
    tail = _TAIL.search(plain)
    bare = _TAIL.sub("", plain)
    for read in (_whole, _range, _spoken):
        found = read(bare, near)
        if found is not None:
            day, doubt = found
            strict = tail and tail[0].startswith(("前", "之前", "以前")) and doubt == MONTH_ONLY
            return _at(_month_before(day) if strict and near.ahead else day, doubt)
    return When(None, doubt=NO_DAY) if _NO_DAY.fullmatch(text) else None


Found = tuple[date, str] | None


def _at(day: date, doubt: str) -> When | None:
    if not _EARLIEST <= day.year <= _LATEST:
        return None
    return When(datetime.combine(day, time(0), LOCAL), "day", doubt)


def _digits(spoken: str) -> str:
    """二〇二三 is 2023, 十五 is 15."""
    if "十" not in spoken:
        return "".join(_NUMERALS[c] for c in spoken)
    tens, _, ones = spoken.partition("十")
    return f"{int(_NUMERALS.get(tens, '1')) * 10 + int(_NUMERALS.get(ones, '0'))}"


def _whole(text: str, near: Near) -> Found:
    """A day that names its month: with a year or without, or a month alone."""
    for pattern, read in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            try:
                return read(found, near)
            except ValueError:  # the 31st of a month of thirty days
                return None
    return None


def _range(text: str, near: Near) -> Found:
    """Of several days the last is a deadline, the first what happened."""
    pieces = [
        piece for piece in re.split(r"[、,;~～至]|(?<=[日\d])-(?=\d{4}|\d+月)|到", text) if piece
    ]
    if len(pieces) < 2:  # noqa: PLR2004  two ends of a range
        return None
    piece = pieces[-1] if near.ahead else pieces[0]
    found = _whole(_TAIL.sub("", piece), near)
    return (found[0], RANGE) if found else None


def _full(found: re.Match[str], _near: Near) -> Found:
    return date(int(found[1]), int(found[2]), int(found[3])), ""


def _short(found: re.Match[str], _near: Near) -> Found:
    return date(2000 + int(found[1]), int(found[2]), int(found[3])), SHORT_YEAR


def _year_month(found: re.Match[str], near: Near) -> Found:
    year, month = int(found[1]), int(found[2])
    return date(year, month, _last(year, month) if near.ahead else 1), MONTH_ONLY


def _month_day(found: re.Match[str], near: Near) -> Found:
    month, day = int(found[1]), int(found[2])
    return _nearest(lambda year: date(year, month, day), near), NO_YEAR


def _month(found: re.Match[str], near: Near) -> Found:
    month, part = int(found[3]), found[5] or ""
    named = _year_named(found[1], found[2], near)
    doubt = ENDS if part else MONTH_ONLY

    def on(year: int) -> date:
        ends = _last(year, month)
        if not part:
            return date(year, month, ends if near.ahead else 1)
        return date(year, month, _THIRDS.get(part, ends))

    return (on(named) if named else _nearest(on, near)), doubt


def _year_end(found: re.Match[str], near: Near) -> Found:
    return date(_year_named(found[1], found[2], near) or near.day.year, 12, 31), ENDS


def _quarter(found: re.Match[str], near: Near) -> Found:
    number = int(found[3]) if found[3].isdigit() else "一二三四".index(found[3]) + 1
    year = int(found[2]) if found[2] else near.day.year
    return date(year, number * 3, _last(year, number * 3)), ENDS


def _half(found: re.Match[str], near: Near) -> Found:
    year = int(found[2]) if found[2] else near.day.year
    return (date(year, 6, 30) if found[3] == "上" else date(year, 12, 31)), ENDS


def _year_named(word: str | None, digits: str | None, near: Near) -> int:
    if digits:
        return int(digits)
    shift = {"明": 1, "去": -1}.get((word or "")[:1], 0)
    return near.day.year + shift if word else 0


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Near], Found]], ...] = (
    (_FULL, _full),
    (_YEAR_MONTH, _year_month),
    (_SHORT_FULL, _short),
    (_MONTH_DAY, _month_day),
    (_MONTH, _month),
    (_QUARTER, _quarter),
    (_HALF, _half),
)


def _spoken(text: str, near: Near) -> Found:
    """A day named from another day: 下周五, 本月底, 5天内."""
    if text in _NAMED:
        return near.day + timedelta(days=_NAMED[text]), SPOKEN
    found = _YEAR_END.fullmatch(text)
    if found:
        return _year_end(found, near)
    found = _WEEKDAY.fullmatch(text)
    if found:
        monday = near.day - timedelta(days=near.day.weekday())
        weekday = _WEEK[found[2]] if found[2] else _LAST_WORKDAY
        return monday + timedelta(days=weekday, weeks=_WEEKS.get(found[1] or "", 0)), SPOKEN
    found = _THIS_MONTH.fullmatch(text)
    if found and text:
        return _of_month(found, near), SPOKEN
    found = _AFTER.fullmatch(text)
    return (_after(int(found[1]), found[2], near.day), SPOKEN) if found and near.ahead else None


def _of_month(found: re.Match[str], near: Near) -> date:
    shift = {"上": -1, "下": 1}.get(found[1] or "", 0)
    index = near.day.year * _DECEMBER + near.day.month - 1 + shift
    year, month = divmod(index, _DECEMBER)
    ends = _last(year, month + 1)
    return date(year, month + 1, _THIRDS.get(found[2] or "", ends))


def _after(count: int, of: str, since: date) -> date:
    """So many days on; working days are taken from Monday to Friday, hence the doubt."""
    if "月" in of:
        index = since.year * _DECEMBER + since.month - 1 + count
        year, month = index // _DECEMBER, index % _DECEMBER + 1
        return date(year, month, min(since.day, _last(year, month)))
    if "工作日" not in of:
        return since + timedelta(days=count * 7 if "周" in of or "星期" in of else count)
    day = since
    while count:
        day += timedelta(days=1)
        count -= day.weekday() <= _LAST_WORKDAY
    return day


def _nearest(on: Callable[[int], date], near: Near) -> date:
    """The same day of the year that fits: the next one ahead, or the last one behind."""
    year = near.day.year
    found = on(year)
    if near.ahead and found < near.day - timedelta(days=183):
        return on(year + 1)
    if not near.ahead and found > near.day:
        return on(year - 1)
    return found


def _month_before(day: date) -> date:
    """6月前 is before June begins."""
    return day.replace(day=1) - timedelta(days=1)


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
