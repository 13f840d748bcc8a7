"""The words of a ledger on its way in: columns with their meanings, rows with their doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from bihuan.kernel.declaration import Mechanism
from bihuan.matters.actions.ledgers.giving import FIELD
from bihuan.matters.queries.ledgers.preview import KINDS, Preview, Row
from bihuan.matters.rules import maps
from bihuan.matters.rules.ledgers.columns import Column
from bihuan.registers.sheets import column_letter
from bihuan.web import sentences, words

MEANINGS: Mapping[str, str] = {
    "text": noop("What it is about"),
    "title": noop("Title"),
    "received_at": noop("Day received"),
    "unit": noop("Unit (lead, or several)"),
    "assisting": noop("Assisting units"),
    "due_at": noop("To be done by"),
    "progress": noop("Progress, or the answer"),
    "status": noop("Done or not"),
    "replied_at": noop("Day answered"),
    "requester": noop("Person"),
    "phone": noop("Telephone"),
    "key": noop("Own number of the matter"),
    "platform_number": noop("Number of a higher platform"),
    "class": noop("Class"),
    "closing": noop("Closing kind"),
    "region": noop("Region code"),
}
WHYS: Mapping[str, str] = {
    "heading": noop("by its heading"),
    "content": noop("by what stands in it"),
    "kept": noop("as the last time"),
}
PARTS: Mapping[str, tuple[str, str]] = {
    "fault": (noop("Cannot be taken as they stand"), "red"),
    "doubt": (noop("Understood with doubt"), "yellow"),
    "known": (noop("Taken in before: left as they are"), ""),
    "out": (noop("Left out by you"), ""),
    "plain": (noop("Plain"), ""),
}
STAGE_WORDS = frozenset({"received", "accepted", "assigned", "handling", "replied", "closed"})
LONGEST_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Head:
    """A column at whose head a meaning is chosen."""

    name: str
    letter: str
    heading: str
    examples: tuple[str, ...]
    meaning: str
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of the preview: its text, what was understood, its doubts, and its field's name."""

    name: str
    label: str
    text: str
    short: str
    understood: str
    doubts: tuple[str, ...]
    asks: bool
    wide: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview in words."""

    place: str
    where: str
    cells: tuple[Shown, ...]
    sentence: str
    known: str
    out: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one fate."""

    kind: str
    label: str
    look: str
    count: int
    rows: tuple[ShownRow, ...]
    more: int


def heads(columns: Iterable[Column], shape: maps.Map) -> list[Head]:
    """The columns that hold anything, each with what it is taken for."""
    chosen = {column: str(name) for name, column in shape.columns.items()}
    chosen |= {column: f"{FIELD}{name}" for name, column in shape.fields.items()}
    return [
        Head(
            f"c{each.index}",
            column_letter(each.index),
            each.heading,
            each.examples,
            chosen.get(each.heading, ""),
            gettext(WHYS[each.why]) if each.why and chosen.get(each.heading) else "",
        )
        for each in columns
        if each.heading
    ]


def meanings(mechanism: Mechanism) -> list[tuple[str, str]]:
    """What a column may mean under a mechanism: what every matter has, then its own fields."""
    own = {mechanism.text_field, mechanism.title_field}
    apart = ("name", "phone", "unit", "units", "files", "table")
    fields = [
        (f"{FIELD}{asked.name}", asked.label)
        for asked in mechanism.fields
        if asked.name not in own and asked.kind not in apart
    ]
    return [(code, gettext(label)) for code, label in MEANINGS.items()] + fields


def parts(found: Preview) -> list[Part]:
    """The rows by fate, those that ask for something first."""
    columns = _columns(found)
    return [
        Part(
            kind,
            gettext(PARTS[kind][0]),
            PARTS[kind][1],
            found.counts[kind],
            tuple(_row(found, row, columns) for row in found.rows[kind]),
            found.counts[kind] - len(found.rows[kind]),
        )
        for kind in KINDS
        if found.counts[kind]
    ]


def labels(found: Preview) -> list[str]:
    """The headings over the preview."""
    return [heading for _, heading, _ in _columns(found)]


def _columns(found: Preview) -> list[tuple[int, str, str]]:
    """The columns that were given a meaning, as they stand in the sheet."""
    wanted = {column: str(name) for name, column in found.shape.columns.items()}
    wanted |= dict.fromkeys(found.shape.fields.values(), "")
    return [
        (i, each, wanted[each]) for i, each in enumerate(found.file.headings) if each in wanted
    ]


def _row(found: Preview, row: Row, columns: Sequence[tuple[int, str, str]]) -> ShownRow:
    cells = tuple(_cells(row, columns))
    doubts = [sentences.of(doubt.why) for doubt in row.doubts]
    if row.fault:
        doubts.insert(0, sentences.of(row.fault.refused))
    return ShownRow(
        row.place,
        f"{row.sheet} {row.line.row}".strip()
        if len(found.file.layouts) > 1
        else str(row.line.row),
        cells,
        " ".join(doubts),
        "" if row.known.startswith("#") else row.known,
        row.kind == "out",
    )


def _cells(row: Row, columns: Sequence[tuple[int, str, str]]) -> Iterator[Shown]:
    for index, heading, meaning in columns:
        text = row.line.cells[index] if index < len(row.line.cells) else ""
        told = [sentences.of(d.why) for d in row.doubts if d.column == index]
        if row.fault and row.fault.column == heading:
            told.insert(0, sentences.of(row.fault.refused))
        understood = row.understood.get(index, "")
        if meaning == "status" and understood in STAGE_WORDS:
            understood = str(words.of(words.STAGES, understood))
        short = f"{text[:LONGEST_SHOWN]}…" if len(text) > LONGEST_SHOWN else text
        asks = bool(told) and row.kind in ("fault", "doubt")
        yield Shown(
            f"cell~{row.place}|{index}", heading, text, short,
            understood if understood != text else "", tuple(told), asks,
            meaning in ("text", "progress"),
        )  # fmt: skip


def said(found: Preview) -> list[str]:
    """What is to be said of the file as a whole."""
    return [sentences.of(each) for each in found.said]


def counted(counts: Mapping[str, Any]) -> str:
    """What became of the rows of a ledger, in one sentence."""
    return gettext(
        "%(given)s rows: %(accepted)s taken in, %(known)s known already, %(rejected)s not taken."
    ) % {name: counts.get(name, 0) for name in ("given", "accepted", "known", "rejected")}


def with_meaning(head: Head, meaning: str) -> Head:
    """The same column as it was chosen in a form that was refused."""
    return replace(head, meaning=meaning)


WHERES: Mapping[str, str] = {
    "title": noop("said in the sheet"),
    "name": noop("said in the name of the file"),
    "rows": noop("the newest day in the rows"),
    "today": noop("today, for the sheet says none"),
}


def where(code: str) -> str:
    """Where the day of a ledger was found."""
    return gettext(WHERES[code])
