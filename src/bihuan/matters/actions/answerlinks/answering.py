"""What is done through a link: looked at, which is written down, and answered, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from bihuan.matters.actions import acting
from bihuan.matters.actions.tasksheets import filling
from bihuan.matters.models import Access, Matter
from bihuan.matters.queries import answerlinks

VIA = "link"


def look(token: str, *, now: datetime) -> answerlinks.Opened:
    """The matter of a link; that it was opened stays on record."""
    opened = answerlinks.opened(token, now=now)
    by = opened.actor
    Access.objects.create(matter=opened.row, person=by.person, post=by.post, what=VIA, at=now)
    return opened


def answer(token: str, reply: filling.Reply, *, now: datetime) -> Matter:
    """Answer as the post of the link, by an ordinary reply; refuses what a reply refuses, and a
    link that is wrong, used, revoked, expired or over.
    """
    with transaction.atomic():
        link = answerlinks.found(token, now=now, lock=True)
        by = answerlinks.holder(link, link.matter, now)
        row = acting.locked(link.matter.number, by)
        filling.answer(row, replace(reply, via=VIA), by=by, now=now)
        link.used_at = now
        link.save(update_fields=["used_at"])
    return row
