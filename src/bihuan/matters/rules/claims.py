"""What a file claims of its rows, held against the dates in the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.matters.rules import dates, tables
from bihuan.matters.rules.letters import Fault
from bihuan.matters.rules.maps import Claims, Map


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row whose flag says one thing and whose dates another."""

    row: int
    key: str
    claimed: str  # the flag as it stands
    overdue: bool  # what the dates say
    due_at: datetime
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Every row, by what came of the comparison; the parts add up to the rows given."""

    given: int
    undated: int  # without a due date, or with one that cannot be read
    unclaimed: int  # with a flag the map does not explain
    agreeing: int
    answered: tuple[Disagreement, ...]
    unanswered: tuple[Disagreement, ...]


def compare(
    found: Iterable[tables.Table], shape: Map, claims: Claims, as_of: datetime
) -> Compared:
    """Overdue again from the dates: answered after the due date, or open past it at `as_of`."""
    given = undated = unclaimed = agreeing = 0
    answered: list[Disagreement] = []
    unanswered: list[Disagreement] = []
    for place, row in _rows(found):
        given += 1
        flag = row.get(claims.column, "").strip()
        said = claims.says(flag)
        due = dates.moment_of(row.get(shape.column("due_at"), ""))
        if due is None:
            undated += 1
            continue
        if said is None:
            unclaimed += 1
            continue
        replied = dates.moment_of(row.get(shape.column("replied_at"), ""))
        overdue = (replied[0] if replied else as_of) > due[0]
        if overdue is said:
            agreeing += 1
            continue
        at = replied[0] if replied else None
        key = row.get(shape.column("key"), "")
        differing = Disagreement(place, key, flag, overdue, due[0], at)
        (answered if replied else unanswered).append(differing)
    compared = Compared(given, undated, unclaimed, agreeing, tuple(answered), tuple(unanswered))
    if undated + unclaimed + agreeing + len(answered) + len(unanswered) != given:
        raise AssertionError("a row was lost: the parts of a comparison must add up to given")
    return compared


def _rows(found: Iterable[tables.Table]) -> Iterator[tuple[int, dict[str, str]]]:
    for table in found:
        for line, row in table.said():
            yield line.number, {} if isinstance(row, Fault) else dict(row)
