"""Matters taken in from a file: row by row accepted or rejected, batch by batch kept."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import grants, keeping, resolving
from bihuan.matters.models import Matter, MechanismVersion, Progress
from bihuan.matters.queries import versions
from bihuan.matters.queries.ledgers import reading as ledgers
from bihuan.matters.rules import letters, maps, numbers, playing, tables
from bihuan.registers.parties import queries as parties

BATCH = 500
Given = tuple[int, letters.Row | letters.Letter | letters.Fault]
Told = Callable[[int], None]


@dataclass(slots=True)
class Imported:
    """What became of the rows given: every one is accepted, known already, or rejected."""

    given: int = 0
    accepted: int = 0
    known: int = 0
    repeats: int = 0
    near: int = 0
    moves: int = 0
    units_recorded: int = 0
    rejected: list[letters.Fault] = field(default_factory=list)
    sheets: tuple[tables.Table, ...] = ()

    def counts(self) -> dict[str, int]:
        """The counts by name."""
        return {
            "given": self.given, "accepted": self.accepted, "known": self.known,
            "rejected": len(self.rejected), "repeats": self.repeats,
            "near": self.near, "moves": self.moves,
            "units_recorded": self.units_recorded,
        }  # fmt: skip

    def fits_workbook(self) -> bool:
        """Whether the rejected rows can be given back as xlsx."""
        return tables.longest_cell(self.sheets, self.rejected) <= tables.LONGEST_IN_WORKBOOK

    def rejected_file(self, kind: str = "csv", say: letters.Say = str) -> bytes:
        """The rejected rows as a file of the same shape, the reason beside each; csv or xlsx.

        Corrected, it goes in again. Refuses `table.cell-for-csv`.
        """
        return tables.rejected_file(self.sheets, self.rejected, kind=kind, say=say)


def import_file(  # noqa: PLR0913 - a file, what it means, for whom, and when
    data: bytes,
    shape: maps.Map,
    version: MechanismVersion,
    *,
    by: Actor,
    now: datetime,
    replay: bool = False,
    name: str = "",
    sides: Mapping[str, bytes] | None = None,
) -> Imported:
    """Take a csv, xlsx, xls or jsonl file in, in gzip or not; refuses what `tables.read` refuses.

    Where the map says `reading: office`, the file is read as an office's own ledger.

    Nothing of a refused file is taken; of a file that can be read, every row that can be: each
    batch is one transaction, after a stop the same file goes on where it was, and a file given
    twice changes nothing. With `replay` the whole history of a row is played.
    """
    if shape.reading == "office":
        mechanism = versions.compiled(version.pk)
        reading = ledgers.read_file(data, name, shape, mechanism, now=now)
        return import_rows(reading.given(), shape, version, by=by, now=now)
    found = tables.read(data, shape.wanted, sides=sides, on=shape.beside)
    done = Imported(sheets=found)
    for table in found:
        given = ((line.number, row) for line, row in table.said())
        work = _Work(shape, version, by=by, now=now, replay=replay, sheet=table.sheet)
        work.through(given, done)
    return _added_up(done)


def import_rows(
    sheets: Iterable[tuple[tables.Table, Iterable[Given]]],
    shape: maps.Map,
    version: MechanismVersion,
    *,
    by: Actor,
    now: datetime,
    told: Told = lambda _: None,
) -> Imported:
    """Take rows in that were read already, batch by batch; `told` hears how many are done."""
    done = Imported()
    for table, given in sheets:
        done.sheets = (*done.sheets, table)
        work = _Work(shape, version, by=by, now=now, replay=True, sheet=table.sheet)
        work.own_name = True
        work.told = told
        work.through(given, done)
    return _added_up(done)


def _added_up(done: Imported) -> Imported:
    if done.accepted + done.known + len(done.rejected) != done.given:
        raise AssertionError("a row was lost: accepted, known and rejected must add up to given")
    return done


@contextmanager
def _uncollected() -> Iterator[None]:
    """A batch makes many objects and leaves few: looking for cycles among them takes a quarter of
    the time, so it waits until the batch is kept.
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


