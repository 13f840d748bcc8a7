"""Leaving a row out of the figures: asked for on a declared ground, decided by somebody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.scoring import book
from bihuan.matters.models import Exclusion, ScoreRun
from bihuan.matters.queries.scoring import drill, runs
from bihuan.matters.rules.scoring import deciding

APPROVED, DECLINED = "approved", "declined"


def ask(key: int, number: str, ground: str, reason: str, *, by: Actor, now: datetime) -> Exclusion:
    """Ask for a row to be left out of the figures.

    Refuses `score.ground-unknown`, `score.reason-missing`, `score.row-unknown`,
    `score.excluded-already`, `score.published`, and `score.not-owner` to strangers.
    """
    told = deciding.checked_reason(reason)
    with transaction.atomic():
        run = book.locked(by, key)
        row = drill.row_of(by, run, number)
        _check_ground(run, ground)
        held = runs.counted(run, row)
        deciding.check_asks(by, runs.standing(run.owner, held.unit))
        waits = Exclusion.objects.filter(row=row, decision="asked").exists()
        if held.excluded or waits:
            raise Refused("score.excluded-already")
        asked = Exclusion.objects.create(
            run=run, row=row, ground=ground, reason=told, asked_by=by.post, asker=by.person,
            asked_unit=by.unit, asked_at=now,
        )  # fmt: skip
        payload = {"exclusion": asked.pk, "row": row.pk, "matter": number, "ground": ground}
        book.enter(run, "exclusion-asked", payload, by=by, now=now, private={"reason": told})
        book.save(run)
    return asked


def decide(
    key: int, exclusion: int, decision: str, ruling: str, *, by: Actor, now: datetime
) -> Exclusion:
    """Approve or decline; never the asker, never the rated line.

    Refuses `score.decided-already`, `score.asker-decides`, `score.rated-line`,
    `score.not-owner`, `score.reason-missing`, `score.published`, `score.row-unknown`.
    """
    told = deciding.checked_reason(ruling)
    with transaction.atomic():
        run = book.locked(by, key)
        asked = Exclusion.objects.filter(run=run, pk=exclusion).select_related("row").first()
        if asked is None or decision not in (APPROVED, DECLINED):
            raise Refused("score.row-unknown")
        if asked.decided_at is not None:
            raise Refused("score.decided-already", at=asked.decided_at)
        standing = runs.standing(run.owner, runs.counted(run, asked.row).unit)
        deciding.check_decides(by, standing, asked.asked_by, asked.asker)
        asked.decision, asked.ruling = decision, told
        asked.decided_by, asked.decided_at = by.post, now
        asked.save(update_fields=["decision", "ruling", "decided_by", "decided_at"])
        if decision == APPROVED:
            book.recount(run)
        _enter(run, asked, by, now)
    return asked


def _enter(run: ScoreRun, asked: Exclusion, by: Actor, now: datetime) -> None:
    payload = {
        "exclusion": asked.pk, "row": asked.row_id, "ground": asked.ground,
        "decision": asked.decision, "sums": run.sums,
    }  # fmt: skip
    kind = "exclusion-decided"
    book.enter(run, kind, payload, by=by, now=now, private={"ruling": asked.ruling})
    book.save(run, "sums", "names")


def _check_ground(run: ScoreRun, ground: str) -> None:
    grounds = runs.formula_of(run).exclusions
    if ground not in grounds:
        allowed = "、".join(grounds.values()) or "—"
        raise Refused("score.ground-unknown", ground=ground, allowed=allowed)
