"""Objections: a unit contests one of its own rows within the window, the office rules on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.scoring import book
from bihuan.matters.models import Matter, Objection, ScoreRow, ScoreRun
from bihuan.matters.queries.scoring import drill, judging, runs
from bihuan.matters.rules.scoring import deciding
from bihuan.registers.parties import queries as parties

UPHELD, REJECTED = "upheld", "rejected"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided, why, and, where the objection is upheld, what becomes of the row.

    `exclude` leaves it out on a `ground`, `rejudge` judges the matter as it stands now, `move`
    counts it for another `unit`.
    """

    decision: str
    reason: str
    remedy: str = ""
    ground: str = ""
    unit: str = ""


def object_to(key: int, number: str, reason: str, *, by: Actor, now: datetime) -> Objection:
    """Contest a row of one's own unit.

    Refuses `score.no-window`, `score.window-over`, `score.own-rows`, `score.objected-already`,
    `score.reason-missing`, `score.published`, `score.row-unknown`.
    """
    told = deciding.checked_reason(reason)
    with transaction.atomic():
        run = book.locked(by, key)
        _check_window(run, now)
        row = drill.row_of(by, run, number)
        held = runs.counted(run, row)
        deciding.check_objects(by, runs.standing(run.owner, held.unit))
        if Objection.objects.filter(row=row, decision="asked").exists():
            raise Refused("score.objected-already")
        asked = Objection.objects.create(
            run=run, row=row, reason=told, asked_by=by.post, asker=by.person, asked_unit=by.unit,
            asked_at=now,
        )  # fmt: skip
        payload = {"objection": asked.pk, "row": row.pk, "matter": number}
        book.enter(run, "objection", payload, by=by, now=now, private={"reason": told})
        book.save(run)
    return asked


def _check_window(run: ScoreRun, now: datetime) -> None:
    if run.objections_until is None:
        raise Refused("score.no-window")
    if now > run.objections_until:
        raise Refused("score.window-over", until=run.objections_until)


def rule(key: int, objection: int, ruling: Ruling, *, by: Actor, now: datetime) -> Objection:
    """Uphold an objection with a remedy, or reject it, with a reason either way.

    Refuses what `excluding.decide` refuses, `score.remedy-unknown`, `score.ground-unknown` and
    `unit.unknown`.
    """
    told = deciding.checked_reason(ruling.reason)
    with transaction.atomic():
        run = book.locked(by, key)
        asked = Objection.objects.filter(run=run, pk=objection).select_related("row").first()
        if asked is None:
            raise Refused("score.row-unknown")
        if asked.decided_at is not None:
            raise Refused("score.decided-already", at=asked.decided_at)
        standing = runs.standing(run.owner, runs.counted(run, asked.row).unit)
        deciding.check_decides(by, standing, asked.asked_by, asked.asker)
        asked.after = _after(run, asked.row, ruling, now)
        asked.decision = UPHELD if asked.after else REJECTED
        asked.remedy = ruling.remedy if asked.after else ""
        asked.ruling, asked.decided_by, asked.decided_at = told, by.post, now
        asked.save()
        if asked.after:
            book.recount(run)
        _enter(run, asked, by, now)
    return asked


def _enter(run: ScoreRun, asked: Objection, by: Actor, now: datetime) -> None:
    payload = {
        "objection": asked.pk, "row": asked.row_id, "decision": asked.decision,
        "remedy": asked.remedy, "after": asked.after, "sums": run.sums,
    }  # fmt: skip
    kind = "objection-ruled"
    book.enter(run, kind, payload, by=by, now=now, private={"ruling": asked.ruling})
    book.save(run, "sums", "names")


def _after(run: ScoreRun, row: ScoreRow, ruling: Ruling, now: datetime) -> dict[str, object]:
    """What the remedy changes of the row; nothing where the objection is rejected."""
    if ruling.decision == REJECTED:
        return {}
    if ruling.decision != UPHELD or ruling.remedy not in deciding.REMEDIES:
        allowed = "、".join(deciding.REMEDIES)
        raise Refused("score.remedy-unknown", remedy=ruling.remedy or "—", allowed=allowed)
    if ruling.remedy == deciding.MOVE:
        return {"unit": parties.unit_of(ruling.unit).code}
    if ruling.remedy == deciding.EXCLUDE:
        grounds = runs.formula_of(run).exclusions
        if ruling.ground not in grounds:
            allowed = "、".join(grounds.values()) or "—"
            raise Refused("score.ground-unknown", ground=ruling.ground or "—", allowed=allowed)
        return {"excluded": ruling.ground}
    return _rejudged(run, row, now)


def _rejudged(run: ScoreRun, row: ScoreRow, now: datetime) -> dict[str, object]:
    """The verdict on the matter as it stands now; whom it counts for stays as it was ruled."""
    found = Matter.objects.filter(pk=row.matter_id)
    read = next(judging.stream(found, now, judging.town_of(runs.formula_of(run))))
    held = runs.counted(run, row)
    kept = {"unit": held.unit, "town": held.town, "excluded": held.excluded}
    return read.row.but(kept)._asdict()
