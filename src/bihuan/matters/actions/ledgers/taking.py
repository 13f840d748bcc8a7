"""A ledger taken in: its rows become matters by the ordinary import, in the uploader's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import importing
from bihuan.matters.actions.ledgers import giving
from bihuan.matters.models import Incoming
from bihuan.matters.queries.ledgers import preview
from bihuan.matters.rules import letters

AT_ONCE = 500  # rows that a page waits for; more are a job
_TAKEN = ("accepted", "repeats", "near", "moves", "units_recorded")


def take_in(
    row: Incoming,
    *,
    by: Actor,
    now: datetime,
    told: Callable[[int, int | None], None] = lambda *_: None,
    say: letters.Say = str,
) -> importing.Imported:
    """Take the rows in that can be, batch by batch; a second time nothing is taken twice.

    Two people may take the same file in at once: each row becomes one matter. Refuses
    `ledger.not-yours` to those who may not take matters in under the mechanism, `ledger.taken`.
    """
    if not giving.may_take(by, row.version, now):
        raise Refused("ledger.not-yours")
    if row.taken_at is not None or not row.data:
        raise Refused("ledger.taken")
    file = preview.opened_again(row)
    work = preview.reading_of(row, file, now=now)
    giving.check_text(work.shape)
    total = file.rows
    done = importing.import_rows(
        work.given(frozenset(row.left_out)), work.shape, row.version, by=by, now=now,
        told=lambda count: told(count, total),
    )  # fmt: skip
    _ended(row, done, now, say)
    return done


def handed_over(row: Incoming, job: int) -> None:
    """A job takes it from here: nobody else changes it or takes it in meanwhile."""
    changed = Incoming.objects.filter(pk=row.pk, job=None, taken_at=None).update(job=job)
    if not changed:
        raise Refused("ledger.taken")
    row.job = job


def _ended(row: Incoming, done: importing.Imported, now: datetime, say: letters.Say) -> None:
    """Keep what came of it, and the rejected rows to be fetched; the file itself is forgotten."""
    row.counts = {**done.counts(), "left_out": len(row.left_out)}
    if done.rejected:
        row.rejected_kind = "xlsx" if done.fits_workbook() else "csv"
        row.rejected = done.rejected_file(row.rejected_kind, say)
    with transaction.atomic():
        held = Incoming.objects.select_for_update().get(pk=row.pk)
        if held.taken_at is not None:
            row.counts = _together(held.counts, row.counts)
        row.taken_at, row.data = now, b""
        row.save(update_fields=["taken_at", "counts", "rejected", "rejected_kind", "data"])


def _together(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    """What came of a ledger that was pressed twice at once: what the one took the other knew."""
    both = {name: first[name] + second[name] for name in _TAKEN}
    return {**second, **both, "known": max(second["known"] - first["accepted"], 0)}
