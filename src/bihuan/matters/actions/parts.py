"""Parts of a matter: matters themselves, with their own unit, clocks and chain."""

from datetime import datetime

from bihuan.kernel import receiving, record
from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Effect
from bihuan.kernel.declaration import Mechanism
from bihuan.matters.actions import grants, rows
from bihuan.matters.models import Content, Involvement, Matter
from bihuan.registers.journal import actions as journal
from bihuan.registers.parties import queries as parties


def open_part(
    parent: Matter, mechanism: Mechanism, effect: Effect, *, by: Actor, now: datetime
) -> Matter:
    """Open one part: for an assisting unit, or as the mechanism plans it."""
    after = effect.data.get("after")
    place = Matter.objects.filter(parent=parent).count() + 1
    number = f"{parent.number}/{place}"
    calendar = parties.calendar_for(parent.region_id)
    outcome = receiving.part_of(
        record.from_record(parent.state), effect, number,
        mechanism=mechanism, calendar=calendar, now=now,
    )  # fmt: skip
    row = Matter(
        number=number, region_id=parent.region_id, version_id=parent.version_id,
        mechanism=parent.mechanism, parent=parent, part_key=str(effect.data["role"]),
        part_after=after or [], channel=parent.channel, title=parent.title,
        restricted=parent.restricted, record_only=parent.record_only, received_at=now,
        origin=parent.origin,
    )  # fmt: skip
    rows.spread(row, mechanism, outcome.matter)
    row.save()
    journal.append(
        row,
        kind=outcome.entry.kind,
        payload={"data": outcome.entry.data, "cycle": 1, "changes": rows.journaled(row.state)},
        author=by,
        happened_at=now,
        recorded_at=now,
        private=outcome.entry.sealed or None,
    )
    row.save(update_fields=["head", "length"])
    _content(parent, row)
    Involvement.objects.get_or_create(matter=row, unit_id=row.unit_id, role="handled")
    if parent.unit_id:
        Involvement.objects.get_or_create(matter=row, unit_id=parent.unit_id, role="ruled")
    grants.admit_readers(row, mechanism, by=by, now=now)
    return row


def _content(parent: Matter, row: Matter) -> None:
    """The part says what the matter says; the person stays with the parent."""
    said = Content.objects.filter(matter=parent).first()
    Content.objects.create(
        matter=row, text=said.text if said else "", summary=said.summary if said else ""
    )
