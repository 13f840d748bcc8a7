"""A clerk takes a matter in by telephone, on paper, across the desk."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.kernel import tables
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import beside, doors
from bihuan.web import askforms, onetime, sentences, similarwords, takingin
from bihuan.web.staff import for_staff

CHANNEL = "channel"
LOOK = "look"  # look for similar matters, take nothing in
FEW = 5
Similar = list[dict[str, Any]]


@require_GET
@for_staff
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The mechanisms this clerk may take matters in for."""
    found = [one for one in doors.doors() if doors.may_take_in(actor, one, timezone.now())]
    return render(request, "web/clerk_choose.html", {"doors": found})


@require_http_methods(["GET", "POST"])
@for_staff
def take_in(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """The form; posted, the same page blank, above it the number and code to read out."""
    door = _door(actor, code)
    if tables.name_of(door.mechanism):
        return redirect("tasksheet-new", code=code)
    if request.method == "GET":
        return _form(request, door, {}, onetime.token())
    token = takingin.token_of(request)
    values = askforms.read(door.mechanism, request.POST)
    if LOOK in request.POST:
        return _form(request, door, values, token, similar=_like(actor, door, values))
    channel = request.POST.get(CHANNEL, "")
    arrival = askforms.arrival(door.mechanism, values, request.POST, channel)
    try:
        takingin.take(request, door, arrival, token, by=actor, now=timezone.now())
    except onetime.AlreadyTaken:
        return _form(request, door, {}, onetime.token(), slip=onetime.kept(token))
    except Refused as refused:
        return _form(request, door, values, token, refused)
    slip = onetime.kept(token)
    beside_it = _beside(actor, slip["number"]) if slip else None
    return _form(request, door, {}, onetime.token(), slip=slip, similar=beside_it)


def _like(actor: Actor, door: doors.Door, values: Mapping[str, Any]) -> Similar:
    """What is like the text as it stands, before anything is taken in."""
    text = str(values.get(door.mechanism.text_field) or "")
    title = str(values.get(door.mechanism.title_field) or "")
    now, region = timezone.now(), door.version.region_id
    found = beside.like(actor, text, title=title, region=region, now=now)
    return similarwords.rows(found[:FEW], now)


def _beside(actor: Actor, number: str) -> Similar:
    """What is like the matter just taken in, while the person is still on the telephone."""
    now = timezone.now()
    return similarwords.rows(beside.beside(actor, number, now=now)[:FEW], now)


def _door(actor: Actor, code: str) -> doors.Door:
    try:
        door = doors.door(code)
    except Refused as refused:
        raise Http404 from refused
    if not doors.may_take_in(actor, door, timezone.now()):
        raise Http404
    return door


def _form(  # noqa: PLR0913 - what a form is drawn from after each kind of request
    request: HttpRequest,
    door: doors.Door,
    values: Mapping[str, Any],
    token: str,
    refused: Refused | None = None,
    *,
    slip: Mapping[str, str] | None = None,
    similar: Similar | None = None,
) -> HttpResponse:
    sentence = sentences.of(refused) if refused else ""
    wrong = str(refused.facts.get("field", "")) if refused else ""
    token_kept = refused is not None or slip is None  # what was typed is shown again
    context = {
        "door": door,
        "channels": askforms.channels(door),
        "channel": request.POST.get(CHANNEL, ""),
        "classes": askforms.classes(door.mechanism),
        "class_": request.POST.get(askforms.CLASS, "") if token_kept else "",
        "fields": askforms.fields(door.mechanism, values, wrong, sentence),
        "asks_person": askforms.asks_person(door.mechanism),
        "token": token,
        "refused": sentence,
        "slip": slip,
        "similar": similar,
        "number": slip["number"] if slip else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/clerk.html", context, status=status)
