"""Links by which a post answers one matter once: what one opens, and which were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import record, tables, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.refused import Refused
from bihuan.matters.models import AnswerLink, Content, Matter
from bihuan.matters.queries import page, versions
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties import secrecy
from bihuan.registers.parties.rules import masking


@dataclass(frozen=True, slots=True)
class Opened:
    """One matter as the post of a link sees it: what is asked and by when, never who asks."""

    row: Matter
    mechanism: Mechanism
    state: State
    actor: Actor
    text: str
    clock: page.ClockShown | None
    table: tables.Table | None


def index(token: str) -> str:
    """What is kept of a token."""
    return secrecy.index(f"answer-link:{token}")


def found(token: str, *, now: datetime, lock: bool = False) -> AnswerLink:
    """The link of a token; refuses `link.wrong`, `link.used`, `link.revoked`, `link.expired`."""
    every = AnswerLink.objects.select_for_update() if lock else AnswerLink.objects
    known = secrecy.indexes(f"answer-link:{token}")
    link = every.filter(token_index__in=known).first()
    if link is None:
        raise Refused("link.wrong")
    if link.used_at is not None:
        raise Refused("link.used", at=link.used_at)
    if link.revoked_at is not None:
        raise Refused("link.revoked")
    if link.expires_at <= now:
        raise Refused("link.expired", at=link.expires_at)
    return link


def holder(link: AnswerLink, row: Matter, now: datetime) -> Actor:
    """Who answers by the link: its post, while that is of the unit that owes the answer.

    Refuses `link.over` where the matter waits for no answer of that post any more.
    """
    on = now.astimezone(worktime.LOCAL).date()
    post = parties.post_of(link.post)
    owed = row.stage in page.ANSWERING and not row.pending_duty and not row.restricted
    if post is None or not post.active or post.unit != row.unit_id or not owed:
        raise Refused("link.over", number=row.number)
    return parties.acting_in(link.post, on=on)


def opened(token: str, *, now: datetime) -> Opened:
    """What a link opens; refuses what `found` and `holder` refuse."""
    link = found(token, now=now)
    row = Matter.objects.select_related("content", "version").get(pk=link.matter_id)
    actor = holder(link, row, now)
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    shown = page.clocks_shown(mechanism, state, parties.calendar_for(row.region_id))
    owed = (one for one in shown if "replied" in one.clock.stops and one.run.running)
    return Opened(
        row, mechanism, state, actor, _said(row), next(owed, None),
        tables.of(mechanism, state.values) if state.part else None,
    )  # fmt: skip


def _said(row: Matter) -> str:
    """The letter without who wrote it: names and numbers of people are masked."""
    content = Content.objects.filter(matter=row.parent_id or row.pk).first()
    if content is None:
        return ""
    text, name = content.text or content.summary, content.requester
    return masking.hidden_numbers(text.replace(name, masking.masked_name(name)) if name else text)


def links_of(row: Matter) -> tuple[AnswerLink, ...]:
    """The links made for a matter, the newest first."""
    return tuple(row.answer_links.order_by("-pk"))
