"""A published declaration as people read it: its words, its very text, what in it is assumed."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.models import MechanismVersion
from bihuan.matters.queries.suggesting import precision
from bihuan.matters.queries.suggesting.precision import Standing
from bihuan.mechanisms import loading


@dataclass(frozen=True, slots=True)
class Edition:
    """One version, with the lines of its file and which of them hold a number no source gives."""

    row: MechanismVersion
    mechanism: Mechanism
    lines: tuple[str, ...]
    assumed: frozenset[int]
    assumed_paths: tuple[str, ...]
    others: tuple[MechanismVersion, ...]
    in_force: bool
    learnt: tuple[Standing, ...] = ()


def edition(code: str, version: str = "") -> Edition:
    """The version asked for, or the newest; refuses `mechanism.unknown`."""
    found = list(MechanismVersion.objects.filter(code=code).order_by("-published_at", "-pk"))
    row = next((one for one in found if not version or one.version == version), None)
    if row is None:
        raise Refused("mechanism.unknown", code=f"{code} {version}".strip())
    body = bytes(row.body)
    loaded = loading.load(body, row.code)
    return Edition(
        row,
        loaded.mechanism,
        tuple(body.decode().splitlines()),
        frozenset(one.line for one in loaded.assumed),
        tuple(one.path for one in loaded.assumed),
        tuple(one for one in found if one.pk != row.pk),
        row.pk == found[0].pk,
        tuple(precision.standing(row.code)) if loaded.mechanism.suggest else (),
    )
