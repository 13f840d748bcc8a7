"""Problems of many: proposed groups, and those that a clerk has confirmed."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import confirming
from bihuan.matters.queries.nearness import groups
from bihuan.web import sentences, similarwords
from bihuan.web.staff import for_staff


@require_http_methods(["GET", "POST"])
@for_staff
def common(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page; posted, one group is confirmed wholly or not at all."""
    if request.method == "GET":
        return _page(request, actor)
    try:
        title = _confirmed(request, actor)
    except Refused as refused:
        return _page(request, actor, refused)
    messages.success(request, _("Confirmed: %(title)s") % {"title": title})
    return redirect("common")


def _confirmed(request: HttpRequest, actor: Actor) -> str:
    problem = confirming.confirm(
        request.POST.get("leading", "").strip(),
        request.POST.getlist("joins"),
        request.POST.get("title", "").strip(),
        request.POST.get("reason", "").strip(),
        by=actor,
        now=timezone.now(),
    )
    return problem.title


def _page(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    context = similarwords.groups(groups.proposed(actor, now=now), now) | {
        "confirmed": similarwords.confirmed(groups.confirmed(actor), now),
        "refused": sentences.of(refused) if refused else "",
        "given": request.POST if refused else {},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/common.html", context, status=status)
