"""Answering once by a link: given by office or unit head, used without signing in."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.kernel import tables
from bihuan.kernel.actor import DESK, Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.answerlinks import answering, making
from bihuan.matters.actions.tasksheets import filling
from bihuan.matters.queries import answerlinks
from bihuan.matters.queries import page as pages
from bihuan.registers.parties import queries as parties
from bihuan.web import attempts, clockwords, dates, rowforms, sentences, tasksheets, uploads
from bihuan.web.moveforms import Option
from bihuan.web.staff import for_staff
from bihuan.web.views.matter import unknown

WRONG = "link.wrong"
GONE = frozenset({"link.used", "link.revoked", "link.expired", "link.over"})
DAYS = 7
MARK = "answer-link"  # attempts are counted together: a token names no matter


@require_http_methods(["GET", "POST"])
@for_staff
def links(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The links of a matter; posted, one more, its message shown this once."""
    now = timezone.now()
    if request.method == "GET":
        return _links(request, actor, number)
    days = request.POST.get("days", "")
    try:
        post = request.POST.get("post", "")
        made = making.make(number, post, int(days) if days.isdecimal() else 0, by=actor, now=now)
    except Refused as refused:
        return _links(request, actor, number, refused=refused)
    return _links(request, actor, number, message=_message(request, made, now))


@require_POST
@for_staff
def revoke(request: HttpRequest, actor: Actor, number: str, key: int) -> HttpResponse:
    """End a link nobody has used."""
    try:
        making.revoke(number, key, by=actor, now=timezone.now())
    except Refused as refused:
        return _links(request, actor, number, refused=refused)
    messages.success(request, _("The link is taken back."))
    return redirect("links", number=number)


def _message(request: HttpRequest, made: making.Made, now: datetime) -> str:
    address = request.build_absolute_uri(reverse("answer", args=[made.token]))
    asked = _("Please answer “%(title)s” (%(number)s)") % {
        "title": made.row.title, "number": made.row.number,
    }  # fmt: skip
    if made.row.due_at:
        asked += _(" by %(due)s") % {"due": dates.moment(made.row.due_at, now)}
    until = dates.moment(made.link.expires_at, now)
    rest = _("It needs no sign-in, answers once and is good until %(until)s; do not pass it on.")
    return f"{asked}{_(': ')}{address}\n{rest % {'until': until}}"


def _links(
    request: HttpRequest,
    actor: Actor,
    number: str,
    refused: Refused | None = None,
    message: str = "",
) -> HttpResponse:
    now = timezone.now()
    try:
        found = pages.matter_page(actor, number, now=now)
    except Refused as why:
        return unknown(request, why)
    posts = parties.posts_of_unit(found.row.unit_id or "")
    context = {
        "matter": found.row,
        "may": found.may_link,
        "unit": sentences.unit_name(found.row.unit_id) if found.row.unit_id else "",
        "posts": [Option(one.code, one.title) for one in posts if one.duties & DESK],
        "days": DAYS,
        "links": [_link(one, now) for one in answerlinks.links_of(found.row)],
        "message": message,
        "refused": sentences.of(refused) if refused else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/answer_links.html", context, status=status)


def _link(one: Any, now: datetime) -> dict[str, Any]:
    if one.used_at:
        state = _("answered %(at)s") % {"at": dates.moment(one.used_at, now)}
    elif one.revoked_at:
        state = _("taken back")
    elif one.expires_at <= now:
        state = _("ended %(at)s") % {"at": dates.moment(one.expires_at, now)}
    else:
        state = _("good until %(at)s") % {"at": dates.moment(one.expires_at, now)}
    open_ = not (one.used_at or one.revoked_at) and one.expires_at > now
    return {
        "key": one.pk, "post": sentences.post_name(one.post), "state": state, "open": open_,
        "made": dates.moment(one.made_at, now), "by": sentences.post_name(one.made_by),
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One matter and its form, for whoever holds the link; after that, a plain end."""
    with parties.one_reading():
        try:
            attempts.check(request, MARK + token)
            if request.method == "GET":
                return _form(request, answering.look(token, now=timezone.now()))
            return _answered(request, token)
        except Refused as refused:
            if refused.code == WRONG:
                attempts.note(request, MARK + token)
            return _over(request, refused)


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    now, given = timezone.now(), None
    found = answerlinks.opened(token, now=now)
    try:
        note = ""
        if found.table is not None:
            given = rowforms.read(found.table, request.POST.dict())
            note = rowforms.note(tables.filled(found.table, given))
        with transaction.atomic():
            files = request.FILES.getlist("files")
            kept = [uploads.keep(one, found.actor, now) for one in files]
            closing, text = request.POST.get("closing", ""), request.POST.get("text", "").strip()
            reply = filling.Reply(closing, text, given, note, kept)
            row = answering.answer(token, reply, now=now)
    except Refused as refused:
        if refused.code in GONE:
            raise
        return _form(request, found, refused, given)
    told = tasksheets.sent(row)
    return render(request, "web/answered.html", {"told": told, "number": row.number})


def _form(
    request: HttpRequest,
    found: answerlinks.Opened,
    refused: Refused | None = None,
    given: list[list[str]] | None = None,
) -> HttpResponse:
    now, table = timezone.now(), found.table
    lines = rowforms.lines(table, given, refused.facts if refused else None) if table else []
    calendar = parties.calendar_for(found.row.region_id)
    clocks = clockwords.clocks([found.clock], now, calendar) if found.clock else []
    context = {
        "matter": found.row,
        "mechanism": found.mechanism,
        "text": found.text,
        "post": sentences.post_name(found.actor.post),
        "clock": next(iter(clocks), None),
        "lines": lines,
        "places": len(lines),
        "columns": table.columns if table else (),
        "closings": [Option(c.code, c.label) for c in found.mechanism.closings.values()],
        "said": {name: request.POST.get(name, "") for name in ("closing", "text")},
        "files_lost": bool(refused) and bool(request.FILES),
        "refused": sentences.of(refused) if refused else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/answer.html", context, status=status)


def _over(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The plain end of a link that opens nothing (any more)."""
    status = HTTPStatus.GONE if refused.code in GONE else HTTPStatus.NOT_FOUND
    if refused.code == "tracking.too-many":
        status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"refused": sentences.of(refused)}
    return render(request, "web/answered.html", context, status=status)
