"""The mechanisms: the version in force in words, and the file as it was published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import declared, doors
from bihuan.matters.rules import drafting
from bihuan.web import mechanismpage
from bihuan.web.staff import for_staff


@require_GET
@for_staff
def mechanisms(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every mechanism in force."""
    return render(
        request,
        "web/mechanisms.html",
        {"doors": doors.doors(), "may_begin": drafting.may_write(actor, actor.unit)},
    )


@require_GET
@for_staff
def mechanism(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One version of a mechanism, the one in force unless another is asked for."""
    try:
        found = declared.edition(code, request.GET.get("version", ""))
    except Refused as refused:
        raise Http404 from refused
    context = mechanismpage.context(found, timezone.now())
    context["may_edit"] = drafting.may_write(actor, found.mechanism.owner)
    return render(request, "web/mechanism.html", context)
