"""One matter as a score counts it: the verdict of its own version, flattened to one row."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter
from bihuan.kernel.stages import Stage
from bihuan.kernel.verdicts import verdict

OVER = (30, 60)  # elapsed days after which an answer is said to have taken long
_DAY = 86_400


class Judged(NamedTuple):
    """Whom a matter counts for, and as what; None where it cannot be said."""

    unit: str  # empty: not assigned yet
    town: str
    mechanism: str
    outside: str  # how it ended outside the loop
    closed: bool
    answered: bool
    on_time: bool | None
    unit_on_time: bool | None
    contact_on_time: bool | None
    called: bool
    reached: bool
    solved: bool
    partly: bool
    explained: bool
    satisfied: bool | None
    sent_back: int
    date_set: bool
    answered_in: int | None  # elapsed seconds from receipt, rounded up
    excluded: str = ""  # the approved ground

    def but(self, changes: Mapping[str, object]) -> Judged:
        """The same row as a ruling left it."""
        return Judged(**{**self._asdict(), **changes}) if changes else self


def judged(
    mechanism: Mechanism, matter: Matter, town: str, at: datetime, *, dated: bool = True
) -> Judged:
    """The verdict on a matter as of a moment; `dated` is false where a start is not on record."""
    found = verdict(mechanism, matter, at)
    return Judged(
        unit=matter.unit or "",
        town=town,
        mechanism=mechanism.code,
        outside=found.excluded,
        closed=matter.stage is Stage.CLOSED,
        answered=found.answered and not found.excluded,
        on_time=found.on_time if dated else None,
        unit_on_time=found.unit_on_time if dated else None,
        contact_on_time=found.contact_on_time if dated else None,
        called=found.called and not found.excluded,
        reached=found.verified and not found.excluded,
        solved=found.solved,
        partly=found.partly,
        explained=found.explained,
        satisfied=found.satisfied,
        sent_back=found.sent_back,
        date_set=found.date_set,
        answered_in=_elapsed(matter) if found.answered and not found.excluded else None,
    )


def _elapsed(matter: Matter) -> int | None:
    if matter.replied_at is None:
        return None
    return math.ceil((matter.replied_at - matter.received_at).total_seconds())


def longer_than(row: Judged, days: int) -> bool:
    """Whether the answer took more than so many elapsed days."""
    return row.answered_in is not None and row.answered_in > days * _DAY


def days_taken(row: Judged) -> int:
    """The whole elapsed days an answer took; -1 without one."""
    return -1 if row.answered_in is None else row.answered_in // _DAY


class Digest:
    """The digest over the rows of a run, in their order: what the journal commits to."""

    def __init__(self) -> None:
        self._running = hashlib.sha256()
        self.rows = 0

    def add(self, matter: int, head: str, length: int, row: Iterable[object]) -> None:
        """One row more: which matter, where its chain stood, and what it was judged."""
        line = json.dumps([matter, head, length, *row], ensure_ascii=False, separators=(",", ":"))
        self._running.update(line.encode() + b"\n")
        self.rows += 1

    def hex(self) -> str:
        return self._running.hexdigest()
