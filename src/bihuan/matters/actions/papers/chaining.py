"""What is done to a paper, written into its own chain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Paper
from bihuan.matters.queries.papers import room
from bihuan.registers.journal import actions as journal


def locked(key: int, *, by: Actor) -> Paper:
    """The paper, locked; refuses `paper.unknown` for one the actor may not know of."""
    found = Paper.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if found is None or not room.knows(by, found):
        raise Refused("paper.unknown", paper=key)
    return found


def note(
    paper: Paper, kind: str, payload: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    """Append to the chain of a paper and save it whole, in the caller's transaction."""
    journal.append(
        paper,
        kind=f"paper-{kind}",
        payload={"paper": paper.kind, **payload},
        author=by,
        happened_at=now,
        recorded_at=now,
    )
    paper.save()
