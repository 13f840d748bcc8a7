"""One notice to many units: taken in, dated and assigned in one act, each unit with its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.kernel import routing, tables, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting, receiving
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import versions
from bihuan.registers.parties import queries as parties

DUE = "due"  # the field of a form that says by when


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice ready to go out: the answers of its form, its table, the units it goes to."""

    channel: str
    values: Mapping[str, object]
    table: tables.Table
    units: tuple[str, ...]


def send(version: MechanismVersion, notice: Notice, *, by: Actor, now: datetime) -> Matter:
    """Take the notice in, hold it to its date and open a part for every unit.

    Refuses a notice to nobody, `tasksheet.lead-named`, a mechanism without a table (`table.none`)
    and what the moves refuse; then nothing was sent.
    """
    mechanism = versions.compiled(version.pk)
    name = tables.name_of(mechanism)
    if not name:
        raise Refused("table.none", number=mechanism.title)
    if not notice.units:
        raise Refused("action.field-missing", action="assign", field="assist")
    values = {**notice.values, name: tables.record(notice.table)}
    with transaction.atomic():
        arrival = receiving.Arrival(notice.channel, values)
        row = receiving.receive(version, arrival, by=by, now=now).matter
        row = acting.locked(row.number, by)
        acting.make(row, acting.Asked("accept"), by=by, now=now)
        if values.get(DUE):
            dated = {"until": values[DUE], "source": row.title}
            acting.make(row, acting.Asked("set-date", dated), by=by, now=now)
        lead = _lead(version, row, values, now)
        if lead in notice.units:
            raise Refused("tasksheet.lead-named", unit=lead)
        to = {"unit": lead, "assist": list(notice.units)}
        acting.make(row, acting.Asked("assign", to), by=by, now=now)
    return row


def _lead(
    version: MechanismVersion, row: Matter, values: Mapping[str, object], now: datetime
) -> str:
    told = {**values, "class": row.class_code, "channel": row.channel}
    fired = routing.routed(versions.compiled(version.pk), told)
    on = now.astimezone(worktime.LOCAL).date()
    return parties.answering(fired.unit if fired else "", on)
