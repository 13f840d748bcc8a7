"""The day strip: the days of a deadline as cells that say why each counts or does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from bihuan.kernel.worktime import DayKind, DayLine

WEEKDAYS = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"),
    gettext_lazy("Fri"), gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip
HOLIDAYS = {
    "元旦": gettext_lazy("New Year"),
    "春节": gettext_lazy("Spring Festival"),
    "清明节": gettext_lazy("Qingming"),
    "清明": gettext_lazy("Qingming"),
    "劳动节": gettext_lazy("Labour Day"),
    "端午节": gettext_lazy("Dragon Boat"),
    "端午": gettext_lazy("Dragon Boat"),
    "中秋节": gettext_lazy("Mid-Autumn"),
    "中秋": gettext_lazy("Mid-Autumn"),
    "国庆节": gettext_lazy("National Day"),
    "国庆": gettext_lazy("National Day"),
}
DUE = ("due", "rolled")
SHORT = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its number in the month, the word under it, its look, and the whole in words."""

    top: str
    word: str
    look: str
    says: str
    first: bool = False


def holiday(name: str) -> str:
    """A holiday's name; one that a local notice invented stands for itself."""
    known = HOLIDAYS.get(name.split("（", maxsplit=1)[0].strip())
    return str(known) if known else name


def weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def strip(
    lines: Sequence[DayLine], today: date, start: str, *, missed: bool = False
) -> list[Cell]:
    """The cells of a deadline; `start` names its first day, `missed` paints the due day."""
    cells, month = [], 0
    for line in lines:
        cells.append(_cell(line, today, start, missed=missed, new_month=line.day.month != month))
        month = line.day.month
    return cells


def shortened(cells: Sequence[Cell]) -> list[Cell]:
    """The last cells only, for a reader who asks when and not why."""
    if len(cells) <= SHORT:
        return list(cells)
    kept = list(cells[-SHORT:])
    gap = Cell("…", "", "day-gap", _("%(n)s earlier days") % {"n": len(cells) - SHORT})
    return [gap, replace(kept[0], first=True), *kept[1:]]


def _cell(line: DayLine, today: date, start: str, *, missed: bool, new_month: bool) -> Cell:
    look = _look(line, missed=missed) + (" day-month" if new_month else "")
    if line.day == today:
        look += " day-today"
    top = pgettext("month/day", "%(month)s/%(day)s") % {
        "month": line.day.month, "day": line.day.day,
    } if new_month else str(line.day.day)  # fmt: skip
    return Cell(top, _word(line, start), look, _says(line, today, start))


def _look(line: DayLine, *, missed: bool) -> str:
    if line.why in DUE:
        return "day-past" if missed else "day-due"
    if line.why == "paused":
        return "day-paused"
    if line.why == "make-up" or (line.kind is DayKind.MAKE_UP and line.counted):
        return "day-swap"
    if line.counted is not None or line.why == "running":
        return "day-count"
    return "" if line.why == "start" else "day-off"


def _word(line: DayLine, start: str) -> str:
    match line.why:
        case "due" | "rolled":
            return _("due")
        case "start":
            return start
        case "paused":
            return _("paused")
        case "make-up":
            return pgettext("make-up working day", "made up")
        case "local-working":
            return _("worked")
    if line.counted is not None:
        return pgettext("ordinal day of a limit", "%(n)s") % {"n": line.counted}
    if line.name:
        return holiday(line.name)
    return weekday(line.day)


def _says(line: DayLine, today: date, start: str) -> str:
    parts = [f"{line.day:%Y-%m-%d}", weekday(line.day)]
    if line.day == today:
        parts.append(_("today"))
    if line.name and line.kind is not DayKind.MAKE_UP:
        parts.append(holiday(line.name))
    if line.kind is DayKind.MAKE_UP:
        parts.append(_("a weekend day worked for a holiday"))
    if line.counted is not None:
        parts.append(_("day %(n)s") % {"n": line.counted})
    parts.append(_why(line, start))
    if line.provisional:
        parts.append(_("provisional: the notice for this year is not out"))
    return " ".join(filter(None, parts))


def _why(line: DayLine, start: str) -> str:
    match line.why:
        case "due":
            return _("due at the end of this day")
        case "rolled":
            return _("due: the last day counted was a day off")
        case "start":
            return start
        case "paused":
            return _("not counted: the clock stood still")
        case "last-day-off":
            return _("the last day, but a day off: the next working day holds")
    if line.counted is None and line.why != "running":
        return _("not counted")
    return ""
