"""The ledger: every matter one may know of, narrowed by filters that are part of the address."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import doors
from bihuan.matters.queries import ledger as ledgers
from bihuan.matters.queries.ledgers import preview as ledgerins
from bihuan.registers.parties import queries as parties
from bihuan.web import ledgerpage, listing, words
from bihuan.web.staff import account_of, for_staff

NAMES = ("q", "stage", "mechanism", "unit", "overdue")


@require_GET
@for_staff
def ledger(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One page of the ledger; a search that finds exactly one number opens it."""
    now = timezone.now()
    asked = {name: request.GET.get(name, "").strip() for name in NAMES}
    sieve = ledgers.Sieve(
        asked["q"], asked["stage"], asked["mechanism"], asked["unit"], bool(asked["overdue"])
    )
    found = ledgers.ledger(actor, sieve, now=now, after=request.GET.get("after", ""))
    if asked["q"] and len(found.rows) == 1 and found.rows[0].matter.number == asked["q"].upper():
        return redirect("matter", number=found.rows[0].matter.number)
    calendar = parties.calendar_for(actor.region)
    context = {
        **_came_in(request, actor, sieve, now),
        "asked": asked,
        "lines": [listing.line(row, calendar, now) for row in found.rows],
        "stages": words.STAGES.items(),
        "mechanisms": [(one.mechanism.code, one.mechanism.title) for one in doors.doors()],
        "units": [(unit.code, unit.short_name or unit.name) for unit in parties.all_units()],
        "next": urlencode({k: v for k, v in asked.items() if v} | {"after": found.after}),
        "more": bool(found.after),
        "narrowed": any(asked.values()),
    }
    return render(request, "web/ledger.html", context)


def _came_in(
    request: HttpRequest, actor: Actor, sieve: ledgers.Sieve, now: datetime
) -> dict[str, object]:
    """What became of a ledger that was just taken in, shown above the list."""
    try:
        row = ledgerins.one(request.GET.get("in", ""), account_of(request))
    except Refused:
        return {}
    if row.taken_at is None:
        return {}
    return {
        "came": ledgerpage.counted(row.counts),
        "came_in": row,
        "overdue_count": ledgers.count(actor, sieve, now=now) if sieve.overdue else 0,
    }
