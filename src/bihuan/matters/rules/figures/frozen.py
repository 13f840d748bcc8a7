"""The figures as they are kept: plain values, written the same way every time, under a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bihuan.kernel.worktime import Calendar, local, remaining
from bihuan.matters.rules.figures.counting import Counts, Seen, Tally
from bihuan.matters.rules.figures.periods import Period
from bihuan.registers.journal.rules import chain
from bihuan.registers.parties.rules import masking

LISTED = 1000  # matters of one list; how many there are stands in the counts
COMMON = 2  # from how many of one class a problem is common
Plain = dict[str, object]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the figures are told besides the matters: the scope by name, and who is called what."""

    mechanism: str
    mechanism_title: str
    scope_unit: str
    office: str
    units: Mapping[str, str]
    classes: Mapping[str, str]
    calendar: Calendar
    apart: int = 0  # restricted matters in stock, told as one number where that is not small


def frozen(tally: Tally, period: Period, frame: Frame) -> Plain:
    """Everything the papers of one press may say, with titles freed of numbers of people."""
    return {
        "period": {"kind": period.kind, **_moments(period)},
        "scope": {
            "mechanism": frame.mechanism, "mechanism_title": frame.mechanism_title,
            "unit": frame.scope_unit, "office": frame.office,
        },
        "whole": _counts(tally.whole),
        "units": _units(tally, frame),
        "common": _common(tally, frame),
        "overdue": [_line(one, period, frame) for one in tally.overdue[:LISTED]],
        "due_soon": [_line(one, period, frame) for one in tally.due_soon[:LISTED]],
        "red": [_line(one, period, frame) for one in tally.red[:LISTED]],
        "restricted_apart": frame.apart,
    }  # fmt: skip


def written(figures: Mapping[str, object]) -> str:
    """The bytes that are kept."""
    return chain.canonical(figures)


def digest(text: str) -> str:
    """The digest they are kept under."""
    return hashlib.sha256(text.encode()).hexdigest()


def _moments(period: Period) -> Plain:
    return {
        "since": local(period.since).isoformat(),
        "until": local(period.until).isoformat(),
        "as_of": local(period.as_of).isoformat(timespec="seconds"),
    }


def _counts(counts: Counts) -> Plain:
    return {**asdict(counts), "entered": counts.entered, "left": counts.left}


def _units(tally: Tally, frame: Frame) -> list[Plain]:
    """A line for each unit that has to do with the period; those with most overdue first."""
    found: list[Plain] = [
        {"code": code, "name": frame.units.get(code, code), **_counts(one)}
        for code, one in tally.units.items()
        if one != Counts()
    ]
    return sorted(found, key=_by_weight)


def _by_weight(unit: Mapping[str, Any]) -> tuple[int, int, str]:
    return -unit["overdue"], -unit["stock_end"], unit["code"]


def _common(tally: Tally, frame: Frame) -> list[Plain]:
    found: list[Plain] = [
        {"class": code, "name": frame.classes.get(code, code), "received": one.received,
         "stock_end": one.stock_end, "overdue": one.overdue}
        for code, one in tally.classes.items()
        if code and one.received >= COMMON
    ]  # fmt: skip
    return sorted(found, key=lambda c: (-int(str(c["received"])), str(c["class"])))


def _line(one: Seen, period: Period, frame: Frame) -> Plain:
    return {
        "number": one.number,
        "title": masking.hidden_numbers(one.title),
        "code": one.unit,
        "unit": frame.units.get(one.unit, one.unit),
        "due": _day(one.due_at),
        "days_late": _late(frame.calendar, period.as_of, one.due_at),
        "card": one.card,
    }


def _day(moment: datetime | None) -> str:
    return local(moment).date().isoformat() if moment else ""


def _late(calendar: Calendar, now: datetime, due: datetime | None) -> int:
    """Working days past the date; 0 where it has not passed."""
    if due is None or due >= now:
        return 0
    return max(remaining(calendar, now, due).working_days, 0)


def of_unit(figures: Mapping[str, object], name: str, code: str) -> Sequence[Plain]:
    """The matters of one unit in one of the lists."""
    listed = figures[name]
    return [one for one in listed if one["code"] == code] if isinstance(listed, list) else []
