"""A letter drafted by the machine, on paper: somebody checks, signs, numbers and seals it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import page as pages
from bihuan.web import dates, matterpage, sentences
from bihuan.web.staff import for_staff


@require_GET
@for_staff
def letter(request: HttpRequest, actor: Actor, number: str, draft: int) -> HttpResponse:
    """The draft in the form of a letter."""
    now = timezone.now()
    try:
        found = pages.matter_page(actor, number, now=now)
    except Refused as refused:
        raise Http404 from refused
    drawn = next((one for one in found.drafts if one.pk == draft), None)
    if drawn is None:
        raise Http404
    context = matterpage.context(found, now) | {
        "heading": found.mechanism.letters.get(drawn.letter, drawn.letter),
        "addressee": "、".join(sentences.unit_name(code) for code in drawn.to),
        "office": sentences.unit_name(found.mechanism.owner),
        "dated": dates.full(now),
        "received": dates.full(found.row.received_at),
    }
    return render(request, "web/letter.html", context)
