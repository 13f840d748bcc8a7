"""One matter: its page, and every move posted to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting
from bihuan.matters.actions.opening import Opened
from bihuan.matters.actions.suggesting import deciding
from bihuan.matters.queries import page as pages
from bihuan.matters.queries.papers import of_matter
from bihuan.web import grouptext, matterpage, moveforms, papers, sentences, uploads, words
from bihuan.web.staff import for_staff

UNKNOWN = "matter.unknown"


@require_GET
@for_staff
def matter(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The matter; one that the last move took out of sight leads back to the desk."""
    try:
        return shown(request, actor, number, chosen=request.GET.get("do", ""))
    except Refused as refused:
        if refused.code == UNKNOWN and len(messages.get_messages(request)):
            return redirect("desk")
        return unknown(request, refused)


@require_POST
@for_staff
def act(request: HttpRequest, actor: Actor, number: str, action: str) -> HttpResponse:
    """Make a move; a refused one shows the page again with the reason, and nothing changed."""
    now, given = timezone.now(), moveforms.read(action, request.POST)
    try:
        row = _made(request, actor, number, action, given, now)
    except Refused as refused:
        if refused.code == UNKNOWN:
            return unknown(request, refused)
        return shown(request, actor, number, refused=refused, action=action, given=given)
    messages.success(request, _told(action, row.pending_duty))
    return redirect("matter", number=number)


def _made(
    request: HttpRequest, actor: Actor, number: str, action: str, given: Mapping[str, Any],
    now: datetime,
) -> Any:  # fmt: skip
    given_files = request.FILES.getlist("files")
    if not given_files:
        return deciding.act(number, _asked(request, action, given), by=actor, now=now)
    with transaction.atomic():
        kept = [uploads.keep(one, actor, now) for one in given_files]
        return deciding.act(number, _asked(request, action, given, kept), by=actor, now=now)


def _asked(
    request: HttpRequest, action: str, given: Mapping[str, Any], files: Sequence[int] = ()
) -> acting.Asked:
    """The move, with the length of the chain its page was drawn from; without it, stale."""
    drawn = request.POST.get("expected", "")
    return acting.Asked(action, given, int(drawn) if drawn.isdecimal() else -1, files=files)


def _told(action: str, waits_for: str) -> str:
    move = words.of(words.ACTIONS, action)
    if waits_for:
        return _("“%(move)s” waits for the signature of: %(duty)s") % {
            "move": move, "duty": words.of(words.DUTIES, waits_for),
        }  # fmt: skip
    return _("Done: %(move)s") % {"move": move}


def shown(  # noqa: PLR0913 - what a page is drawn from after each kind of request
    request: HttpRequest,
    actor: Actor,
    number: str,
    *,
    refused: Refused | None = None,
    action: str = "",
    given: Mapping[str, Any] | None = None,
    chosen: str = "",
    person: Opened | None = None,
) -> HttpResponse:
    """The page of a matter, with the outcome of what was asked on it."""
    now = timezone.now()
    found = pages.matter_page(actor, number, now=now)
    ground = moveforms.Ground(
        found.mechanism, found.state, actor, found.routed, whole=found.whole,
        learnt={name: one.suggested.chosen for name, one in found.suggested.items()},
        picked={name: request.GET.get(name, "") for name in found.suggested},
    )  # fmt: skip
    forms = [
        _drawn(one, refused, action, given or {}, chosen)
        for one in moveforms.forms(found.moves, ground)
    ]
    on_paper = of_matter.on_page(actor, found.row, whole=found.whole, now=now)
    context = matterpage.context(found, now) | {
        "papers": [papers.line(one, now) for one in on_paper.papers],
        "paper_kinds": papers.offered(on_paper.kinds),
        "may_press": on_paper.may_draft,
        "forms": forms,
        "person_opened": person,
        "refused": sentences.of(refused) if refused else "",
        "group_text": grouptext.of_page(found, request, actor, now),
        "lost": bool(refused) and action not in found.moves,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/matter.html", context, status=status)


def _drawn(
    drawn: moveforms.MoveForm,
    refused: Refused | None,
    action: str,
    given: Mapping[str, Any],
    chosen: str,
) -> moveforms.MoveForm:
    if refused is None or drawn.action != action:
        return moveforms.opened(drawn) if drawn.action == chosen else drawn
    return moveforms.refilled(
        drawn, given, sentences.of(refused), str(refused.facts.get("field", ""))
    )


def unknown(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A number that does not exist, or is none of this reader's: the two look alike."""
    context = {"sentence": sentences.of(refused)}
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)
