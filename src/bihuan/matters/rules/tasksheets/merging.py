"""The returns of a notice as one sheet: every row with its source, and who is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.kernel.declaration import Column
from bihuan.kernel.tables import Row

Written = tuple[str, list[list[str]]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: the unit, the post that answered, when, under which number, and
    what is said of a unit that has not.
    """

    unit: str
    post: str
    when: str
    number: str
    due: str
    standing: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The rows of one part; `returned` is whether its answer stands."""

    source: Source
    rows: tuple[Row, ...]
    returned: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of a notice: those given out, those of them that came back, those outstanding, and
    those that units added.
    """

    given: int
    merged: int
    outstanding: int
    added: int


def count(parts: Sequence[Returned], given: int) -> Count:
    """How many rows came back; what was given out is what came back and what is outstanding."""
    merged = sum(bool(row.at) for part in parts if part.returned for row in part.rows)
    outstanding = sum(bool(row.at) for part in parts if not part.returned for row in part.rows)
    added = sum(not row.at for part in parts if part.returned for row in part.rows)
    assert given == merged + outstanding, (given, merged, outstanding)  # noqa: S101 - no row is lost
    return Count(given, merged, outstanding, added)


def workbook(
    columns: Sequence[Column], parts: Sequence[Returned], words: Mapping[str, str]
) -> list[Written]:
    """The merged sheet in the order of the notice, and the units that have not returned."""
    rows = [
        (row.at or 10**9, place, row, part.source)
        for place, part in enumerate(parts)
        if part.returned
        for row in part.rows
    ]
    rows.sort(key=lambda one: one[:2])
    head = [one.label for one in columns]
    sources = ["unit", "post", "when", "number"]
    merged = [[*head, *(words[name] for name in sources)]]
    merged += [
        [*row.cells, *(getattr(source, name) for name in sources)] for _, _, row, source in rows
    ]
    late = [[words["unit"], words["number"], words["rows"], words["due"], words["standing"]]]
    late += [
        [part.source.unit, part.source.number, str(len(part.rows)), part.source.due,
         part.source.standing]
        for part in parts
        if not part.returned
    ]  # fmt: skip
    return [(words["merged"], merged), (words["outstanding"], late)]
