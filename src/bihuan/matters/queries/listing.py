"""Matters as rows for machines and tables: streamed, so that a million of them fit in any memory.

Two sorts of row: statistics, which anybody who runs the installation may draw (no title, no text,
no person, no restricted matter), and what an actor may read, which begins with `visible_to`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.matter import ClockRun
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import OPEN
from bihuan.matters.models import Matter
from bihuan.matters.queries.visible import readable_whole, reads_whole, visible_to
from bihuan.registers.journal import queries as journal
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties.rules import masking

CHUNK = 2000
_OPEN = [stage.value for stage in OPEN]

# What a machine reads -> where it stands.
STATISTICS: Mapping[str, str] = {
    "number": "number",
    "mechanism": "mechanism",
    "version": "version__version",
    "region": "region",
    "part_of": "parent__number",
    "stage": "stage",
    "cycle": "cycle",
    "class": "class_code",
    "closing_kind": "closing_kind",
    "unit": "unit",
    "channel": "channel",
    "received_at": "received_at",
    "assigned_at": "assigned_at",
    "due_at": "due_at",
    "provisional": "provisional",
    "due_inferred": "due_inferred",
    "replied_at": "replied_at",
    "closed_at": "closed_at",
    "carried_until": "carried_until",
    "card": "card",
    "contacted": "contacted",
    "solved": "solved",
    "satisfied": "satisfied",
    "verified": "verified",
    "origin": "origin",
}
TEXTS: Mapping[str, str] = {
    "platform": "platform",
    "platform_number": "platform_number",
    "restricted": "restricted",
    "title": "title",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which matters are listed; what is left empty leaves nothing out."""

    mechanism: str = ""
    unit: str = ""
    stage: str | None = None
    since: datetime | None = None  # by when they were received: from here on
    until: datetime | None = None  # up to and without this moment
    overdue: bool = False
    limit: int | None = None


def statistics(sought: Sought, *, now: datetime) -> Iterator[dict[str, object]]:
    """The rows of all unrestricted matters without anything a person said, in order of receipt."""
    return _rows(_found(Matter.objects.filter(restricted=False), sought, now), STATISTICS, sought)


def readable(sought: Sought, by: Actor, *, now: datetime) -> Iterator[dict[str, object]]:
    """The rows of the matters an actor may know of, with titles where the letter may be read."""
    found = _found(visible_to(by), sought, now).annotate(opens=readable_whole(by))
    for row in _rows(found, {**STATISTICS, **TEXTS, "opens": "opens"}, sought):
        opens = row.pop("opens")
        row["title"] = masking.hidden_numbers(str(row["title"])) if opens else ""
        yield row


def _found(matters: QuerySet[Matter], sought: Sought, now: datetime) -> QuerySet[Matter]:
    exact = {"mechanism": sought.mechanism, "unit": sought.unit, "stage": sought.stage}
    found = matters.filter(**{name: value for name, value in exact.items() if value})
    if sought.since is not None:
        found = found.filter(received_at__gte=sought.since)
    if sought.until is not None:
        found = found.filter(received_at__lt=sought.until)
    if sought.overdue:
        found = found.filter(stage__in=_OPEN, replied_at=None, due_at__lt=now)
    return found.order_by("pk")


def _rows(
    found: QuerySet[Matter], columns: Mapping[str, str], sought: Sought
) -> Iterator[dict[str, object]]:
    names = tuple(columns)
    rows = (
        found[: sought.limit].values_list(*columns.values())
        if sought.limit
        else (found.values_list(*columns.values()))
    )
    for row in rows.iterator(CHUNK):
        yield dict(zip(names, row, strict=True))


def moved(row: Matter) -> dict[str, object]:
    """One matter after a move, as statistics would list it."""
    return next(_rows(Matter.objects.filter(pk=row.pk), STATISTICS, Sought()))


def one(number: str, by: Actor) -> dict[str, object]:
    """A matter, its clocks and what was done, as the actor may know it; or `matter.unknown`.

    What entries say is left out for those who may read the summary of a restricted matter only:
    it would name the unit complained of.
    """
    row = visible_to(by).filter(number=number).first()
    if row is None:
        raise Refused("matter.unknown", number=number)
    whole = reads_whole(by, row)
    columns = {**STATISTICS, **TEXTS}
    found = next(_rows(Matter.objects.filter(pk=row.pk), columns, Sought()))
    found["title"] = masking.hidden_numbers(row.title) if whole else ""
    found["pending"] = row.pending_duty
    state = record.from_record(row.state)
    found["clocks"] = [
        *(_clock(run, cycle.number) for cycle in state.past for run in cycle.clocks),
        *(_clock(run, state.cycle) for run in state.clocks),
    ]
    found["entries"] = [_entry(entry, whole=whole) for entry in journal.entries_of(row)]
    return found


def _clock(run: ClockRun, cycle: int) -> dict[str, object]:
    return {
        "name": run.name,
        "cycle": cycle,
        "started_at": run.started_at,
        "due_at": run.effective,
        "computed_due_at": run.due_at,
        "provisional": run.provisional,
        "stopped_at": run.stopped_at,
        "pauses": [[p.began.isoformat(), p.ended and p.ended.isoformat()] for p in run.pauses],
        "extensions": [str(each.by) for each in run.extensions],
        "revision": run.revision,
    }


def _entry(entry: Entry, *, whole: bool) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "kind": entry.kind,
        "happened_at": entry.happened_at,
        "precision": entry.precision,
        "recorded_at": entry.recorded_at,
        "origin": entry.origin,
        "post": entry.actor_post,
        "digest": entry.digest,
        "data": entry.data.get("data", {}) if whole else {},
    }
