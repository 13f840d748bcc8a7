"""The figures of a period by unit: counts, rates, and how many each rate rests on."""

from __future__ import annotations

from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.queries import scores as figures
from bihuan.matters.queries.visible import visible_to
from bihuan.web.staff import for_staff

QUARTER = 3


@require_GET
@for_staff
def scores(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The table of the quarter so far, or of the days asked for."""
    now = timezone.now()
    since = _day(request.GET.get("from", "")) or _quarter(now)
    until = _day(request.GET.get("to", ""))
    period = figures.Period(_begin(since), _begin(until) if until else None)
    lines = figures.score(visible_to(actor), period, now=now)
    context = {
        "whole": lines[0],
        "lines": sorted(lines[1:], key=lambda line: -line.counts.matters),
        "since": since,
        "until": until,
    }
    return render(request, "web/scores.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _quarter(now: datetime) -> date:
    today = now.astimezone(LOCAL).date()
    return date(today.year, today.month - (today.month - 1) % QUARTER, 1)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), LOCAL)
