"""A row of an office's ledger as a letter, with every doubt about what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL, local
from bihuan.matters.rules import letters
from bihuan.matters.rules.ledgers import statuses, units, whens
from bihuan.matters.rules.ledgers.layout import Line
from bihuan.matters.rules.maps import Map
from bihuan.registers.journal.rules import chain

ENDED = ("replied", "closed")
WITH_UNIT = ("assigned", "handling", *ENDED)
SHOWN = 24
SHORTEST_PHONE = 7


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a written name means: a code, or the nearest names where it means nobody."""

    code: str = ""
    name: str = ""
    near: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something understood that may be wrong: in which column, and why, as a refusal says it."""

    column: int
    why: Refused


@dataclass(frozen=True, slots=True)
class Read:
    """One row: the letter it makes or why it makes none, what was understood of its cells."""

    line: Line
    said: letters.Letter | letters.Fault
    doubts: tuple[Doubt, ...] = ()
    understood: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reader:
    """What stays the same from row to row of a sheet."""

    shape: Map
    headings: tuple[str, ...]
    sheet: str
    as_of: date
    ledger: str  # its name, as whoever set the dates
    now: datetime
    means: Callable[[str], Meant]
    owner: str
    corrected: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = {heading: i for i, heading in enumerate(self.headings) if heading}
        at = {str(k): places[v] for k, v in self.shape.columns.items() if v in places}
        fields = {k: places[v] for k, v in self.shape.fields.items() if v in places}
        object.__setattr__(self, "at", at)
        object.__setattr__(self, "fields", fields)

    at: Mapping[str, int] = field(init=False, default_factory=dict)
    fields: Mapping[str, int] = field(init=False, default_factory=dict)

    def read(self, line: Line) -> Read:
        """A row as a letter, or the first fault that keeps it out."""
        return _Row(self, line).read()


class _Faulty(Exception):
    def __init__(self, name: str, code: str, facts: Mapping[str, object]) -> None:
        super().__init__(code)
        self.name, self.code, self.facts = name, code, facts


class _Row:
    """One row under reading: its cells as corrected, the doubts so far."""

    def __init__(self, reader: Reader, line: Line) -> None:
        self.reader, self.line = reader, line
        self.doubts: list[Doubt] = []
        self.understood: dict[int, str] = {}

    def read(self) -> Read:
        try:
            self._check_cells()
            said: letters.Letter | letters.Fault = self._letter()
        except _Faulty as faulty:
            at = self.reader.at.get(faulty.name, -1)
            column = self.reader.headings[at] if at >= 0 else ""
            said = letters.Fault(
                self.line.row, column, faulty.code, faulty.facts, self.reader.sheet
            )
        return Read(self.line, said, tuple(self.doubts), self.understood)

    def _cell(self, name: str) -> str:
        return self._at(self.reader.at.get(name, -1))

    def _at(self, column: int) -> str:
        if column < 0:
            return ""
        fixed = self.reader.corrected.get((self.line.row, column))
        if fixed is not None:
            return fixed
        cells = self.line.cells
        return cells[column] if column < len(cells) else ""

    def _doubt(self, name: str, code: str, **facts: object) -> None:
        column = self.reader.at.get(name, -1)
        self.doubts.append(Doubt(column, Refused(f"doubt.{code}", **facts)))

    def _understood(self, name: str, said: str) -> None:
        if name in self.reader.at:
            self.understood[self.reader.at[name]] = said

    def _check_cells(self) -> None:
        for name, column in [*self.reader.at.items(), *self.reader.fields.items()]:
            cell = self._at(column)
            longest = letters.LONGEST_OF.get(name, letters.LONGEST)
            if name not in _LONG and len(cell) > longest:
                facts = {"length": len(cell), "longest": longest}
                raise _Faulty(name, "row.cell-too-long", facts)
            if letters.BROKEN.search(cell):
                raise _Faulty(name, "row.character-broken", {})
            if cell.startswith("#") and cell in _ERRORS:
                raise _Faulty(name, "row.cell-error", {"value": cell})

    def _letter(self) -> letters.Letter:
        title = " ".join(self._cell("title").split())
        text = self._cell("text").strip() or title
        if not text:
            raise _Faulty("text" if "text" in self.reader.at else "title", "row.cell-empty", {})
        received, precision = self._received()
        named = units.units_in(self._cell("unit"), lambda name: bool(self.reader.means(name).code))
        helped = units.units_in(
            self._cell("assisting"), lambda name: bool(self.reader.means(name).code)
        )
        assisting = dict.fromkeys([*named.assisting, helped.lead, *helped.assisting])
        lead = self._lead(named)
        due = self._due(received)
        stage, replied, replied_as = self._standing(received, lead)
        if stage in WITH_UNIT and not lead:
            lead = self.reader.owner
            self._doubt("unit", "unit-missing")
        answers = {name: self._at(column).strip() for name, column in self.reader.fields.items()}
        return letters.Letter(
            row=self.line.row,
            key=self._cell("key").strip() or self._key(title, text, received, answers),
            title=title,
            text=text,
            received_at=received,
            received_precision=precision,
            unit=lead,
            replied_at=replied,
            replied_precision=replied_as,
            requester=self._cell("requester").strip()[:60],
            phone=self._phone(),
            class_=self._cell("class").strip(),
            closing=self._cell("closing").strip(),
            platform_number=self._cell("platform_number").strip(),
            region=self._cell("region").strip(),
            answers={name: value for name, value in answers.items() if value},
            told=letters.Told(
                stage, due, self.reader.ledger, self._cell("progress").strip(),
                tuple(each for each in assisting if each and each != lead),
            ),
        )  # fmt: skip

    # --- days

    def _when(self, name: str, near: whens.Near) -> whens.When | None:
        cell = self._cell(name)
        found = whens.when(cell, near)
        if found is not None and found.at is not None:
            shown = local(found.at).date().isoformat()
            if shown != cell.strip()[:10]:
                self._understood(name, shown)
            if found.doubt:
                self._doubt(name, found.doubt, value=cell.strip()[:SHOWN], read=shown)
        return found

    def _received(self) -> tuple[datetime, chain.Precision]:
        near = whens.Near(self.reader.as_of, ahead=False)
        found = self._when("received_at", near)
        if found is None or (found.at is None and found.doubt):
            value = self._cell("received_at").strip()[:SHOWN]
            raise _Faulty("received_at", "row.date-unreadable", {"value": value})
        if found.at is None:
            self._doubt("received_at", "received-missing", read=self.reader.as_of)
            return min(_midnight(self.reader.as_of), self.reader.now), "unknown"
        if found.at > self.reader.now:
            raise _Faulty("received_at", "row.date-future", {"value": local(found.at).date()})
        return found.at, found.precision

    def _due(self, received: datetime) -> date | None:
        day = local(received).date()
        found = self._when("due_at", whens.Near(day, ahead=True))
        value = self._cell("due_at").strip()[:SHOWN]
        if found is None:
            self._doubt("due_at", "due-unreadable", value=value)
            return None
        if found.at is None:
            if found.doubt:
                self._doubt("due_at", found.doubt, value=value)
            return None
        due = local(found.at).date()
        if due < day:
            self._doubt("due_at", "due-before", value=value, received=day)
            return None
        return due

    def _standing(
        self, received: datetime, lead: str
    ) -> tuple[str, datetime | None, chain.Precision]:
        """The stage a row is at, and when it was answered if it was."""
        found = self._when("replied_at", whens.Near(self.reader.as_of, ahead=False))
        replied = found.at if found is not None else None
        if found is None:
            value = self._cell("replied_at").strip()[:SHOWN]
            self._doubt("replied_at", "replied-unreadable", value=value)
        stage = self._stage(replied, lead)
        if stage not in ENDED:
            return stage, None, "day"
        if replied is not None and replied <= self.reader.now:
            if local(replied).date() < local(received).date():
                facts = {"received": local(received).date(), "replied": local(replied).date()}
                raise _Faulty("replied_at", "row.answer-before-question", facts)
            precision: chain.Precision = found.precision if found is not None else "day"
            return stage, max(replied, received), precision
        self._doubt("status", "replied-missing", read=self.reader.as_of)
        return stage, max(received, min(_midnight(self.reader.as_of), self.reader.now)), "unknown"

    def _stage(self, replied: datetime | None, lead: str) -> str:
        word, progress = self._cell("status").strip(), self._cell("progress").strip()
        found = statuses.stage_of(word) if word else None
        if found is not None:
            stage, sure = found
            if not sure:
                self._doubt("status", "status-near", value=word[:SHOWN], stage=stage)
            if replied is not None and stage not in ENDED:
                self._doubt("status", "status-but-replied", value=word[:SHOWN])
            self._understood("status", stage)
            return "handling" if stage == "assigned" and progress else stage
        if word:
            self._doubt("status", "status-unknown", value=word[:SHOWN])
        inside = statuses.stage_in(progress)
        if replied is not None:
            return "replied"
        if inside in ENDED:
            self._doubt("progress", "progress-says", value=progress[:SHOWN], stage=inside)
            return inside
        if progress:
            return "handling"
        return "assigned" if lead else "accepted"

    # --- names

    def _lead(self, named: units.Named) -> str:
        if not named.lead:
            return ""
        meant = self.reader.means(named.lead)
        if meant.code:
            said = "、".join([meant.name, *(named.assisting)])
            if said != self._cell("unit").strip():
                self._understood("unit", said)
        elif meant.near:
            nearest = "、".join(name for _, name in meant.near)
            self._doubt("unit", "unit-near", value=named.lead, nearest=nearest)
        if named.assisting:
            others = "、".join(named.assisting)
            self._doubt("unit", "units-several", lead=meant.name or named.lead, others=others)
        return named.lead

    def _phone(self) -> str:
        phone = self._cell("phone").strip()
        if phone and sum(map(str.isdigit, phone)) < SHORTEST_PHONE:
            self._doubt("phone", "phone", value=phone[:SHOWN])
        return phone[:40]

    def _key(self, title: str, text: str, received: datetime, answers: Mapping[str, str]) -> str:
        """A row without a number is known again by what does not change from week to week."""
        who = (self._cell("requester").strip(), answers.get("enterprise", ""))
        said = "\x1f".join([title, text, received.isoformat(), *who])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


_LONG = frozenset({"text", "progress", "title", "unit", "assisting", "status", "due_at"})
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LOCAL)


def rows(reader: Reader, lines: tuple[Line, ...]) -> Iterator[Read]:
    """Every row of a sheet in order; a cell that says 同上 has what stands above it."""
    above: tuple[str, ...] = ()
    for line in lines:
        cells = (
            tuple(
                above[i] if cell in _SAME and i < len(above) else cell
                for i, cell in enumerate(line.cells)
            )
            if any(cell in _SAME for cell in line.cells)
            else line.cells
        )
        above = cells
        yield reader.read(Line(line.row, cells))


_SAME = frozenset({"同上", "〃", "″", '"', "同前"})
