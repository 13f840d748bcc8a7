"""Signing off a paper: the same rule as for a move, judged by the kernel."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.kernel import signoffs
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.papers import chaining, drafting
from bihuan.matters.models import Paper
from bihuan.matters.queries.papers import room, standing


def submit(key: int, *, by: Actor, now: datetime) -> Paper:
    """Put a draft before those who sign; its text stands from here on.

    Refuses `paper.stage`, and `paper.no-signature` for a kind nobody signs.
    """
    with transaction.atomic():
        paper = drafting.mine(key, "draft", by=by)
        if not paper.needed:
            raise Refused("paper.no-signature")
        paper.stage, paper.signed = "signing", []
        chaining.note(paper, "submitted", {"needs": paper.needed}, by=by, now=now)
    return paper


def sign(key: int, *, by: Actor, now: datetime) -> Paper:
    """One signature more; refuses `paper.stage` and `matter.signature-not-due`."""
    with transaction.atomic():
        paper = chaining.locked(key, by=by)
        _waits(paper)
        done = signoffs.countersigned(
            standing.waiting(paper), by, standing.facts_of(paper, now), now
        )
        paper.signed = [[duty, who, at.isoformat()] for duty, who, at in done.signed]
        chaining.note(paper, "signed", {"duty": done.signed[-1][0]}, by=by, now=now)
    return paper


def decline(key: int, reason: str, *, by: Actor, now: datetime) -> Paper:
    """Send a paper back to its drafter; signatory or drafter, with a reason."""
    if not reason.strip():
        raise Refused("paper.reason-missing")
    with transaction.atomic():
        paper = chaining.locked(key, by=by)
        if paper.stage != "signing":
            raise Refused("paper.stage", stage=paper.stage, stages="signing")
        if not room.may_draft(by, paper) and not room.may_sign(by, paper, now):
            raise Refused("paper.not-yours")
        paper.stage, paper.signed = "draft", []
        chaining.note(paper, "declined", {"reason": reason.strip()}, by=by, now=now)
    return paper


def _waits(paper: Paper) -> None:
    if paper.stage != "signing" or room.complete(paper):
        raise Refused("paper.stage", stage=paper.stage, stages="signing")
