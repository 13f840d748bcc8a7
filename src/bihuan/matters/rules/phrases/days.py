"""The day something happened, as people say it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bihuan.matters.rules.phrases.reading import Reading

_BACK = {"今天": 0, "今早": 0, "今晚": 0, "昨天": 1, "昨晚": 1, "昨日": 1, "前天": 2, "大前天": 3}
_WEEK = "一二三四五六日"
_FULL = re.compile(
    r"(?<![\d.])(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\s*[日号]|(?![\d.]))"
)
_SHORT = re.compile(r"(?<![\d年./-])(\d{1,2})月(\d{1,2})[日号]?")
_BACKWARD = re.compile("|".join(sorted(_BACK, key=len, reverse=True)))
_WEEKDAY = re.compile(r"(上(?:个)?|本|这(?:个)?)?(?:星期|周|礼拜)([一二三四五六日天])(?!期)")


def day(text: str, today: date) -> Reading | None:
    """The first day named: 2026-11-20, 11月20日, 昨天, 上周五; or the last such day."""
    return _full(text) or _short(text, today) or _backward(text, today) or _weekday(text, today)


def _full(text: str) -> Reading | None:
    found = _FULL.search(text)
    return _said(found, *(int(found[n]) for n in (1, 2, 3))) if found else None


def _short(text: str, today: date) -> Reading | None:
    found = _SHORT.search(text)
    if found is None:
        return None
    year = today.year - ((int(found[1]), int(found[2])) > (today.month, today.day))
    return _said(found, year, int(found[1]), int(found[2]))


def _said(found: re.Match[str], year: int, month: int, number: int) -> Reading | None:
    try:
        return Reading(date(year, month, number).isoformat(), found[0].strip())
    except ValueError:
        return None


def _backward(text: str, today: date) -> Reading | None:
    found = _BACKWARD.search(text)
    if found is None:
        return None
    return Reading((today - timedelta(days=_BACK[found[0]])).isoformat(), found[0])


def _weekday(text: str, today: date) -> Reading | None:
    found = _WEEKDAY.search(text)
    if found is None:
        return None
    wanted = _WEEK.index(found[2].replace("天", "日"))
    if (found[1] or "").startswith("上"):
        monday = today - timedelta(days=today.weekday() + 7)
        return Reading((monday + timedelta(days=wanted)).isoformat(), found[0])
    return Reading((today - timedelta(days=(today.weekday() - wanted) % 7)).isoformat(), found[0])
