"""Replay of the real letters through the kernel: seconds and memory, beside bare rows in bulk."""

from __future__ import annotations

import csv
import gzip
import io
import resource
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from bench import city, places, standing
from bench.figures import Bar, Figure, Line, Skipped
from bench.rounds import counted_turns
from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import importing
from bihuan.matters.models import Content, Involvement, Matter, MechanismVersion, Repeat
from bihuan.matters.rules import maps
from bihuan.registers.journal.models import Entry, Sealed
from bihuan.registers.parties.models import Region, Unit

LETTERS = places.SHARED_DATA / "petitions.csv.gz"
MAP = Path(__file__).resolve().parents[2] / "examples" / "maps" / "petitions.yaml"
GROUND = (Region, Unit, MechanismVersion)
WRITTEN = (Unit, Matter, Content, Involvement, Entry, Sealed, Repeat)
TURNS = 10
BATCH = 500
MEBIBYTE = 1024  # of the kibibytes that Linux reports


def measured(name: str) -> Iterator[Line]:
    """Seconds of the whole replay, and the largest memory of the process that made it."""
    if not LETTERS.exists():
        yield Skipped(name, "needs ../shared/data, which is not on this machine")
        return
    founded = _founded()
    work = _Replay(_tenths(), founded.version)
    replaying, bare = counted_turns(work.replay, work.bare, TURNS, between=work.read_back).sums
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    if work.accepted != work.given:
        raise AssertionError(f"{work.accepted} of {work.given} letters went in")
    against = f"the same {work.rows} rows inserted in bulk"
    yield Figure(name, replaying, "s", bare, against, Bar("value", "most", 120), "60")
    yield Figure(f"{name}-actions", work.moves / replaying, "actions/s")
    yield Figure(f"{name}-memory", memory, "MiB", None, "", Bar("value", "most", 500))
    standing.close()


def _founded() -> city.City:
    """The same ground in both databases: the district, its units, the mechanism."""
    call_command("migrate", verbosity=0)
    founded = city.found()
    ground = [list(model.objects.all()) for model in GROUND]
    with standing.on("other"):
        call_command("migrate", verbosity=0)
        _insert(ground)
    return founded


def _tenths() -> list[bytes]:
    """The file of letters in ten files, each with its head."""
    with gzip.open(LETTERS, "rt", encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    size = -(-len(rows) // TURNS)
    return [_written([head, *rows[n : n + size]]) for n in range(0, len(rows), size)]


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _insert(found: Sequence[Sequence[Any]]) -> None:
    with transaction.atomic():
        for rows in found:
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)


def _last(model: type[models.Model]) -> int:
    """The newest key before the replay: the register has its own entries."""
    newest = model._default_manager.order_by("-pk").first()  # noqa: SLF001  any model's own
    return newest.pk if newest else 0


class _Replay:
    """The letters in turns: each turn replays a tenth of them, then inserts the same rows bare."""

    def __init__(self, files: Sequence[bytes], version: MechanismVersion) -> None:
        self.files, self.version = iter(files), version
        self.shape = maps.read_map(MAP.read_text(encoding="utf-8"))
        self.given = self.accepted = self.moves = self.rows = 0
        self.known: dict[type[models.Model], Any] = dict.fromkeys(WRITTEN, 0)
        self.known[Entry] = _last(Entry)
        self.known[Sealed] = _last(Sealed)
        self.units = set(Unit.objects.values_list("pk", flat=True))
        self.fresh: list[list[Any]] = []

    def replay(self) -> None:
        """A tenth of the letters through the door that the command line uses."""
        done = importing.import_file(
            next(self.files), self.shape, self.version, by=SYSTEM, now=timezone.now(), replay=True
        )
        self.given += done.given
        self.accepted += done.accepted
        self.moves += done.moves

    def read_back(self) -> None:
        """What the turn has written, for the bare insertion of the same."""
        self.fresh = []
        for model in WRITTEN:
            rows = list(self._after(model))
            self.fresh.append(rows)
            self.rows += len(rows)
            self.known |= {model: rows[-1].pk} if rows else {}
        self.units |= {row.pk for row in self.fresh[0]}

    def _after(self, model: type[models.Model]) -> models.QuerySet[Any]:
        found = model._default_manager.order_by("pk")  # noqa: SLF001  any model's own
        if model is Unit:
            return found.exclude(pk__in=self.units)
        return found.filter(pk__gt=self.known[model])

    def bare(self) -> None:
        """What the turn before has written, in as few statements as there are."""
        with standing.on("other"):
            _insert(self.fresh)