class _Work:
    """One import under way: what stays the same from batch to batch."""

    def __init__(
        self,
        shape: maps.Map,
        version: MechanismVersion,
        *,
        by: Actor,
        now: datetime,
        replay: bool,
        sheet: str = "",
    ) -> None:
        self.shape, self.version, self.by, self.now, self.replay = shape, version, by, now, replay
        self.sheet = sheet
        self.mechanism = versions.compiled(version.pk)
        self.seen: dict[str, letters.Print] = {}
        self.own_name = False  # whether the moves are entered in the name of whoever takes it in
        self.told: Told = lambda _: None

    def through(self, rows: Iterable[Given], done: Imported) -> None:
        """All rows, batch by batch."""
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            with parties.one_reading(), _uncollected():
                self.take(batch, done)
            self.told(done.given)

    def take(self, batch: Sequence[Given], done: Imported) -> None:
        """One batch, wholly or not at all."""
        done.given += len(batch)
        with transaction.atomic():
            self._alone()
            fresh = list(self._from_here(self._unknown(list(self._read(batch, done)), done), done))
            units, recorded = resolving.units_of(fresh, self.shape, self.version, now=self.now)
            kept = keeping.keep(
                self.version,
                self._played(fresh, units, done),
                source=self.shape.source,
                by=self.by,
                now=self.now,
            )
        done.units_recorded += recorded
        done.accepted += kept.matters
        done.repeats += kept.repeats
        done.near += kept.near
        done.moves += kept.moves

    def _alone(self) -> None:
        """Two imports from one source follow one another, batch by batch."""
        name = f"import:{numbers.short_digest(self.shape.source)}"
        Progress.objects.get_or_create(name=name)
        Progress.objects.select_for_update().get(name=name)

    def _reject(self, done: Imported, fault: letters.Fault) -> None:
        done.rejected.append(replace(fault, sheet=self.sheet))

    def _read(self, batch: Sequence[Given], done: Imported) -> Iterator[letters.Letter]:
        for place, row in batch:
            found = (
                row
                if isinstance(row, letters.Fault | letters.Letter)
                else letters.read_letter(self.shape, place, row, self.now)
            )
            if isinstance(found, letters.Fault):
                self._reject(done, found)
            else:
                yield found

    def _unknown(
        self, given: Sequence[letters.Letter], done: Imported
    ) -> Iterator[letters.Letter]:
        """The letters not taken in before, from this file or an earlier one.

        The same row again is known; another row under the same number is a fault.
        """
        kept = keeping.kept_before(self.shape.source, given)
        for letter in given:
            print_ = letters.print_of(letter)
            former = self.seen.setdefault(letter.key, print_)
            if former is not print_ and former.digest != print_.digest:
                facts: dict[str, object] = {"key": letter.key, "row": former.row}
                self._reject(done, self._fault(letter, "key", "row.duplicate-key", facts))
            elif (matter := kept.get(letter.key)) and not matter.is_of(letter):
                facts = {"key": letter.key, "number": matter.number}
                self._reject(done, self._fault(letter, "key", "row.key-taken", facts))
            elif matter or former is not print_:
                done.known += 1
            else:
                yield letter

    def _from_here(
        self, given: Iterable[letters.Letter], done: Imported
    ) -> Iterator[letters.Letter]:
        """The letters of this region: what is of another leaves nothing here, not even a unit."""
        for letter in given:
            try:
                resolving.check_region(letter, self.version.region_id, now=self.now)
            except Refused as refused:
                self._reject(done, self._fault(letter, "region", refused.code, refused.facts))
            else:
                yield letter

    def _played(
        self, given: Sequence[letters.Letter], units: resolving.Units, done: Imported
    ) -> Iterator[keeping.History]:
        stage = playing.Stage(
            self.mechanism,
            parties.calendar_for(self.version.region_id),
            self._channel(),
            self.now,
            self.by if self.own_name else None,
        )
        taken = self._numbers_taken(given)
        for each in given:
            try:
                yield self._one(stage, each, units, taken)
            except Refused as refused:
                column = resolving.column_of(self.mechanism, self.shape, refused)
                self._reject(done, letters.Fault(each.row, column, refused.code, refused.facts))

    def _one(
        self,
        stage: playing.Stage,
        given: letters.Letter,
        units: resolving.Units,
        taken: dict[str, str],
    ) -> keeping.History:
        """One letter in the words of the register, its moves played; refuses by column."""
        letter = resolving.in_codes(self.mechanism, given)
        grants.check_readable(self.mechanism, letter.accused, now=self.now)
        unit = units.unit_of(letter, now=self.now)
        self._check_number(letter, taken)
        copied = units.copied(letter, unit, now=self.now)
        return letter, playing.play(stage, letter, "", unit, whole=self.replay, copied=copied)

    def _numbers_taken(self, given: Sequence[letters.Letter]) -> dict[str, str]:
        """The higher platform's numbers that stand on another matter already."""
        wanted = [letter.platform_number for letter in given if letter.platform_number]
        if not wanted:
            return {}
        platform = keeping.platform_of(self.mechanism, self.shape.source)
        found = Matter.objects.filter(platform=platform, platform_number__in=wanted)
        return dict(found.values_list("platform_number", "number"))

    def _check_number(self, letter: letters.Letter, taken: dict[str, str]) -> None:
        given = letter.platform_number
        if given and given in taken:
            raise Refused("row.platform-number-taken", value=given, number=taken[given])
        if given:
            taken[given] = f"#{letter.row}"

    def _fault(
        self, letter: letters.Letter, name: str, code: str, facts: Mapping[str, object]
    ) -> letters.Fault:
        return letters.Fault(letter.row, self.shape.column(name), code, facts)

    def _channel(self) -> str:
        channels = self.mechanism.channels
        return self.shape.channel if self.shape.channel in channels else channels[0]
