"""Matters judged one after the other, in one streamed query however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from bihuan.kernel import record
from bihuan.kernel.declaration import Mechanism, Score
from bihuan.matters.models import Matter
from bihuan.matters.queries import versions
from bihuan.matters.rules.scoring.judging import Judged, judged
from bihuan.registers.parties.queries import reading

CHUNK = 2000
_COLUMNS = ("pk", "version_id", "region_id", "due_inferred", "head", "length", "state")
Town = Callable[[str, str, Mapping[str, object]], str]


class Read(NamedTuple):
    """A matter with its verdict, and where its chain stood when it was judged."""

    matter: int
    head: str
    length: int
    version: int
    row: Judged


def stream(matters: QuerySet[Matter], at: datetime, town: Town) -> Iterator[Read]:
    """Every matter of a list, judged by its own version as of a moment, in the order of keys."""
    found = matters.order_by("pk").values_list(*_COLUMNS)
    for pk, version, region, inferred, head, length, state in found.iterator(CHUNK):
        mechanism = versions.compiled(version)
        told = record.from_record(state)
        where = town(region, told.unit or "", told.values)
        row = judged(mechanism, told, where, at, dated=not inferred)
        yield Read(pk, head, length, version, row)


def town_of(formula: Score) -> Town:
    """How the town of a matter is told, as the formula declares it."""
    if formula.town == "region":
        return lambda region, _unit, _values: region
    if formula.town == "unit":
        units = reading.tree().units
        return lambda region, unit, _values: units[unit].region if unit in units else region
    return lambda _region, _unit, values: str(values.get(formula.town) or "")


def town_names(formula: Score, mechanisms: Mapping[str, Mechanism]) -> dict[str, str]:
    """What the towns are called: regions, units, or the options of the field."""
    tree = reading.tree()
    if formula.town in ("region", "unit"):
        return {region.code: region.name for region in tree.regions.values()}
    found = {unit.code: unit.name for unit in tree.units.values()}
    for mechanism in mechanisms.values():
        for asked in mechanism.fields:
            if asked.name == formula.town and asked.choices:
                found |= dict(asked.choices)
    return found
