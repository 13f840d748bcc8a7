"""Taking a matter in by link: the form, what came of it, the QR code and the poster."""

from __future__ import annotations

import io
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.kernel.actor import REQUESTER
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import doors
from bihuan.registers.parties import queries as parties
from bihuan.web import askforms, onetime, sentences, takingin

CHANNEL = "qr"


@never_cache
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a mechanism; posting it takes the matter in, once however often it is posted."""
    with parties.one_reading():
        door = opened(code, request.GET.get("region", ""))
        if request.method == "GET":
            return _form(request, door, {}, onetime.token())
        token = takingin.token_of(request)
        values = askforms.read(door.mechanism, request.POST)
        arrival = askforms.arrival(door.mechanism, values, request.POST, door.channel(CHANNEL))
        try:
            takingin.take(request, door, arrival, token, by=REQUESTER, now=timezone.now())
        except onetime.AlreadyTaken:
            return redirect("intake-done", code=code, token=token)
        except Refused as refused:
            return _form(request, door, values, token, refused)
        return redirect("intake-done", code=code, token=token)


def opened(code: str, region: str = "") -> doors.Door:
    """The door of a mechanism that takes matters in by link; anything else is no page."""
    try:
        door = doors.door(code, region)
    except Refused as refused:
        raise Http404 from refused
    if not door.channel(CHANNEL):
        raise Http404
    return door


def _form(
    request: HttpRequest,
    door: doors.Door,
    values: Mapping[str, Any],
    token: str,
    refused: Refused | None = None,
) -> HttpResponse:
    sentence = sentences.of(refused) if refused else ""
    wrong = str(refused.facts.get("field", "")) if refused else ""
    context = {
        "door": door,
        "open": door.is_open(timezone.now()),
        "fields": askforms.fields(door.mechanism, values, wrong, sentence),
        "asks_person": askforms.asks_person(door.mechanism),
        "hidden": request.POST.get(askforms.HIDDEN, ""),
        "token": token,
        "refused": sentence,
        "files_lost": bool(refused) and bool(request.FILES),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/intake.html", context, status=status)


@never_cache
@require_GET
def done(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The number and the code, for as long as the answer to the form is kept."""
    found = onetime.kept(token)
    with parties.one_reading():
        door = opened(code)
        return render(request, "web/intake_done.html", {"door": door, "slip": found})


@require_GET
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The link as a picture that a telephone reads."""
    opened(code)
    address = request.build_absolute_uri(reverse("intake", args=[code]))
    picture = io.BytesIO()
    segno.make(address, error="q").save(
        picture, kind="svg", border=4, xmldecl=False, scale=8, dark="#000", light="#fff"
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_GET
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """A page to print and hang up."""
    with parties.one_reading():
        door = opened(code)
        address = request.build_absolute_uri(reverse("intake", args=[code]))
        return render(request, "web/poster.html", {"door": door, "address": address})
