"""A mechanism edited in a form that writes the file, tried out, and put into force."""

from __future__ import annotations

from datetime import datetime, time
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.kernel import worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import drafting
from bihuan.matters.queries import drafts
from bihuan.matters.queries.drafts import Draft
from bihuan.matters.rules import drafting as rules
from bihuan.mechanisms.editing.changing import Form
from bihuan.mechanisms.faults import ERROR
from bihuan.web import asked, clockwords, mechanismform, sentences
from bihuan.web.staff import for_staff

FILE, DIFFERENCES, TRY = "file", "differences", "try"
UPON, DEED = "upon", "deed"


@require_http_methods(["GET", "POST"])
@for_staff
def library(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The shipped mechanisms, each to be copied into a draft of the actor's office."""
    refused = ""
    if request.method == "POST":
        try:
            made = drafting.copy(request.POST.get("name", ""), by=actor, now=timezone.now())
        except Refused as found:
            refused = sentences.of(found)
        else:
            return redirect("mechanism-edit", made.code)
    context = {
        "shipped": drafts.shipped(),
        "drafts": [_listed(one) for one in drafts.open_drafts(actor)],
        "refused": refused,
        "may": rules.may_write(actor, actor.unit),
        "unit": sentences.unit_name(actor.unit),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/mechanism_library.html", context, status=status)


def _listed(found: Draft) -> dict[str, Any]:
    return {"draft": found, "by": sentences.post_name(found.saved_by)}


@require_http_methods(["GET", "POST"])
@for_staff
def edit(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One section of the form; posted, a new saving of the draft, and back to the section."""
    found = _draft(actor, code)
    section = request.GET.get("section", "basis")
    if request.method == "GET":
        return _page(request, actor, found, section)
    now, upon = timezone.now(), _upon(request)
    try:
        if section == FILE:
            drafting.write(code, request.POST.get("body", ""), upon=upon, by=actor, now=now)
        else:
            keys = mechanismform.sections().get(section, ())
            given = {name: request.POST.getlist(name) for name in request.POST}
            deed = request.POST.get(DEED, "")
            drafting.answer(code, Form(keys, given, deed), upon=upon, by=actor, now=now)
    except Refused as refused:
        typed = request.POST.get("body", "") if section == FILE else ""
        return _page(request, actor, found, section, refused, typed)
    return redirect(f"{request.path}?section={section}{_anchor(request)}")


def _anchor(request: HttpRequest) -> str:
    """Back to the row that was pressed."""
    verb, _sign, name = request.POST.get(DEED, "").partition(":")
    return f"#{name}" if name and verb != "remove" else ""


def _upon(request: HttpRequest) -> int:
    return asked.whole(request.POST.get(UPON, ""), -1)


@require_POST
@for_staff
def publish(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Put the draft into force."""
    found = _draft(actor, code)
    try:
        kept = drafting.publish(code, upon=_upon(request), by=actor, now=timezone.now())
    except Refused as refused:
        return _page(request, actor, found, DIFFERENCES, refused)
    said = _("%(title)s %(version)s is in force for new matters.")
    messages.success(request, said % {"title": kept.title, "version": kept.version})
    return redirect("mechanism", code)


@require_POST
@for_staff
def discard(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Drop the draft."""
    found = _draft(actor, code)
    try:
        drafting.discard(code, upon=_upon(request), by=actor, now=timezone.now())
    except Refused as refused:
        return _page(request, actor, found, DIFFERENCES, refused)
    messages.success(request, _("The draft is dropped."))
    return redirect("mechanism", code) if found.in_force else redirect("mechanism-library")


def _draft(actor: Actor, code: str) -> Draft:
    try:
        return drafts.draft(actor, code)
    except Refused as refused:
        raise Http404 from refused


def _page(
    request: HttpRequest, actor: Actor, found: Draft, section: str,
    refused: Refused | None = None, typed: str = "",
) -> HttpResponse:  # fmt: skip
    faults = drafts.findings(found)
    told = mechanismform.told(faults)
    sections = mechanismform.sections()
    readable, lines = True, []
    try:
        lines = mechanismform.lines(found.body, sections.get(section, ()), told)
    except Refused:
        readable = False
        section = section if section in (FILE, DIFFERENCES) else FILE
    mechanism = drafts.compiled(found)
    errors = sum(one.level == ERROR for one in told)
    context = {
        "draft": found,
        "saved_by": sentences.post_name(found.saved_by) if found.saved_by else "",
        "section": section,
        "title": mechanismform.SECTIONS.get(section, ""),
        "sections": [
            (name, mechanismform.SECTIONS[name], sum(one.section == name for one in told))
            for name in sections
        ],
        "lines": lines,
        "found": told,
        "errors": errors,
        "warnings": len(told) - errors,
        "readable": readable,
        "mechanism": mechanism,
        "offered": mechanismform.offered(mechanism),
        "owner": sentences.unit_name(found.owner),
        "may_publish": rules.may_publish(actor, found.owner),
        "refused": sentences.of(refused) if refused else "",
        **_more(request, found, section, typed),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/mechanism_edit.html", context, status=status)


def _more(request: HttpRequest, found: Draft, section: str, typed: str) -> dict[str, Any]:
    """What only some sections show."""
    if section == FILE:
        return {"body": typed or found.body.decode(errors="replace")}
    if section == DIFFERENCES:
        changes = drafts.differences(found)
        language = get_language() or "zh"
        said = None if changes is None else [one.say(language) for one in changes]
        return {"changes": said, "history": drafts.history(found.region, found.code)}
    if section == TRY:
        return _tried(request, found)
    return {}


def _tried(request: HttpRequest, found: Draft) -> dict[str, Any]:
    mechanism = drafts.compiled(found)
    if mechanism is None:
        return {}
    now = timezone.now()
    day = asked.day(request.GET.get("day", "")) or timezone.localdate()
    start = datetime.combine(day, time(9, 30), tzinfo=worktime.LOCAL)
    class_ = request.GET.get("class", "")
    class_ = class_ if class_ in mechanism.classes else next(iter(mechanism.classes), "")
    try:
        shown = drafts.tried(mechanism, found.region, class_, start)
    except Refused as refused:
        return {"day": day, "stopped": sentences.of(refused)}
    return {
        "day": day,
        "class_": class_,
        "classes": mechanismform.context_choices(mechanism),
        "clocks": clockwords.clocks(shown, max(now, start)),
    }
