"""What is done about a run: asked for, contested, decided, published, corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions.scoring import excluding, objecting, publishing, running
from bihuan.registers.jobs import actions as jobs
from bihuan.registers.jobs import queries as asked_for
from bihuan.registers.parties import queries as parties
from bihuan.web import asked as typed
from bihuan.web.staff import account_of, for_staff
from bihuan.web.views import scores

JOB = "score-run"


@require_POST
@for_staff
def make(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the figures of a period as a run."""
    try:
        asked = running.Asked(
            _region(actor), _day(request.POST.get("from", ""), 0),
            _day(request.POST.get("to", ""), 1), tuple(request.POST.getlist("mechanism")),
        )  # fmt: skip
        running.check(asked, by=actor, now=timezone.now())
        if running.large(asked, actor):
            return _job(request, actor, {
                "region": asked.region, "since": asked.since.isoformat(),
                "until": asked.until.isoformat(), "mechanisms": list(asked.mechanisms),
            })  # fmt: skip
        made = running.run(asked, by=actor, now=timezone.now())
    except Refused as refused:
        return scores.listed(request, actor, refused)
    messages.success(request, _("The figures are kept; every row can be opened."))
    return redirect("score-run", key=made.pk)


@require_GET
@for_staff
def made(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Where one goes on when the job is done: to the run it kept."""
    try:
        job = asked_for.one(account_of(request), number)
    except Refused as refused:
        raise Http404 from refused
    if "run" not in job.facts:
        raise Http404
    return redirect("score-run", key=job.facts["run"])


def _job(request: HttpRequest, actor: Actor, payload: Mapping[str, Any]) -> HttpResponse:
    job = jobs.ask(
        JOB, payload, account=account_of(request), by=actor, now=timezone.now(),
        root=settings.BIHUAN_HOME, language=get_language() or "zh-hans",
    )  # fmt: skip
    return redirect("job", number=job.pk)


def _region(actor: Actor) -> str:
    """The region whose office acts: that of its mechanisms."""
    unit = parties.unit_of(actor.unit)
    return unit.region or actor.region


def _day(text: str, after: int) -> datetime:
    found = typed.day(text)
    if found is None:
        raise Refused("score.period-wrong")
    return datetime.combine(found + timedelta(days=after), time(0), LOCAL)


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
    reason = request.POST.get("reason", "")
    try:
        old = running.correctable(key, reason, by=actor)
        if running.large(running.asked_of(old), actor):
            return _job(request, actor, {"corrects": key, "reason": reason})
        made = running.correct(key, reason, by=actor, now=timezone.now())
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
