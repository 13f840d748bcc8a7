"""Publishing figures: asked for by the office, signed in order, kept as what was published."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.scoring import book
from bihuan.matters.models import ScoreRun
from bihuan.matters.queries.scoring import publication, runs
from bihuan.matters.rules.scoring import deciding


def ask(key: int, *, by: Actor, now: datetime) -> ScoreRun:
    """Ask for the publication; it takes effect with the last signature, or at once without any.

    Refuses `score.not-owner`, `score.published`, `score.window-open`, `score.undecided`.
    """
    with transaction.atomic():
        run = book.locked(by, key)
        deciding.check_owner(by, runs.standing(run.owner))
        _check_ready(run, now)
        run.asked_to_publish_at = now
        run.signatures = []
        needed = list(runs.formula_of(run).signed_by)
        payload = {"needed": needed}
        book.enter(run, "publication-asked", payload, by=by, now=now)
        if not needed:
            _publish(run, by=by, now=now)
        book.save(run, "asked_to_publish_at", "signatures", "published_at", "published")
    return run


def sign(key: int, *, by: Actor, now: datetime) -> ScoreRun:
    """Give the signature that is due; the last one publishes.

    Refuses `score.not-asked`, `score.signature-not-due`, and what `ask` refuses.
    """
    with transaction.atomic():
        run = book.locked(by, key)
        duty = publication.next_duty(run)
        if not duty:
            raise Refused("score.not-asked")
        if not deciding.may_sign(by, runs.standing(run.owner), duty):
            raise Refused("score.signature-not-due", needed=duty)
        _check_ready(run, now)
        run.signatures = [*run.signatures, [duty, by.post, now.isoformat()]]
        book.enter(run, "signed", {"duty": duty}, by=by, now=now)
        if not publication.next_duty(run):
            _publish(run, by=by, now=now)
        book.save(run, "signatures", "published_at", "published")
    return run


def _check_ready(run: ScoreRun, now: datetime) -> None:
    if run.objections_until is not None and now <= run.objections_until:
        raise Refused("score.window-open", until=run.objections_until)
    waiting = (
        run.objections.filter(decision="asked").count()
        + run.exclusions.filter(decision="asked").count()
    )
    if waiting:
        raise Refused("score.undecided", count=waiting)


def _publish(run: ScoreRun, *, by: Actor, now: datetime) -> None:
    run.published_at = now
    run.published = publication.taken(run)
    book.enter(run, "published", {"digest": digest(run.published)}, by=by, now=now)
    if run.corrects is not None:
        old = ScoreRun.objects.select_for_update().get(pk=run.corrects.pk)
        book.enter(old, "corrected", {"run": run.pk}, by=by, now=now)
        book.save(old)


def digest(published: object) -> str:
    """The digest of a published file, as the journal keeps it."""
    text = json.dumps(published, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
