"""The templates of papers: which is in force, the fields it may name, another put in its place."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.papers import templating
from bihuan.matters.queries.papers import drawing, room
from bihuan.matters.queries.papers import templates as kept
from bihuan.matters.rules.papers import kinds
from bihuan.web import papers as told
from bihuan.web import sentences, words
from bihuan.web.staff import for_staff
from bihuan.web.views import paper


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def templates(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, and an upload."""
    if not room.may_press(actor):
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            return _kept(request, actor)
        except Refused as refusal:
            refused = sentences.of(refusal)
    lines = [
        {"one": one, "name": words.of(told.KINDS, one.kind.code)}
        for one in kept.in_force(actor.region)
    ]
    context = {"lines": lines, "refused": refused, "asked": request.POST.get("kind", "")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/papertemplates.html", context, status=status)


def _kept(request: HttpRequest, actor: Actor) -> HttpResponse:
    upload = request.FILES.get("template")
    if upload is None:
        raise Refused("file.empty")
    code = request.POST.get("kind", "")
    body = upload.read()
    made = templating.keep(code, upload.name or "", body, by=actor, now=timezone.now())
    messages.success(request, _("Version %(version)s is in force.") % {"version": made.version})
    return redirect("paper-templates")


@require_safe
@for_staff
def template(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """The template in force, to be edited."""
    if not room.may_press(actor):
        raise Http404
    try:
        found = kinds.kind(kind)
    except Refused as refused:
        raise Http404 from refused
    ending = "xlsx" if found.layout == "table" else "docx"
    return paper.sent(drawing.template(actor.region, found), f"{found.name} 模板", ending)
