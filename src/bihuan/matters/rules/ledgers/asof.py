"""The day a ledger speaks of: said in its title, its foot or its name, else its newest date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bihuan.matters.rules.ledgers import whens
from bihuan.matters.rules.ledgers.layout import Layout

_FULL = re.compile(
    r"(\d{4})\s*[-/.年_]?\s*(\d{1,2})\s*[-/.月_]\s*(\d{1,2})|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"
)
_MONTH = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月")
_SHORT = re.compile(r"(?:截至|截止|截止到|更新)\D{0,4}(\d{1,2})\s*[.月]\s*(\d{1,2})")
_SAMPLED = 400


def day_of(
    name: str, layouts: Sequence[Layout], dated: Iterable[int], today: date
) -> tuple[date, str]:
    """The day and where it was found: `title`, `name`, `rows`, or `today`; never one to come."""
    told = [
        *((layout.above, "title") for layout in layouts),
        *((each.text, "title") for layout in layouts for each in layout.passed),
        *((layout.sheet, "title") for layout in layouts),
        (name, "name"),
    ]
    for text, where in told:
        found = _said(text, today)
        if found is not None and found <= today:
            return found, where
    newest = _newest(layouts, tuple(dated), today)
    return (newest, "rows") if newest else (today, "today")


def _said(text: str, today: date) -> date | None:
    try:
        full = _FULL.search(text)
        if full:
            return date(*(int(each) for each in full.groups() if each))
        short = _SHORT.search(text)
        if short:
            found = date(today.year, int(short[1]), int(short[2]))
            return found if found <= today else found.replace(year=today.year - 1)
        month = _MONTH.search(text)
        if month:
            near = whens.Near(today, ahead=True)
            when = whens.when(f"{month[1]}年{month[2]}月", near)
            return min(when.at.date(), today) if when and when.at else None
    except ValueError:
        return None
    return None


def _newest(layouts: Sequence[Layout], dated: Sequence[int], today: date) -> date | None:
    near = whens.Near(today, ahead=False)
    found: list[date] = []
    for layout in layouts:
        for line in layout.lines[-_SAMPLED:]:
            for column in dated:
                when = whens.when(line.cells[column], near) if column < len(line.cells) else None
                if when and when.at and not when.doubt and when.at.date() <= today:
                    found.append(when.at.date())
    return max(found, default=None)
