"""The rows of an opened ledger, read against the register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.queries.ledgers.naming import Naming
from bihuan.matters.rules import letters, tables
from bihuan.matters.rules.ledgers import reading
from bihuan.matters.rules.ledgers.layout import Layout
from bihuan.matters.rules.ledgers.opening import Opened, opened
from bihuan.matters.rules.maps import Map

Given = tuple[int, letters.Letter | letters.Fault]
_NAME = 60


class Reading:
    """An opened file under its map: every row of it as a letter or a fault, with the doubts."""

    def __init__(  # noqa: PLR0913 - what a reading rests on, each by its name
        self,
        file: Opened,
        shape: Map,
        mechanism: Mechanism,
        *,
        name: str,
        now: datetime,
        as_of: date | None = None,
        corrected: Mapping[str, str] | None = None,
    ) -> None:
        self.file, self.shape, self.mechanism, self.now = file, shape, mechanism, now
        self.naming = Naming(shape)
        self.as_of = as_of or file.as_of
        self.ledger = (name.rpartition(".")[0] or name)[:_NAME]
        self.corrected = corrected or {}

    def rows(self, layout: Layout) -> Iterator[reading.Read]:
        """Every row of one sheet, in order."""
        reader = reading.Reader(
            shape=self.shape,
            headings=layout.headings,
            sheet=layout.sheet,
            as_of=self.as_of,
            ledger=self.ledger,
            now=self.now,
            means=self.naming,
            owner=self.mechanism.owner,
            corrected=self._corrected(layout.sheet),
        )
        return reading.rows(reader, layout.lines)

    def _corrected(self, sheet: str) -> dict[tuple[int, int], str]:
        found = {}
        for place, text in self.corrected.items():
            name, row, column = place.rsplit("|", 2)
            if name == sheet:
                found[int(row), int(column)] = text
        return found

    def given(
        self, left_out: Collection[str] = ()
    ) -> Iterator[tuple[tables.Table, Iterable[Given]]]:
        """Each sheet as a table to give rejected rows back from, and its rows to be taken in."""
        for layout in self.file.layouts:
            lines = tuple(tables.Line(line.row, line.cells) for line in layout.lines)
            table = tables.Table(layout.sheet, layout.headings, {}, lines, delimited=False)
            yield table, self._given(layout, left_out)

    def _given(self, layout: Layout, left_out: Collection[str]) -> Iterator[Given]:
        for read in self.rows(layout):
            if f"{layout.sheet}|{read.line.row}" not in left_out:
                yield read.line.row, read.said


def check_map(file: Opened, shape: Map) -> None:
    """Refuse a map that names columns the file has not (`table.columns-missing`)."""
    missing = [name for name in shape.wanted if name not in file.headings]
    if missing:
        shown = "、".join(each for each in file.headings if each)
        raise Refused(
            "table.columns-missing", missing="、".join(missing),
            row=file.layouts[0].bottom, found=shown,
        )  # fmt: skip


def read_file(
    data: bytes, name: str, shape: Map, mechanism: Mechanism, *, now: datetime
) -> Reading:
    """A file under a map that was kept; refuses what `opened` and `check_map` refuse."""
    file = opened(data, name, local(now).date())
    check_map(file, shape)
    return Reading(file, shape, mechanism, name=name, now=now)
