"""What the clerk points out: what columns mean, whom names mean, what a cell should say."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.ledgers import giving
from bihuan.matters.models import Incoming, LedgerMap
from bihuan.matters.queries.ledgers import preview
from bihuan.matters.rules.maps import Map

LONGEST_CORRECTION = 2000
MOST_CORRECTIONS = 5000
_CELL = re.compile(r"(?s).*\|[0-9]{1,7}\|[0-9]{1,5}")  # sheet, row, column


def set_columns(
    row: Incoming, chosen: Mapping[str, str], *, as_of: date | None, by: Actor, now: datetime
) -> None:
    """Take what each heading means, and remember it for the next file of these headings.

    Refuses `ledger.text-missing`, `ledger.meaning-twice`, `ledger.taken`.
    """
    check_open(row)
    shape = giving.shaped(row.version, row.unit_id, chosen, preview.shape_of(row))
    giving.check_text(shape)
    with transaction.atomic():
        row.shape = {**row.shape, "map": shape.model_dump(mode="json")}
        row.as_of = as_of or row.as_of
        row.save(update_fields=["shape", "as_of"])
        remember(row, shape, by=by, now=now, order=list(chosen))


def pick_sheets(row: Incoming, pick: str, *, now: datetime) -> None:
    """Read another group of sheets of the file; its columns are proposed anew."""
    check_open(row)
    data = bytes(row.data)
    found = giving.propose(data, row.name, row.version, unit=row.unit_id, now=now, pick=pick)
    row.shape = {
        "map": found.shape.model_dump(mode="json"), "pick": found.file.picked.print,
        "remembered": found.remembered,
    }  # fmt: skip
    row.headings, row.as_of = giving.print_of(found.file), found.file.as_of
    row.corrected, row.left_out = {}, []
    row.save(update_fields=["shape", "headings", "as_of", "corrected", "left_out"])


def put_right(  # noqa: PLR0913 - all that one page of the preview can say
    row: Incoming,
    cells: Mapping[str, str],
    left_out: Collection[str],
    shown: Collection[str],
    names: Mapping[str, str],
    *,
    record: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Take cells as corrected, rows left out (among those shown), and whom names mean.

    Refuses `ledger.taken` and `ledger.corrections-many`.
    """
    check_open(row)
    told = {k: v[:LONGEST_CORRECTION] for k, v in cells.items() if _CELL.fullmatch(k)}
    corrected = {**row.corrected, **told}
    if len(corrected) > MOST_CORRECTIONS:
        raise Refused("ledger.corrections-many", most=MOST_CORRECTIONS)
    out = (set(row.left_out) - set(shown)) | set(left_out)
    before = preview.shape_of(row)
    named = {**before.names, **{k: v for k, v in names.items() if v}}
    shape = before.model_copy(update={"names": named, "units": "record" if record else "reject"})
    with transaction.atomic():
        row.corrected, row.left_out = corrected, sorted(out)
        row.shape = {**row.shape, "map": shape.model_dump(mode="json")}
        row.save(update_fields=["corrected", "left_out", "shape"])
        if shape != before:
            remember(row, shape, by=by, now=now)


def remember(
    row: Incoming, shape: Map, *, by: Actor, now: datetime, order: Sequence[str] = ()
) -> None:
    """Keep the map for the next file of these headings, and their order where it is told."""
    kept = {"shape": shape.model_dump(mode="json"), "kept_at": now, "kept_by": by.post[:64]}
    LedgerMap.objects.update_or_create(
        unit_id=row.unit_id,
        mechanism=row.version.code,
        headings=row.headings,
        defaults=kept | ({"order": list(order)} if order else {}),
    )


def check_open(row: Incoming) -> None:
    """Refuse a file that was taken in, is being taken in, or was forgotten (`ledger.taken`)."""
    if row.taken_at is not None or row.job is not None or not row.data:
        raise Refused("ledger.taken")
