"""A spreadsheet given: opened, its columns proposed, kept until it is taken in or forgotten."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.models import Incoming, LedgerMap, MechanismVersion
from bihuan.matters.queries import doors, versions
from bihuan.matters.rules import maps
from bihuan.matters.rules.ledgers import columns as proposing
from bihuan.matters.rules.ledgers.columns import Column
from bihuan.matters.rules.ledgers.opening import Opened, opened

KEPT_FOR = timedelta(days=7)
FIELD = "field:"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file opened and a map for it; `remembered` where the map was kept from one before."""

    file: Opened
    columns: tuple[Column, ...]
    shape: maps.Map
    remembered: bool


def propose(
    data: bytes,
    name: str,
    version: MechanismVersion,
    *,
    unit: str,
    now: datetime,
    pick: str = "",
) -> Proposal:
    """What the columns of a file would mean; refuses what `opened` refuses."""
    today = local(now).date()
    file = opened(data, name, today, pick)
    kept = kept_map(version, unit, file)
    meanings = meanings_of(kept) if kept else {}
    mechanism = versions.compiled(version.pk)
    found = proposing.proposed(file.layouts[0], mechanism.fields, meanings, today)
    chosen = {column.heading: column.meaning for column in found if column.heading}
    shape = shaped(version, unit, chosen, kept)
    return Proposal(file, found, shape, kept is not None)


def print_of(file: Opened) -> str:
    """The print of a file's headings, short enough to be looked up."""
    return hashlib.sha256(file.picked.print.encode()).hexdigest()


def kept_map(version: MechanismVersion, unit: str, file: Opened) -> maps.Map | None:
    """The map this unit kept for files of these headings."""
    row = LedgerMap.objects.filter(
        unit=unit, mechanism=version.code, headings=print_of(file)
    ).first()
    return maps.Map.model_validate(row.shape) if row else None


def meanings_of(shape: maps.Map) -> dict[str, str]:
    """What each heading means in a map."""
    told = {column: str(name) for name, column in shape.columns.items()}
    return told | {column: f"{FIELD}{name}" for name, column in shape.fields.items()}


def shaped(
    version: MechanismVersion, unit: str, chosen: Mapping[str, str], before: maps.Map | None
) -> maps.Map:
    """A map out of what was chosen for each heading.

    Refuses `ledger.text-missing` where nothing says what a matter is about, and
    `ledger.meaning-twice`.
    """
    told = {heading: meaning for heading, meaning in chosen.items() if meaning}
    for meaning in told.values():
        both = [heading for heading, one in told.items() if one == meaning]
        if len(both) > 1:
            raise Refused("ledger.meaning-twice", columns="、".join(both))
    columns = {m: h for h, m in told.items() if not m.startswith(FIELD)}
    fields = {m.removeprefix(FIELD): h for h, m in told.items() if m.startswith(FIELD)}
    return maps.Map.model_validate({
        "source": f"{version.code}:{unit}"[:60],
        "columns": columns,
        "fields": fields,
        "reading": "office",
        "units": before.units if before else "record",
        "names": dict(before.names) if before else {},
    })  # fmt: skip


def check_text(shape: maps.Map) -> None:
    """Refuse a map in which nothing says what a matter is about (`ledger.text-missing`)."""
    if "text" not in shape.columns and "title" not in shape.columns:
        raise Refused("ledger.text-missing")


def may_take(actor: Actor, version: MechanismVersion, now: datetime) -> bool:
    """Whether an actor takes ledgers in under a mechanism: the desk of the office that owns it."""
    door = doors.door(version.code, version.region_id)
    return doors.may_take_in(actor, door, now)


def give(
    data: bytes,
    name: str,
    version: MechanismVersion,
    *,
    account: int,
    by: Actor,
    now: datetime,
) -> Incoming:
    """Keep a file on its way in, with the map proposed; refuses what `propose` refuses."""
    proposal = propose(data, name, version, unit=by.unit, now=now)
    return Incoming.objects.create(
        token=secrets.token_urlsafe(16),
        account_id=account,
        unit_id=by.unit,
        version=version,
        name=name[:200],
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
        headings=print_of(proposal.file),
        shape={
            "map": proposal.shape.model_dump(mode="json"),
            "pick": proposal.file.picked.print,
            "remembered": proposal.remembered,
        },
        as_of=proposal.file.as_of,
        given_at=now,
    )


@transaction.atomic
def forget(now: datetime) -> int:
    """Empty the files that were taken in, or that nobody took for a week; returns how many."""
    old = Incoming.objects.filter(given_at__lt=now - KEPT_FOR).exclude(data=b"")
    return old.update(data=b"", rejected=None, corrected={})
