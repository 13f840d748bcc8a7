"""Mechanisms on their way: the draft, what is found in it, how it differs, what it would count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import clocks, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import Stage
from bihuan.matters.models import MechanismDraft, MechanismVersion
from bihuan.matters.queries.page import ClockShown
from bihuan.matters.rules import drafting
from bihuan.mechanisms import checker, differing, library, loading
from bihuan.mechanisms.faults import ERROR, Fault
from bihuan.registers.parties import queries as parties

# A matter tried out goes straight to a unit.
_WAY = (
    ("received", Stage.RECEIVED), ("confirmed", Stage.RECEIVED), ("accepted", Stage.ACCEPTED),
    ("assigned", Stage.ASSIGNED),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """The newest saving of a mechanism, or the version in force where nobody has begun one."""

    code: str
    region: str
    owner: str
    body: bytes
    number: int  # of the last saving; 0 where there is none
    begun: bool
    saved_at: datetime | None
    saved_by: str
    based_on: str
    in_force: MechanismVersion | None

    @property
    def overtaken(self) -> bool:
        """Whether another version came into force since the draft was begun."""
        return self.begun and self.in_force is not None and self.in_force.version != self.based_on


def units() -> dict[str, bool]:
    """The units a declaration may name, and whether each is an outside body."""
    return {unit.code: unit.external for unit in parties.all_units()}


def draft(actor: Actor, code: str) -> Draft:
    """What the actor may edit; refuses `mechanism.draft-missing`, `mechanism.draft-not-yours`."""
    found = standing(actor.region, code)
    if found is None:
        raise Refused("mechanism.draft-missing", code=code)
    drafting.check_write(actor, code, found.owner)
    return found


def standing(region: str, code: str) -> Draft | None:
    """The draft of a mechanism, else its version in force, else nothing."""
    known = MechanismVersion.objects.filter(region_id=region, code=code)
    newest = known.order_by("-published_at", "-pk").first()
    row = MechanismDraft.objects.filter(region_id=region, code=code).order_by("-number").first()
    if row is not None and not known.filter(sha256=row.sha256).exists():
        return Draft(
            code=code, region=region, owner=newest.owner if newest else row.unit,
            body=bytes(row.body), number=row.number, begun=True, saved_at=row.saved_at,
            saved_by=row.saved_by, based_on=row.based_on, in_force=newest,
        )  # fmt: skip
    if newest is None:
        return None
    return Draft(
        code=code, region=region, owner=newest.owner, body=bytes(newest.body),
        number=row.number if row else 0, begun=False, saved_at=row.saved_at if row else None,
        saved_by=row.saved_by if row else "", based_on="", in_force=newest,
    )  # fmt: skip


def open_drafts(actor: Actor) -> tuple[Draft, ...]:
    """The drafts of the actor's office, by code."""
    rows = MechanismDraft.objects.filter(region_id=actor.region, unit=actor.unit)
    codes = sorted(set(rows.values_list("code", flat=True)))
    found = (standing(actor.region, code) for code in codes)
    return tuple(
        one
        for one in found
        if one is not None and one.begun and drafting.may_write(actor, one.owner)
    )


def findings(found: Draft) -> tuple[Fault, ...]:
    """What the checker says of it, with the units on record."""
    return checker.examine(found.body, found.code, units())


def stopping(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Those that keep it from being published."""
    return tuple(fault for fault in faults if fault.level == ERROR)


def compiled(found: Draft) -> Mechanism | None:
    """The declaration, None while faults keep it from being one."""
    try:
        return loading.load(found.body, found.code).mechanism
    except Refused:
        return None


def differences(found: Draft) -> tuple[differing.Change, ...] | None:
    """What changes against the version in force; None where there is nothing to compare."""
    new = compiled(found)
    if new is None or found.in_force is None:
        return None
    old = loading.load(bytes(found.in_force.body), found.code).mechanism
    return differing.changes(old, new)


def shipped() -> tuple[tuple[str, Mechanism], ...]:
    """The shipped mechanisms, by name."""
    return tuple(
        (name, loading.load(library.read(name), name).mechanism) for name in library.names()
    )


def tried(mechanism: Mechanism, region: str, class_: str, now: datetime) -> tuple[ClockShown, ...]:
    """The clocks of a matter that is received, accepted and assigned at one moment."""
    calendar = parties.calendar_for(region)
    matter = Matter("", Stage.RECEIVED, now, class_=class_, confirmed=True)
    shown: dict[str, ClockShown] = {}
    for event, stage in _WAY:
        before = {run.name for run in matter.clocks}
        runs = clocks.turned(mechanism, matter, (event,), stage, calendar, now)
        matter = matter.but(clocks=runs, stage=stage)
        for run in runs:
            if run.name not in before:
                clock = mechanism.clocks[run.name]
                lines = worktime.explain(calendar, now, clock.within, clock.count, roll=clock.roll)
                shown[run.name] = ClockShown(clock, run, event, lines, ())
    return tuple(shown.values())


def history(region: str, code: str) -> Iterator[MechanismDraft]:
    """The savings of a mechanism, newest first."""
    rows = MechanismDraft.objects.filter(region_id=region, code=code)
    return iter(rows.order_by("-number").defer("body")[:20])
