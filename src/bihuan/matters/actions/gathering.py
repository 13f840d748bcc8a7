"""Several matters taken in at once from what was pasted: each by itself, all accounted for."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import arriving
from bihuan.matters.actions.receiving import Arrival, Received
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries.proposing import SOURCE, TYPED
from bihuan.registers.evidence import actions as evidence


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposal as the clerk left it: its key, its answers, the original and the pictures."""

    key: str
    arrival: Arrival
    original: str = ""
    name: str = ""  # of the file that keeps the original
    files: Sequence[int] = ()


@dataclass(slots=True)
class Gathered:
    """What became of each offer: taken, known already, or refused."""

    given: int = 0
    taken: list[tuple[str, Received]] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)


def gather(
    version: MechanismVersion, offers: Iterable[Offer], *, by: Actor, now: datetime, root: Path
) -> Gathered:
    """Take each offer in as an ordinary matter with its original message kept in evidence.

    A refused one is left out whole and told; a message that came before is known, and not again.
    """
    done = Gathered()
    for one in offers:
        done.given += 1
        if _came_before(one):
            done.known.append(one.key)
            continue
        try:
            with transaction.atomic():
                done.taken.append((one.key, _take(version, one, by=by, now=now, root=root)))
        except Refused as refused:
            done.refused.append((one.key, refused))
        except IntegrityError:
            if not _came_before(one):
                raise
            done.known.append(one.key)  # somebody pasted the same at the same moment
    return _added_up(done)


def _added_up(done: Gathered) -> Gathered:
    if len(done.taken) + len(done.known) + len(done.refused) != done.given:
        raise AssertionError("an offer was lost: taken, known and refused must add up to given")
    return done


def _came_before(one: Offer) -> bool:
    return one.key != TYPED and Matter.objects.filter(source=SOURCE, source_key=one.key).exists()


def _take(
    version: MechanismVersion, one: Offer, *, by: Actor, now: datetime, root: Path
) -> Received:
    files, arrival = list(one.files), one.arrival
    if one.original:
        stream = io.BytesIO(one.original.encode())
        files.append(evidence.keep(stream, name=one.name, by=by, now=now, root=root).pk)
    if one.key != TYPED:
        arrival = replace(arrival, source=SOURCE, source_key=one.key)
    return arriving.arrive(version, arrival, files, by=by, now=now)
