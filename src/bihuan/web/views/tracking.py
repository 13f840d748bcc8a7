"""Where my matter is: number and code in, plain words out, and what the person may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.kernel.actor import REQUESTER
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting, asking
from bihuan.matters.queries import tracking
from bihuan.registers.parties import queries as parties
from bihuan.web import attempts, moveforms, personpage, sentences

WRONG = "matter.code-wrong"
MOVES = ("rate", "ask-review", "withdraw")


@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The question for number and code, and the matter they open."""
    if request.method == "GET":
        return _asked(request, {"number": request.GET.get("number", "")})
    with parties.one_reading():
        return _answered(request)


@never_cache
@require_POST
def ask(request: HttpRequest, action: str) -> HttpResponse:
    """Rate, withdraw or ask for a review, with the person's own code."""
    if action not in MOVES:
        raise Http404
    number, code = _given(request)
    with parties.one_reading():
        try:
            attempts.check(request, number)
            asked = acting.Asked(action, moveforms.read(action, request.POST))
            asking.ask(number, code, asked, now=timezone.now())
        except Refused as refused:
            if refused.code == WRONG:
                attempts.note(request, number)
            return _answered(request, refused=refused, action=action)
        return _answered(request, told=_told(action))


def _given(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("number", "").strip().upper(), request.POST.get("code", "")


def _asked(
    request: HttpRequest, given: Mapping[str, str], refused: Refused | None = None
) -> HttpResponse:
    """The form alone; a wrong code is told without saying which of the two is wrong."""
    context = {"given": given, "refused": sentences.of(refused) if refused else ""}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/track.html", context, status=status)


def _answered(
    request: HttpRequest, refused: Refused | None = None, action: str = "", told: str = ""
) -> HttpResponse:
    """The matter behind number and code, or the form again."""
    number, code = _given(request)
    try:
        attempts.check(request, number)
        found = tracking.track(number, code, now=timezone.now())
    except Refused as wrong:
        if wrong.code == WRONG and refused is None:
            attempts.note(request, number)
        return _asked(request, {"number": number}, wrong)
    context = personpage.context(found, timezone.now()) | {
        "number": number,
        "code": code,
        "told": told,
        "refused": sentences.of(refused) if refused else "",
        "forms": _forms(found, request, refused, action),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/tracked.html", context, status=status)


def _forms(
    found: tracking.Tracked, request: HttpRequest, refused: Refused | None, action: str
) -> dict[str, Any]:
    ground = moveforms.Ground(*found.own, REQUESTER)
    drawn = {name: moveforms.form(name, ground) for name in MOVES if name in found.moves}
    if refused is not None and action in drawn:
        given = moveforms.read(action, request.POST)
        wrong = str(refused.facts.get("field", ""))
        drawn[action] = moveforms.refilled(drawn[action], given, sentences.of(refused), wrong)
    return {name.replace("-", "_"): one for name, one in drawn.items()}


def _told(action: str) -> str:
    match action:
        case "rate":
            return _("Thank you. The unit that handled it does not see your rating.")
        case "withdraw":
            return _("Your matter is withdrawn.")
    return _("Your request for a review has been taken in.")
