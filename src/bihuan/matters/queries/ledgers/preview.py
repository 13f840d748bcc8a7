"""What would become of each row of a ledger, and what is to be said of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.models import Incoming, Matter
from bihuan.matters.queries import versions
from bihuan.matters.queries.ledgers.reading import Reading
from bihuan.matters.rules import letters, maps
from bihuan.matters.rules.ledgers.layout import Line
from bihuan.matters.rules.ledgers.opening import Opened, opened
from bihuan.matters.rules.ledgers.reading import Doubt, Read

CHUNK = 500
MOST_SHOWN = {"fault": 400, "doubt": 400}  # what asks for a look; of the rest, a glimpse
GLIMPSE = 40
__all__ = ["Incoming", "Preview", "Row", "one", "opened_again", "preview", "shape_of"]
KINDS = ("fault", "doubt", "known", "out", "plain")
_STAGES = ("received", "accepted", "assigned", "contested", "handling", "replied", "closed")
_AT = {stage: i for i, stage in enumerate(_STAGES)}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the preview shows it."""

    sheet: str
    line: Line
    kind: str
    fault: letters.Fault | None
    doubts: tuple[Doubt, ...]
    understood: Mapping[int, str]
    known: str = ""

    @property
    def place(self) -> str:
        return f"{self.sheet}|{self.line.row}"


@dataclass(frozen=True, slots=True)
class NewName:
    """A unit name nobody bears: in how many rows, and who bears one like it."""

    name: str
    rows: int
    near: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Preview:
    """The rows by what would become of them; of each kind the first are kept to be shown."""

    file: Opened
    shape: maps.Map
    counts: Counter[str] = field(default_factory=Counter)
    rows: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    names: tuple[NewName, ...] = ()
    further: int = 0  # known rows that say more than the matter they are
    said: tuple[Refused, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def fresh(self) -> int:
        """How many rows would become matters."""
        return self.counts["plain"] + self.counts["doubt"]


def one(token: str, account: int) -> Incoming:
    """A spreadsheet on its way in, for the account that gave it; refuses `ledger.unknown`."""
    found = Incoming.objects.filter(token=token, account=account).first()
    if found is None:
        raise Refused("ledger.unknown")
    return found


def opened_again(row: Incoming) -> Opened:
    """The file as it was given, the sheets that were picked."""
    today = local(row.given_at).date()
    return opened(bytes(row.data), row.name, today, str(row.shape.get("pick", "")))


def shape_of(row: Incoming) -> maps.Map:
    """The map as it stands now."""
    return maps.Map.model_validate(row.shape["map"])


def reading_of(row: Incoming, file: Opened, *, now: datetime) -> Reading:
    """The reading of a given file under its map, with the cells put right in it."""
    return Reading(
        file, shape_of(row), versions.compiled(row.version_id), name=row.name, now=now,
        as_of=row.as_of, corrected=row.corrected,
    )  # fmt: skip


def preview(row: Incoming, *, now: datetime) -> Preview:
    """Read every row and ask which are on record; nothing is written."""
    file = opened_again(row)
    work = reading_of(row, file, now=now)
    sorter = _Sorter(Preview(file, work.shape), work, row)
    for layout in file.layouts:
        rows = work.rows(layout)
        while batch := list(islice(rows, CHUNK)):
            sorter.take(layout.sheet, batch)
    found = sorter.found
    found.names = tuple(
        NewName(name, count, work.naming(name).near) for name, count in sorter.new.most_common()
    )
    found.said = (*file.said, *_history(row, found))
    return found


class _Sorter:
    """Sorts rows by what would become of them."""

    def __init__(self, found: Preview, work: Reading, row: Incoming) -> None:
        self.found, self.work = found, work
        self.left_out = frozenset(row.left_out)
        self.seen: dict[str, int] = {}
        self.new: Counter[str] = Counter()

    def take(self, sheet: str, batch: Sequence[Read]) -> None:
        """A batch of rows, with one look at what is on record."""
        keys = [read.said.key for read in batch if isinstance(read.said, letters.Letter)]
        kept = {
            key: (number, stage)
            for key, number, stage in Matter.objects.filter(
                source=self.found.shape.source, source_key__in=keys
            ).values_list("source_key", "number", "stage")
        }
        for read in batch:
            shown = self._row(sheet, read, kept)
            self.found.counts[shown.kind] += 1
            if len(self.found.rows[shown.kind]) < MOST_SHOWN.get(shown.kind, GLIMPSE):
                self.found.rows[shown.kind].append(shown)

    def _row(self, sheet: str, read: Read, kept: Mapping[str, tuple[str, str]]) -> Row:
        said, known = read.said, ""
        fault = said if isinstance(said, letters.Fault) else None
        if isinstance(said, letters.Letter):
            number, stage = kept.get(said.key, ("", ""))
            known = number or self._before(said)
            self._note(said, stage, new=not known)
        kind = "known" if known else "fault" if fault else "doubt" if read.doubts else "plain"
        row = Row(sheet, read.line, kind, fault, read.doubts, read.understood, known)
        return replace(row, kind="out") if row.place in self.left_out else row

    def _before(self, said: letters.Letter) -> str:
        former = self.seen.setdefault(said.key, said.row)
        return f"#{former}" if former != said.row else ""

    def _note(self, said: letters.Letter, stage: str, *, new: bool) -> None:
        told = said.told
        if stage and told and _AT.get(told.stage, 0) > _AT.get(stage, len(_AT)):
            self.found.further += 1
        if new:
            named = (said.unit, *(told.assisting if told else ()))
            self.new.update(n for n in named if n and not self.work.naming(n).code)


def _history(row: Incoming, found: Preview) -> Iterator[Refused]:
    """Whether this file, or a newer one of its kind, was taken in before; what known rows say."""
    same = Incoming.objects.filter(unit=row.unit_id, taken_at__isnull=False).exclude(pk=row.pk)
    again = same.filter(digest=row.digest).order_by("taken_at").first()
    if again is not None:
        yield Refused("ledger.same-file", name=again.name, on=local(again.taken_at).date())  # type: ignore[arg-type]
    newest = same.filter(headings=row.headings).order_by("-as_of").first()
    day = row.as_of or found.file.as_of
    if again is None and newest is not None and newest.as_of and newest.as_of > day:
        yield Refused("ledger.older", name=newest.name, on=newest.as_of, this=day)
    if found.further:
        yield Refused("ledger.known-further", count=found.further)
