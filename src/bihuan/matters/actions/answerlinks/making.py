"""Making and revoking a link by which one post answers one matter once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bihuan.kernel import record
from bihuan.kernel.actor import DESK, Actor
from bihuan.kernel.capacities import among
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting
from bihuan.matters.models import AnswerLink, Matter
from bihuan.matters.queries import answerlinks, page, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.registers.journal import actions as journal
from bihuan.registers.parties import queries as parties

LONGEST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Made:
    """A link and its token, which is shown once and kept nowhere."""

    link: AnswerLink
    row: Matter
    token: str


def make(number: str, post: str, days: int, *, by: Actor, now: datetime) -> Made:
    """Leave for a post of the handling unit to answer; its former links end.

    Refuses `link.restricted`, `matter.stage-wrong`, `matter.desk-elsewhere`, a number of days out
    of range, and `matter.capacity-missing`.
    """
    with transaction.atomic():
        row = acting.locked(number, by)
        _may(row, by, now)
        _check(row, post, days)
        _end_former(row, now, post=post)
        token = secrets.token_urlsafe(24)
        link = AnswerLink.objects.create(
            matter=row, post=post, token_index=answerlinks.index(token), made_at=now,
            made_by=by.post, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        _note(row, "link", {"for": post, "days": days}, by=by, now=now)
    return Made(link, row, token)


def revoke(number: str, key: int, *, by: Actor, now: datetime) -> Matter:
    """End a link that was not used; refuses `link.wrong` and `matter.capacity-missing`."""
    with transaction.atomic():
        row = acting.locked(number, by)
        _may(row, by, now)
        open_ = AnswerLink.objects.filter(pk=key, matter=row, used_at=None, revoked_at=None)
        link = open_.first()
        if link is None:
            raise Refused("link.wrong")
        open_.update(revoked_at=now)
        _note(row, "link-revoked", {"for": link.post}, by=by, now=now)
    return row


def _may(row: Matter, by: Actor, now: datetime) -> None:
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    facts = facts_for(row, mechanism, state, "reply", {}, now)
    if not among(page.LINKERS, mechanism, state, by, facts):
        raise Refused(
            "matter.capacity-missing", action="link", needed="、".join(sorted(page.LINKERS))
        )


def _check(row: Matter, post: str, days: int) -> None:
    if row.restricted:
        raise Refused("link.restricted", number=row.number)
    if row.stage not in page.ANSWERING:
        raise Refused("matter.stage-wrong", action="link", stage=row.stage)
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("action.field-wrong", field="days", value=days, allowed=f"1–{LONGEST_DAYS}")
    held = parties.post_of(post)
    if held is None or not held.active or held.unit != row.unit_id or not held.duties & DESK:
        raise Refused("matter.desk-elsewhere", desk=post, unit=row.unit_id)


def _end_former(row: Matter, now: datetime, *, post: str) -> None:
    former = AnswerLink.objects.filter(matter=row, post=post, used_at=None, revoked_at=None)
    former.update(revoked_at=now)


def _note(row: Matter, kind: str, data: dict[str, object], *, by: Actor, now: datetime) -> None:
    payload = {"data": data, "cycle": row.cycle, "changes": {}}
    journal.append(row, kind=kind, payload=payload, author=by, happened_at=now, recorded_at=now)
    row.save(update_fields=["head", "length"])
