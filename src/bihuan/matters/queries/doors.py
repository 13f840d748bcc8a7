"""Mechanisms as they meet people: the version in force behind a link, and what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.kernel import worktime
from bihuan.kernel.actor import OFFICE, Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.models import MechanismVersion
from bihuan.matters.queries import versions
from bihuan.registers.parties import queries as parties

BY_LINK = ("qr", "web")


@dataclass(frozen=True, slots=True)
class Door:
    """A mechanism in force in a region, open to people or not."""

    version: MechanismVersion
    mechanism: Mechanism
    region: str
    owner: str

    def channel(self, asked: str) -> str:
        """The channel of a matter that comes by this link: the one asked for, if declared."""
        if asked in self.mechanism.channels:
            return asked
        return next((one for one in BY_LINK if one in self.mechanism.channels), "")

    def is_open(self, now: datetime) -> bool:
        """Whether the window of the mechanism is open today."""
        opens, closes = self.mechanism.window
        today: date = now.astimezone(worktime.LOCAL).date()
        return not ((opens and today < opens) or (closes and today > closes))


def door(code: str, region: str = "") -> Door:
    """The version in force of a mechanism; where several regions have it, of the one asked for.

    Refuses `mechanism.unknown`.
    """
    found = MechanismVersion.objects.filter(code=code).order_by("published_at", "pk")
    if region:
        found = found.filter(region=region)
    version = found.last()
    if version is None:
        raise Refused("mechanism.unknown", code=code)
    return _door(version)


def doors(*, by_link: bool = False) -> tuple[Door, ...]:
    """The mechanisms in force, by code; `by_link` leaves out those that take nothing by a link."""
    newest: dict[tuple[str, str], MechanismVersion] = {}
    for version in MechanismVersion.objects.order_by("published_at", "pk"):
        newest[version.region_id, version.code] = version
    found = [_door(newest[key]) for key in sorted(newest)]
    return tuple(one for one in found if not by_link or one.channel(""))


def accused_in(mechanism: Mechanism, values: Mapping[str, object]) -> tuple[str, ...]:
    """The units a form names as complained of."""
    given = values.get(mechanism.access.accused_field)
    if not given:
        return ()
    named: Iterable[object] = given if isinstance(given, (list, tuple)) else [given]
    return tuple(map(str, named))


def _door(version: MechanismVersion) -> Door:
    region = parties.region_of(version.region_id)
    named = {unit.code: unit.name for unit in parties.all_units()}
    mechanism = versions.compiled(version.pk)
    return Door(
        version,
        mechanism,
        region.name if region else version.region_id,
        named.get(mechanism.owner, mechanism.owner),
    )


def may_take_in(actor: Actor, at: Door, now: datetime) -> bool:
    """Whether this actor takes matters in for the mechanism: the office desk of its owner."""
    on = now.astimezone(worktime.LOCAL).date()
    owner = parties.answering(at.mechanism.owner, on)
    return owner == actor.unit and not actor.duties.isdisjoint(OFFICE)
