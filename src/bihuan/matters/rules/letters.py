"""A row of a file read as a letter, or the first fault that keeps it out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.rules import dates
from bihuan.matters.rules.maps import Map
from bihuan.registers.journal.rules import chain

Row = Mapping[str, str]
Say = Callable[[Refused], str]
LONGEST = 100_000  # characters of one answer; a letter is a few thousand
# What a column of the ledger holds; anything else may be as long as a letter.
LONGEST_OF = {
    "key": 120, "title": 500, "unit": 120, "requester": 60, "phone": 40, "platform_number": 80,
    "class": 40, "closing": 40, "region": 20, "received_at": 40, "replied_at": 40,
}  # fmt: skip
SHOWN = 24
# NUL, which PostgreSQL does not store, and half a character, which nobody does.
BROKEN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was not taken: where, why, what to do. `sheet` is empty outside a workbook."""

    row: int
    column: str
    code: str
    facts: Mapping[str, object]
    sheet: str = ""

    @property
    def where(self) -> str:
        """The row as the clerk finds it."""
        return f"{self.sheet} {self.row}".strip()

    @property
    def refused(self) -> Refused:
        return Refused(self.code, **self.facts)

    def sentence(self, say: Say = str) -> str:
        """Row, column, reason and remedy, in the words of the reader."""
        why = say(self.refused)
        if self.column:
            return say(Refused("row.at", row=self.where, column=self.column, why=why))
        return say(Refused("row.in", row=self.where, why=why))


@dataclass(frozen=True, slots=True)
class Told:
    """What an office's ledger tells of a row: where it stands, by when, how far, who assists."""

    stage: str
    due: date | None = None
    source: str = ""  # who set the date: the ledger, by its name
    progress: str = ""
    assisting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One row read: what the file says of a matter, and nothing else."""

    row: int
    key: str
    title: str
    text: str
    received_at: datetime
    received_precision: chain.Precision
    unit: str
    replied_at: datetime | None
    replied_precision: chain.Precision
    requester: str = ""
    phone: str = ""
    class_: str = ""
    closing: str = ""
    platform_number: str = ""
    region: str = ""
    accused: tuple[str, ...] = ()  # codes of the units complained of
    answers: Mapping[str, str] = field(default_factory=dict)
    told: Told | None = None  # what a ledger tells of its history besides


@dataclass(frozen=True, slots=True)
class Print:
    """What is remembered of a row to know it again: its place and a digest of all it says."""

    row: int
    digest: bytes


def print_of(letter: Letter) -> Print:
    """The print of a row; two rows that say the same have the same digest."""
    said = repr(replace(letter, row=0)).encode("utf-8", "surrogatepass")
    return Print(letter.row, hashlib.blake2b(said, digest_size=16).digest())


def read_letter(shape: Map, place: int, row: Row, now: datetime) -> Letter | Fault:
    """A row as a letter, or the first fault that keeps it out."""
    try:
        return _letter(shape, place, row, now)
    except _Faulty as faulty:
        return faulty.fault


class _Faulty(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def _letter(shape: Map, place: int, row: Row, now: datetime) -> Letter:
    _check_cells(shape, place, row)
    cells = {str(name): row.get(column) or "" for name, column in shape.columns.items()}
    cells |= {name: cells[name].strip()[:many] for name, many in shape.first.items()}
    for name in ("received_at", "text"):
        if name in shape.columns and not cells[name].strip():
            raise _faulty(shape, place, name, "row.cell-empty")
    received, received_as = _moment(shape, place, "received_at", cells, now)
    replied, replied_as = _answered(shape, place, cells, received, received_as, now)
    return Letter(
        row=place,
        key=cells.get("key", "").strip() or _digest(cells),
        title=" ".join(cells.get("title", "").split()),
        text=cells.get("text", ""),
        received_at=received,
        received_precision=received_as,
        unit=cells.get("unit", "").strip(),
        replied_at=replied,
        replied_precision=replied_as,
        requester=cells.get("requester", "").strip(),
        phone=cells.get("phone", "").strip(),
        class_=cells.get("class", "").strip(),
        closing=cells.get("closing", "").strip(),
        platform_number=cells.get("platform_number", "").strip(),
        region=cells.get("region", "").strip(),
        answers={name: row.get(column) or "" for name, column in shape.fields.items()},
    )


def _check_cells(shape: Map, place: int, row: Row) -> None:
    """Refuse what no column of the ledger can hold, cell by cell."""
    named = [(str(name), column) for name, column in shape.columns.items()]
    for name, column in [*named, *shape.fields.items()]:
        cell = row.get(column) or ""
        longest = LONGEST_OF.get(name, LONGEST) if name in shape.columns else LONGEST
        if len(cell) > longest and len(cell.strip()) > longest:
            facts = {"length": len(cell), "longest": longest}
            raise _Faulty(Fault(place, column, "row.cell-too-long", facts))
        if BROKEN.search(cell):
            raise _Faulty(Fault(place, column, "row.character-broken", {}))


def _answered(
    shape: Map,
    place: int,
    cells: Mapping[str, str],
    received: datetime,
    received_as: chain.Precision,
    now: datetime,
) -> tuple[datetime | None, chain.Precision]:
    """When it was answered; on the very day it came, where only days are known, at once."""
    if not cells.get("replied_at", "").strip():
        return None, "day"
    replied, replied_as = _moment(shape, place, "replied_at", cells, now)
    days = local(received).date(), local(replied).date()
    by_day = "day" in (received_as, replied_as)
    if days[1] < days[0] or (replied < received and not by_day):
        facts = {"received": days[0], "replied": days[1]}
        raise _faulty(shape, place, "replied_at", "row.answer-before-question", **facts)
    return max(replied, received), replied_as


def _moment(
    shape: Map, place: int, name: str, cells: Mapping[str, str], now: datetime
) -> dates.Read:
    found = dates.moment_of(cells[name])
    if found is None:
        raise _faulty(shape, place, name, "row.date-unreadable", value=cells[name].strip()[:SHOWN])
    if found[0] > now:
        raise _faulty(shape, place, name, "row.date-future", value=local(found[0]).date())
    return found


def _faulty(shape: Map, place: int, name: str, code: str, **facts: object) -> _Faulty:
    return _Faulty(Fault(place, shape.column(name), code, facts))


def _digest(cells: Mapping[str, str]) -> str:
    """A key for a row without a number: the same row again is the same matter."""
    joined = "\x1f".join(f"{k}={v.strip()}" for k, v in sorted(cells.items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:32]
