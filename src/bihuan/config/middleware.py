"""What every answer carries and every request must pass, beyond what Django brings."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

Answer = Callable[[HttpRequest], HttpResponseBase]

# data: is for the QR code of the second factor.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SECOND_FACTOR = "second_factor"
OPEN_WITHOUT = {"account_logout", "account_reauthenticate", "set_language"}


def content_policy(answer: Answer) -> Answer:
    """Nothing comes from elsewhere: no script, style, font or picture, and no frame around us."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        return response

    return respond


def limited_upload(answer: Answer) -> Answer:
    """Turns away a request larger than the installation takes, before a byte of it is read."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        largest = settings.BIHUAN_LARGEST_UPLOAD
        if int(request.META.get("CONTENT_LENGTH") or 0) <= largest:
            return answer(request)
        sentence = _("The files together are larger than %(megabytes)s MB. Send fewer at a time.")
        return HttpResponse(
            sentence % {"megabytes": largest // 2**20},
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            content_type="text/plain; charset=utf-8",
        )

    return respond


class WithoutNul:
    """Turns away an answer holding the character no table can keep, wherever it stands."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        asked = (request.GET, request.POST)
        given = (value for each in asked for values in each.lists() for value in values[1])
        if all("\0" not in str(value) for value in given):
            return None
        sentence = _("What was sent holds a character that cannot be kept. Type it anew and send.")
        return HttpResponse(
            sentence,
            status=HTTPStatus.BAD_REQUEST,
            content_type="text/plain; charset=utf-8",
        )


class SecondFactor:
    """Sends an account without a second factor to set one up; only the demonstration goes without.

    The session remembers that there is one, so that it costs a query once per sign-in.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        if settings.BIHUAN_DEMONSTRATION or not request.user.is_authenticated:
            return None
        if request.session.get(SECOND_FACTOR) or _is_open(request):
            return None
        if is_mfa_enabled(request.user, types=["totp"]):
            request.session[SECOND_FACTOR] = True
            return None
        return redirect("mfa_activate_totp")


def _is_open(request: HttpRequest) -> bool:
    name = (request.resolver_match and request.resolver_match.view_name) or ""
    return name in OPEN_WITHOUT or name.startswith("mfa_")
