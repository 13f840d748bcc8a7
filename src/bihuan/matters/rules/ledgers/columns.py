"""Which column of a ledger means what: proposed from its heading and from what stands in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.kernel.declaration import Field
from bihuan.matters.rules.ledgers import statuses, whens, words
from bihuan.matters.rules.ledgers.layout import Layout
from bihuan.matters.rules.maps import CORE
from bihuan.registers.sheets.headings import word_of

LOOKED_AT = 200
EXAMPLES = 3
LONGEST_EXAMPLE = 40
_MOSTLY = 0.7
_LONG_TEXT = 12
_LONGEST_NAME, _LONGEST_WORD, _DIGITS, _MANY, _FEW = 40, 8, 7, 1000, 5
_UNIT = re.compile(
    r".*(局|委|办|中心|镇|乡|街道|政府|大队|支队|所|站|处|办公室|供电公司|水务公司)([（(].*)?"
)
_FIRM = re.compile(r".*(公司|厂|合作社|企业|集团|店|个体户)([（(].*)?")
_PHONE = re.compile(r"[\d\s()+—-]{7,16}")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}(先生|女士|总|经理)?([（(].*)?")
_HEADING, _CONTENT = "heading", "content"
_DATES = ("received_at", "due_at", "replied_at")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the first things in it, and what it is taken for and why."""

    index: int
    heading: str
    examples: tuple[str, ...]
    meaning: str  # a thing of a matter, `field:name` of the form, or empty
    why: str  # heading, content, kept, or empty


def proposed(
    layout: Layout, fields: Sequence[Field], kept: Mapping[str, str], today: date
) -> tuple[Column, ...]:
    """Every column with its meaning; `kept` says what a heading meant the last time."""
    columns = range(len(layout.headings))
    seen = {i: _seen(layout, i) for i in columns}
    taken: dict[int, tuple[str, str]] = {}
    for i in columns:
        meaning = kept.get(layout.headings[i])
        if meaning:
            taken[i] = (meaning, "kept")
    used = {meaning for meaning, _ in taken.values()}
    if not kept:
        for _, i, meaning, why in sorted(_scored(layout, fields, seen, today), reverse=True):
            if i not in taken and meaning not in used:
                taken[i] = (meaning, why)
                used.add(meaning)
    return tuple(
        Column(i, layout.headings[i], _examples(seen[i]), *taken.get(i, ("", ""))) for i in columns
    )


def _seen(layout: Layout, column: int) -> list[str]:
    cells = (one.cells[column] for one in layout.lines[:LOOKED_AT] if column < len(one.cells))
    return [cell for cell in cells if cell.strip()]


def _examples(cells: Sequence[str]) -> tuple[str, ...]:
    different = list(dict.fromkeys(" ".join(cell.split()) for cell in cells))
    return tuple(
        f"{each[:LONGEST_EXAMPLE]}…" if len(each) > LONGEST_EXAMPLE else each
        for each in different[:EXAMPLES]
    )


Score = tuple[float, int, str, str]


def _scored(
    layout: Layout, fields: Sequence[Field], seen: Mapping[int, Sequence[str]], today: date
) -> list[Score]:
    """What each column may mean, with how much speaks for it: its heading before its content."""
    found: list[Score] = []
    for i, heading in enumerate(layout.headings):
        inside = _content(seen[i], today)
        by_word = words.meanings(heading) if heading else {}
        if "key" in by_word and _running(seen[i]):
            by_word = {"serial": by_word["key"]}
        if by_word:
            found += _by_heading(i, by_word, inside, fields, seen[i])
        elif seen[i]:
            found += _by_content(i, inside, fields)
        found += [
            (words.WHOLE + 0.5, i, f"field:{asked.name}", _HEADING)
            for asked in fields
            if heading and word_of(heading) == word_of(asked.label) and _own(asked)
        ]
    return found


