"""The room of papers: this week's press, what is to be checked and signed, what went out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.papers import drafting, issuing, pressing
from bihuan.matters.queries import doors
from bihuan.matters.queries.figures.reading import Scope
from bihuan.matters.queries.papers import room
from bihuan.matters.rules.figures import periods
from bihuan.matters.rules.papers import fonts, reminders
from bihuan.registers.parties import queries as parties
from bihuan.web import asked as asked_for
from bihuan.web import papers as told
from bihuan.web import sentences
from bihuan.web.staff import for_staff

# How many proposed letters stand open; a ledger just taken in may propose a wall of them.
AT_ONCE = 5


@require_GET
@for_staff
def papers(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The first page of the room."""
    return shown(request, actor)


def shown(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> HttpResponse:
    """The room, with why something was not done."""
    now = timezone.now()
    found = room.room(actor, now=now)
    proposed = [told.proposal(one, now) for one in found.proposed]
    context = {
        "may_press": room.may_press(actor),
        "last": told.press(found.press, now) if found.press else None,
        "figures": told.figures(room.figures_of(found.press)) if found.press else None,
        "presses": [told.press(one, now) for one in found.presses[1:]],
        "to_sign": [told.line(one, now) for one in found.to_sign],
        "drafts": [told.line(one, now) for one in found.drafts],
        "proposed_first": proposed[:AT_ONCE],
        "proposed_more": proposed[AT_ONCE:],
        "issued": [told.line(one, now) for one in found.issued],
        "gaps": room.gaps(actor),
        "mechanisms": [(one.mechanism.code, one.mechanism.title) for one in doors.doors()],
        "units": [(unit.code, unit.short_name or unit.name) for unit in parties.all_units()],
        "font_missing": font_missing(),
        "refused": sentences.of(refused) if refused else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/papers.html", context, status=status)


def font_missing() -> str:
    """Why no PDF can be set on this machine; empty where it can."""
    try:
        fonts.found(desk().fonts)
    except Refused as refused:
        return sentences.of(refused)
    return ""


def desk() -> issuing.Desk:
    """Where this installation keeps papers and types."""
    return issuing.Desk(settings.BIHUAN_HOME)


@require_POST
@for_staff
def press(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One press: the figures frozen, the papers laid out."""
    now, asked = timezone.now(), request.POST
    scope = Scope(asked.get("mechanism", ""), asked.get("unit", ""))

    def made() -> HttpResponse:
        period = periods.of(
            asked.get("period", "week"), now=now, first=asked_for.day(asked.get("from", "")),
            last=asked_for.day(asked.get("to", "")),
        )  # fmt: skip
        done = pressing.press(period, scope, by=actor, now=now)
        return redirect("press", key=done.pk)

    return attempted(request, actor, made)


@require_GET
@for_staff
def pressed(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """The papers of one press, its figures and the reminders to paste."""
    now = timezone.now()
    made = _found(lambda: room.press(actor, key))
    context = {
        "press": told.press(made, now),
        "figures": told.figures(room.figures_of(made)),
        "papers": [told.line(one, now) for one in made.papers.order_by("pk")],
    }
    return render(request, "web/press.html", context)


@require_GET
@for_staff
def reminder_text(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """All reminders of a press as one text."""
    made = _found(lambda: room.press(actor, key))
    text = reminders.whole(room.figures_of(made))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="reminders.txt"'
    return answer


@require_POST
@for_staff
def take_up(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """A letter the machine proposed becomes a draft."""
    return attempted(
        request, actor,
        lambda: redirect(
            "paper", key=drafting.take_up(key, by=actor, now=timezone.now()).pk
        ),
    )  # fmt: skip


@require_POST
@for_staff
def skip(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Numbers given out by hand are left out, with the reason."""
    asked = request.POST
    upto = asked.get("upto", "")

    def done() -> HttpResponse:
        issuing.skip(
            asked.get("word", ""), asked_for.whole(upto),
            asked.get("reason", ""), by=actor, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The numbers up to %(upto)s are left out.") % {"upto": upto})
        return redirect("papers")

    return attempted(request, actor, done)


def attempted(
    request: HttpRequest, actor: Actor, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """What was asked for, or the room with the reason why not."""
    try:
        return make()
    except Refused as refused:
        return shown(request, actor, refused)


def _found(look: Callable[[], Any]) -> Any:
    try:
        return look()
    except Refused as refused:
        raise Http404 from refused
