"""A matter arriving with its files: taken in together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.matters.actions import attaching, receiving
from bihuan.matters.models import MechanismVersion
from bihuan.matters.queries import versions

LETTER = "letter"


def arrive(
    version: MechanismVersion,
    arrival: receiving.Arrival,
    files: Sequence[int] = (),
    *,
    by: Actor,
    now: datetime,
) -> receiving.Received:
    """Take a matter in with the files that came with it; refuses what receiving refuses."""
    with transaction.atomic():
        values = {**arrival.values, **_named(version, files)}
        received = receiving.receive(version, replace(arrival, values=values), by=by, now=now)
        attaching.attach(received.matter, files, LETTER)
    return received


def _named(version: MechanismVersion, files: Sequence[int]) -> Mapping[str, object]:
    """The answer to the question for files: their digests, so that the first entry names them."""
    asked = [one.name for one in versions.compiled(version.pk).fields if one.kind == "files"]
    if not asked or not files:
        return {}
    digests = attaching.named({}, files)["files"]
    return {asked[0]: digests}
