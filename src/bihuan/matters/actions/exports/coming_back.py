"""An edited list comes back: held against its export and the matters, tried, and applied by rows.

Every edited cell is judged by itself; what may be applied of a row is applied in one transaction,
as ordinary moves under the name of the one who brings the sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting
from bihuan.matters.actions.exports import moves
from bihuan.matters.actions.exports.reading import Back, Read
from bihuan.matters.models import Content, Matter
from bihuan.matters.queries import versions
from bihuan.matters.queries.exports.cells import cells_of
from bihuan.matters.queries.exports.columns import Say, column
from bihuan.matters.rules.exports import merging
from bihuan.registers.parties import queries as parties

BATCH = 100
Fate = Literal["unchanged", "accepted", "partly", "rejected"]
Progress = Callable[[int, int | None], object]


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes, or became, of one row: its edits, and the refusal if there was one.

    `moved` says that the matter has moved on since the list was written.
    """

    back: Back
    fate: Fate
    edits: tuple[merging.Edit, ...] = ()
    moved: bool = False
    refused: Refused | None = None


@dataclass(slots=True)
class Outcome:
    """The rows of a sheet by what became of them; unchanged ones are only counted."""

    given: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        self.given += 1
        self.fates[row.fate] += 1
        if row.edits or row.refused:
            self.rows.append(row)

    @property
    def left(self) -> list[Row]:
        """The rows of which something was not taken."""
        return [row for row in self.rows if row.fate in ("partly", "rejected")]


@dataclass(frozen=True, slots=True)
class Bringing:
    """Who brings a sheet, when, with which reason; `really` is False for a preview."""

    by: Actor
    now: datetime
    reason: str
    say: Say
    really: bool


def take(found: Read, bringing: Bringing, progress: Progress) -> Outcome:
    """Try or apply every row; a preview does everything, tells what was refused, and undoes it.

    Every row given is unchanged, accepted, partly accepted or rejected, exactly once.
    """
    outcome, seen = Outcome(), set[str]()
    for at in range(0, len(found.rows), BATCH):
        batch = found.rows[at : at + BATCH]
        with parties.one_reading():
            for back in batch:
                outcome.add(_row(back, bringing, seen))
        progress(at + len(batch), len(found.rows))
    if sum(outcome.fates.values()) != outcome.given or outcome.given != len(found.rows):
        raise AssertionError("a row was lost: the fates must add up to what was given")
    return outcome


def _row(back: Back, bringing: Bringing, seen: set[str]) -> Row:
    if back.line is None:
        return Row(
            back, "rejected", refused=Refused("back.altered" if back.altered else "back.added")
        )
    number = back.line.number
    if number in seen:
        return Row(back, "rejected", refused=Refused("back.row-twice", number=number))
    seen.add(number)
    if not merging.edited(back.line, back.cells):
        return Row(back, "unchanged")
    return _edited(back, bringing)


def _edited(back: Back, bringing: Bringing) -> Row:
    """One row in one transaction: judged under the lock, its moves made, or all of it undone."""
    assert back.line is not None  # noqa: S101 - the caller has looked
    edits: tuple[merging.Edit, ...] = ()
    moved = False
    try:
        with transaction.atomic():
            row = acting.locked(back.line.number, bringing.by)
            moved = row.length != back.line.length
            edits = _judged(row, back, bringing)
            if refused := _nothing_to_do(edits):
                raise refused
            _make(row, edits, bringing)
            if not bringing.really:
                transaction.set_rollback(True)
    except Refused as refused:
        return Row(back, "rejected", edits, moved, refused)
    return Row(back, _fate(edits), edits, moved)


def _judged(row: Matter, back: Back, bringing: Bringing) -> tuple[merging.Edit, ...]:
    assert back.line is not None  # noqa: S101 - the caller has looked
    row.content = Content.objects.filter(matter=row).first() or Content(matter=row)
    (now,) = cells_of([row], back.cells, bringing.by, bringing.say)
    known = (column(code) for code in back.cells)
    editable = frozenset(one.code for one in known if one is not None and one.editable)
    return merging.judged(back.line, back.cells, now.texts, editable)


_LEFT: Mapping[str, str] = {
    "conflict": "back.conflict", "fixed": "back.fixed", "emptied": "back.emptied",
}  # fmt: skip


def left(edits: Sequence[merging.Edit]) -> Iterator[tuple[merging.Edit, Refused]]:
    """The edits that are not applied, each with the reason."""
    for edit in edits:
        if edit.verdict in _LEFT:
            yield edit, Refused(_LEFT[edit.verdict], now=edit.now)


def _nothing_to_do(edits: Sequence[merging.Edit]) -> Refused | None:
    if any(edit.verdict == "change" for edit in edits):
        return None
    return next((why for _edit, why in left(edits)), None)


def _fate(edits: Sequence[merging.Edit]) -> Fate:
    if any(left(edits)):
        return "partly"
    return "accepted" if any(edit.verdict == "change" for edit in edits) else "unchanged"


def _make(row: Matter, edits: Sequence[merging.Edit], bringing: Bringing) -> None:
    wanted = {edit.column: edit.sheet for edit in edits if edit.verdict == "change"}
    asked = moves.Edited(row, versions.compiled(row.version_id), wanted, bringing.reason)
    for move in list(moves.moves_of(asked)):
        acting.make(row, move, by=bringing.by, now=bringing.now)
