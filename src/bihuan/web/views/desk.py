"""The desk: queues with counts, one of them open, the matter picked out shown beside it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import OFFICE, Actor
from bihuan.kernel.worktime import Calendar
from bihuan.matters.queries import desk as desks
from bihuan.matters.queries import page
from bihuan.web import clockwords, listing, words
from bihuan.web.staff import for_staff

URGENT = {"overdue": "late", "due-soon": "soon"}


@require_GET
@for_staff
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page of one queue."""
    now = timezone.now()
    found = desks.desk(
        actor, request.GET.get("queue", ""), now=now, after=request.GET.get("after", "")
    )
    picked = _picked(found, request.GET.get("m", ""))
    takes_in = not actor.duties.isdisjoint(OFFICE)
    context = {
        "queue": found.queue,
        "queue_name": words.of(words.QUEUES, found.queue),
        "queues": [_tab(name, count) for name, count in found.counts.items()],
        "lines": [listing.line(row, found.calendar, now) for row in found.rows],
        "picked": picked.matter.number if picked else "",
        "preview": _preview(picked, actor, found.calendar, now) if picked else None,
        "after": found.after,
        "takes_in": takes_in,
        "new": takes_in and not any(found.counts.values()),
    }
    return render(request, "web/desk.html", context)


def _tab(name: str, count: int) -> dict[str, object]:
    shown = f"{desks.MOST_COUNTED}+" if count > desks.MOST_COUNTED else str(count)
    return {
        "name": name,
        "label": words.of(words.QUEUES, name),
        "count": shown,
        "look": URGENT.get(name, "") if count else "none",
    }


def _picked(found: desks.Desk, number: str) -> desks.Row | None:
    first = found.rows[0] if found.rows else None
    return next((row for row in found.rows if row.matter.number == number), first)


def _preview(row: desks.Row, actor: Actor, calendar: Calendar, now: datetime) -> dict[str, object]:
    """The picked matter beside the list: why it is where it is, and what may be done."""
    glance = page.glance(row.matter, actor, now=now)
    clocks = clockwords.clocks(glance.clocks[:1], now, calendar)
    line = listing.line(row, calendar, now)
    return {
        "number": line.number,
        "title": line.title,
        "ring": line.ring,
        "excerpt": glance.excerpt,
        "mechanism": glance.mechanism,
        "clock": clocks[0] if clocks else None,
        "moves": listing.keyed(glance.moves),
    }
