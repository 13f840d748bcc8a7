"""Division codes (GB/T 2260) since 1981: which were in force when, and what came after them.

The table knows years, not days, so a code counts as in force through the whole year of its change.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources

from bihuan.kernel.refused import Refused

COUNTY_DIGITS = 6
TOWN_DIGITS = (9, 12)


@dataclass(frozen=True, slots=True)
class Span:
    """A code under one name, in force from `began` through the year `ended`."""

    code: str
    name: str
    level: str
    parent: str
    began: int
    ended: int | None
    successors: tuple[str, ...]


def parsed_successors(text: str, ended: int | None) -> tuple[str, ...]:
    """The codes that took over at the end, of a list such as `430211[1984];430212`.

    A year in brackets marks land given away: before the end it is history, at the end succession.
    """
    found = re.findall(r"(\d{6})(?:\[(\d{4})\])?", text)
    return tuple(code for code, year in found if not year or int(year) == ended)


def parsed_table(text: str) -> dict[str, tuple[Span, ...]]:
    """Every code with its spans in order, of the shipped table."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    table: dict[str, list[Span]] = {}
    for row in csv.DictReader(lines):
        ended = int(row["until"]) if row["until"] else None
        after = parsed_successors(row["successors"], ended)
        began = int(row["from"] or 0)
        span = Span(row["code"], row["name"], row["level"], row["parent"], began, ended, after)
        table.setdefault(span.code, []).append(span)
    return {code: tuple(spans) for code, spans in table.items()}


@functools.cache
def _table() -> Mapping[str, tuple[Span, ...]]:
    shipped = resources.files("bihuan.registers.parties").joinpath("region-codes.csv")
    return parsed_table(shipped.read_text(encoding="utf-8"))


def normal_code(text: str) -> str:
    """A code as six digits (`4302` is `430200`), a town's as given; refuses `region.unknown`."""
    digits = text.strip()
    if not digits.isdecimal():
        raise Refused("region.unknown", region=text)
    if len(digits) in TOWN_DIGITS:
        return digits
    if len(digits) > COUNTY_DIGITS or len(digits) % 2:
        raise Refused("region.unknown", region=text)
    return digits.ljust(COUNTY_DIGITS, "0")


def span_of(code: str, on: date) -> Span:
    """What the code stood for on a day; refuses `region.unknown`.

    A code asked about before its first year answers with its first span: people and firms are
    often filed under codes younger than the day they are filed for.
    """
    spans = _table().get(normal_code(code)[:COUNTY_DIGITS])
    if spans is None:
        raise Refused("region.unknown", region=code)
    begun = [span for span in spans if span.began <= on.year]
    return begun[-1] if begun else spans[0]


def name_of(code: str, on: date) -> str:
    """The name on a day; a node that only groups codes (市辖区) bears the name above it."""
    span = span_of(code, on)
    return span.name or name_of(span.parent, on)


def names_above(code: str) -> dict[str, str]:
    """Names and codes of the shipped divisions above a code; none above a code of one's own."""
    spans = _table().get(code[:COUNTY_DIGITS], ())
    if not spans or not spans[-1].parent:
        return {}
    above = _table()[spans[-1].parent][-1]
    named = {above.name: above.code} if above.name else {}
    return {**names_above(above.code), **named}


def names_outside(regions: Iterable[str]) -> dict[str, str]:
    """The cities and provinces above some regions, by which their own units are called too."""
    above: dict[str, str] = {}
    for code in regions:
        above.update(names_above(code))
    return above


def is_retired(span: Span, on: date) -> bool:
    return span.ended is not None and on.year > span.ended


def current_code(code: str, on: date) -> tuple[str, ...]:
    """The codes in force on a day for what `code` once named: itself, or all that took over.

    Empty where the table names nobody after it; refuses `region.unknown`.
    """
    found: dict[str, None] = {}
    seen: set[str] = set()
    open_codes = [normal_code(code)]
    while open_codes:
        each = open_codes.pop(0)
        if each in seen:
            continue
        seen.add(each)
        span = span_of(each, on)
        if is_retired(span, on):
            open_codes.extend(span.successors)
        else:
            found[each] = None
    return tuple(found)


def check_code(code: str, on: date) -> str:
    """The code in full, if in force; refuses `region.unknown`, `region.retired` with its heirs."""
    normal = normal_code(code)
    span = span_of(normal, on)
    if not is_retired(span, on):
        return normal
    after = [f"{each} {name_of(each, on)}" for each in current_code(normal, on)]
    raise Refused(
        "region.retired",
        region=normal,
        name=span.name,
        year=span.ended,
        successors="、".join(after) or "—",
    )
