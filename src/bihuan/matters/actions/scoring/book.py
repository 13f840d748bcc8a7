"""The chain of a run: locked, entered, and its sums counted anew when a row counts otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.models import ScoreRun
from bihuan.matters.queries.scoring import runs
from bihuan.matters.rules.scoring import keeping
from bihuan.matters.rules.scoring.tallying import summed
from bihuan.registers.journal import actions as journal
from bihuan.registers.parties import queries as parties


def locked(actor: Actor, key: int, *, published: bool = False) -> ScoreRun:
    """A run the actor may read, alone until the transaction ends.

    Refuses `score.unknown`, and `score.published` where nothing may change any more.
    """
    runs.run_for(actor, key)
    run = ScoreRun.objects.select_for_update().get(pk=key)
    if run.published_at is not None and not published:
        raise Refused("score.published")
    return run


def enter(
    run: ScoreRun, kind: str, payload: Mapping[str, object], *, by: Actor, now: datetime,
    private: Mapping[str, object] | None = None,
) -> int:  # fmt: skip
    """Append an entry to the run's chain; the caller saves the run. Returns its number."""
    entry = journal.append(
        run, kind=kind, payload=payload, author=by, happened_at=now, recorded_at=now,
        private=private,
    )  # fmt: skip
    return entry.seq


def recount(run: ScoreRun) -> None:
    """Let the sums follow from the rows as they count now; a unit that is new gets its name."""
    run.sums = keeping.to_record(summed(runs.rows(run)))
    named = run.names["unit"]
    for code in run.sums["groups"]["unit"]:
        if code and code not in named:
            named[code] = parties.unit_of(code).name


def save(run: ScoreRun, *names: str) -> None:
    """Write these columns and where the chain ends."""
    run.save(update_fields=[*names, "head", "length"])
