"""What is done about a run: asked for, contested, decided, published, corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions.scoring import excluding, objecting, publishing, running
from bihuan.registers.parties import queries as parties
from bihuan.web.staff import for_staff
from bihuan.web.views import scores


@require_POST
@for_staff
def make(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the figures of a period as a run."""
    try:
        asked = running.Asked(
            _region(actor), _day(request.POST.get("from", ""), 0),
            _day(request.POST.get("to", ""), 1), tuple(request.POST.getlist("mechanism")),
        )  # fmt: skip
        made = running.run(asked, by=actor, now=timezone.now())
    except Refused as refused:
        return scores.listed(request, actor, refused)
    messages.success(request, _("The figures are kept; every row can be opened."))
    return redirect("score-run", key=made.pk)


def _region(actor: Actor) -> str:
    """The region whose office acts: that of its mechanisms."""
    unit = parties.unit_of(actor.unit)
    return unit.region or actor.region


def _day(text: str, after: int) -> datetime:
    try:
        day = date.fromisoformat(text) + timedelta(days=after)
    except (ValueError, OverflowError):
        raise Refused("score.period-wrong") from None
    return datetime.combine(day, time(0), LOCAL)


@require_POST
@for_staff
def exclude(request: HttpRequest, actor: Actor, key: int, number: str) -> HttpResponse:
    """Ask for a row to be left out."""
    ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
    try:
        excluding.ask(key, number, ground, reason, by=actor, now=timezone.now())
    except Refused as refused:
        return scores.row_shown(request, actor, key, number, refused)
    messages.success(request, _("Asked for; somebody else decides."))
    return redirect("score-row", key=key, number=number)


@require_POST
@for_staff
def object_(request: HttpRequest, actor: Actor, key: int, number: str) -> HttpResponse:
    """Object to a row of one's own unit."""
    reason = request.POST.get("reason", "")
    try:
        objecting.object_to(key, number, reason, by=actor, now=timezone.now())
    except Refused as refused:
        return scores.row_shown(request, actor, key, number, refused)
    messages.success(request, _("The objection is on record; the office rules on it."))
    return redirect("score-row", key=key, number=number)


@require_POST
@for_staff
def decide(request: HttpRequest, actor: Actor, key: int, exclusion: int) -> HttpResponse:
    """Approve or decline an exclusion."""
    given = request.POST
    return _done(
        request, actor, key, _("The decision is on record."),
        lambda now: excluding.decide(
            key, exclusion, given.get("decision", ""), given.get("reason", ""), by=actor, now=now
        ),
    )  # fmt: skip


@require_POST
@for_staff
def rule(request: HttpRequest, actor: Actor, key: int, objection: int) -> HttpResponse:
    """Rule on an objection."""
    given = request.POST
    ruling = objecting.Ruling(
        given.get("decision", ""), given.get("reason", ""), given.get("remedy", ""),
        given.get("ground", ""), given.get("unit", ""),
    )  # fmt: skip
    return _done(
        request, actor, key, _("The ruling is on record."),
        lambda now: objecting.rule(key, objection, ruling, by=actor, now=now),
    )  # fmt: skip


@require_POST
@for_staff
def publish(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Ask for the publication."""
    return _done(
        request, actor, key, _("Publication was asked for; it waits for its signatures."),
        lambda now: publishing.ask(key, by=actor, now=now),
    )  # fmt: skip


@require_POST
@for_staff
def sign(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Give the signature that is due."""
    return _done(
        request, actor, key, _("Signed."), lambda now: publishing.sign(key, by=actor, now=now)
    )


@require_POST
@for_staff
def correct(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Make published figures anew."""
    try:
        made = running.correct(key, request.POST.get("reason", ""), by=actor, now=timezone.now())
    except Refused as refused:
        return scores.shown(request, actor, key, refused)
    messages.success(request, _("The correction is a run of its own; what was published stays."))
    return redirect("score-run", key=made.pk)


def _done(
    request: HttpRequest, actor: Actor, key: int, told: str, deed: Callable[[datetime], object]
) -> HttpResponse:
    try:
        deed(timezone.now())
    except Refused as refused:
        return scores.shown(request, actor, key, refused)
    messages.success(request, told)
    return redirect("score-run", key=key)
