"""Reading the matters a period has to do with, and nothing else of the ledger.

A matter has to do with a period when it is still open or was ended after the period began: two
stretches of one index, however long the ledger is behind them. Restricted matters are not read
into figures that go round; they are told as one number, and only where it is not small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, JSONField, QuerySet, Value, When
from django.db.models.fields.json import KT

from bihuan.kernel import worktime
from bihuan.kernel.actor import Actor
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import desk, versions
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.figures import counting, frozen
from bihuan.matters.rules.figures.periods import Period
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.queries import reading as directory

LARGEST = 100_000  # as far as restricted matters are counted
SMALL = 5  # below this a number of restricted matters is not told
CHUNK = 2000
_COLUMNS = (
    "number", "title", "unit", "class_code", "card", "stage", "received_at", "accepted",
    "due_at", "replied_at", "closed_at", "closing_kind", "solved", "verified", "version",
    "earlier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Which matters are counted, of those the actor may know of; empty parts leave none out."""

    mechanism: str = ""
    unit: str = ""  # with every unit below it


def figures(actor: Actor, period: Period, scope: Scope) -> frozen.Plain:
    """The figures of a period, as they are frozen into a press."""
    calendar = parties.calendar_for(actor.region)
    soon = worktime.shift(calendar, period.as_of, desk.SOON)
    found = _within(visible_to(actor).filter(parent=None), scope)
    rows = _touched(found.filter(restricted=False), period.since)
    tally = counting.tally(rows, period, soon)
    return frozen.frozen(tally, period, _frame(actor, scope, calendar, found))


def _within(found: QuerySet[Matter], scope: Scope) -> QuerySet[Matter]:
    if scope.mechanism:
        found = found.filter(mechanism=scope.mechanism)
    if scope.unit:
        found = found.filter(unit__in=[scope.unit, *parties.units_under(scope.unit)])
    return found


def _touched(found: QuerySet[Matter], since: datetime) -> Iterator[counting.Seen]:
    earlier = Case(
        When(cycle__gt=1, then=F("state")), default=Value(None), output_field=JSONField()
    )
    read = found.annotate(accepted=KT("state__accepted_at"), earlier=earlier)
    for stretch in (read.filter(closed_at=None), read.filter(closed_at__gte=since)):
        for row in stretch.order_by().values_list(*_COLUMNS).iterator(CHUNK):
            yield _seen(dict(zip(_COLUMNS, row, strict=True)))


def _seen(row: Mapping[str, Any]) -> counting.Seen:
    past = (row["earlier"] or {}).get("past", ())
    replied = [_moment(cycle["replied_at"]) for cycle in past]
    return counting.Seen(
        number=row["number"],
        title=row["title"],
        unit=row["unit"] or "",
        class_=row["class_code"],
        card=row["card"],
        spells=_spells(row),
        replies=tuple(at for at in (*replied, row["replied_at"]) if at),
        accepted_at=_moment(row["accepted"]),
        answered=row["replied_at"] is not None,
        due_at=row["due_at"],
        solves=row["verified"]
        and row["solved"] == "yes"
        and _solves(row["version"], row["closing_kind"]),
    )


def _spells(row: Mapping[str, Any]) -> tuple[counting.Spell, ...]:
    """The stretches in which it was open: sent back before it was struck off, it never left."""
    found: list[counting.Spell] = []
    begun, state = row["received_at"], row["earlier"] or {}
    kinds = [cycle["kind"] for cycle in state.get("past", ())] + [state.get("cycle_kind", "")]
    for place, cycle in enumerate(state.get("past", ())):
        ended = _moment(cycle["closed_at"])
        if ended is None:
            continue
        found.append((begun, ended, kinds[place + 1] != "reconsidered"))
        begun = _begun_after(state, place) or ended
    return (*found, (begun, row["closed_at"], row["stage"] == "closed"))


def _begun_after(state: Mapping[str, Any], place: int) -> datetime | None:
    """When the round after a finished one began, where it is the one that runs."""
    last = place == len(state["past"]) - 1
    return _moment(state["begun_at"]) if last else None


def _moment(text: str | None) -> datetime | None:
    """A moment of the state; SQLite hands over the null of JSON as a word."""
    return datetime.fromisoformat(text) if text and text != "null" else None


def _solves(version: int, closing: str) -> bool:
    kind = versions.compiled(version).closings.get(closing)
    return kind is not None and kind.solves


def _frame(
    actor: Actor, scope: Scope, calendar: worktime.Calendar, found: QuerySet[Matter]
) -> frozen.Frame:
    units = directory.tree().units.values()
    names = {unit.code: unit.short_name or unit.name for unit in units}
    office = next((unit.name for unit in units if unit.code == actor.unit), actor.unit)
    declared = MechanismVersion.objects.filter(region=actor.region).order_by("published_at")
    classes: dict[str, str] = {}
    title = ""
    for version in declared.filter(**({"code": scope.mechanism} if scope.mechanism else {})):
        classes |= versions.compiled(version.pk).classes
        title = version.title
    apart = found.filter(restricted=True, closed_at=None)[:LARGEST].count()
    return frozen.Frame(
        mechanism=scope.mechanism,
        mechanism_title=title if scope.mechanism else "",
        scope_unit=names.get(scope.unit, scope.unit),
        office=office,
        units=names,
        classes=classes,
        calendar=calendar,
        apart=apart if apart >= SMALL else 0,
    )