def _by_heading(
    i: int,
    by_word: Mapping[str, float],
    inside: Mapping[str, float],
    fields: Sequence[Field],
    cells: Sequence[str],
) -> Iterator[Score]:
    for meaning, score in by_word.items():
        told = _told(meaning, fields)
        if told and not _denied(meaning, inside, cells):
            yield score + inside.get(meaning, 0.0) - i / _MANY, i, told, _HEADING


def _by_content(i: int, inside: Mapping[str, float], fields: Sequence[Field]) -> Iterator[Score]:
    places = {meaning: place for place, meaning in enumerate(words.HEADINGS)}
    for meaning, share in inside.items():
        told = _told(meaning, fields)
        if told and share >= _MOSTLY:
            yield share - i / _MANY - places.get(meaning, 0) / _MANY**2, i, told, _CONTENT


def _own(asked: Field) -> bool:
    """Whether a field of the form is not one of the things every matter has."""
    common = ("text", "name", "phone", "unit", "units", "files")
    return asked.kind not in common or asked.name == "remark"


def _told(meaning: str, fields: Sequence[Field]) -> str:
    """A meaning as the map names it: a thing of every matter, or the field that holds it."""
    if meaning in CORE:
        return meaning
    by_name = {asked.name: asked for asked in fields}
    for name in _FIELDS.get(meaning, (meaning,)):
        if name in by_name:
            return f"field:{name}"
    for asked in fields:
        if asked.kind == meaning:
            return f"field:{asked.name}"
    return "title" if meaning == "enterprise" and "enterprise" not in by_name else ""


_FIELDS: Mapping[str, tuple[str, ...]] = {
    "serial": ("number", "serial"),
    "topic": ("topic", "category"),
    "place": ("place", "address"),
}


def _content(cells: Sequence[str], today: date) -> dict[str, float]:
    """How much of a column looks like each thing."""
    if not cells:
        return {}
    count = len(cells)
    near = whens.Near(today, ahead=False)
    days = sum(len(c) <= _LONG_TEXT * 2 and _is_day(c, near) for c in cells) / count
    shares = {
        "phone": sum(
            bool(_PHONE.fullmatch(c)) and sum(map(str.isdigit, c)) >= _DIGITS for c in cells
        ),
        "unit": sum(bool(_UNIT.fullmatch(c)) and len(c) <= _LONGEST_NAME for c in cells),
        "enterprise": sum(bool(_FIRM.fullmatch(c)) and len(c) <= _LONGEST_NAME for c in cells),
        "status": sum(statuses.stage_of(c) is not None and len(c) <= _LONGEST_WORD for c in cells),
        "requester": sum(bool(_NAME.fullmatch(c)) for c in cells) * 0.8,
        "text": sum(len(c) > _LONG_TEXT for c in cells) * 0.9,
    }
    found = {meaning: share / count for meaning, share in shares.items()}
    return found | dict.fromkeys(_DATES, days)


def _is_day(cell: str, near: whens.Near) -> bool:
    found = whens.when(cell, near)
    return found is not None and (found.at is not None or bool(found.doubt))


def _denied(meaning: str, inside: Mapping[str, float], cells: Sequence[str]) -> bool:
    """Whether what stands in a column cannot be what its heading says."""
    if len(cells) < _FEW:
        return False
    if meaning in _DATES:
        return inside[meaning] < 1 - _MOSTLY
    return (
        meaning == "phone"
        and inside["phone"] < 1 - _MOSTLY
        and max(map(len, cells)) > _LONGEST_NAME
    )


def _running(cells: Sequence[str]) -> bool:
    """Whether numbers merely count the rows: next week row 3 is another matter."""
    numbers = [int(c) for c in cells if c.isdigit() and len(c) < _DIGITS]
    if len(numbers) < len(cells) * 0.9 or not numbers:
        return False
    return (
        numbers[0] <= 1
        or sum(b - a == 1 for a, b in itertools.pairwise(numbers)) > len(numbers) * 0.8
    )
