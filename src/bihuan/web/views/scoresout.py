"""What is published of a run: a page and two files, without persons, to be computed again."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.queries.scoring import card as cards
from bihuan.matters.queries.scoring import publication
from bihuan.matters.rules.scoring import snapshot
from bihuan.web import scorecard, sentences
from bihuan.web.staff import for_staff
from bihuan.web.views.scores import lost


@require_GET
def published(request: HttpRequest, key: int) -> HttpResponse:
    """What was published, for everybody where the mechanism publishes its figures."""
    now = timezone.now()
    try:
        found = cards.published_card(key, request.GET.get("by", ""))
    except Refused as unknown:
        return lost(request, unknown)
    context = {
        **scorecard.table(found, now),
        "office": sentences.unit_name(found.run.owner),
    }
    return render(request, "web/score_published.html", context)


@require_GET
def opened_file(request: HttpRequest, key: int, form: str) -> HttpResponse:
    """The published file, for everybody where the mechanism publishes its figures."""
    try:
        return _file(publication.opened(key), form)
    except Refused as unknown:
        return lost(request, unknown)


@require_GET
@for_staff
def file(request: HttpRequest, actor: Actor, key: int, form: str) -> HttpResponse:
    """The published file, for the staff."""
    try:
        return _file(cards.readable(actor, key), form)
    except Refused as unknown:
        return lost(request, unknown)


def _file(run: cards.Run, form: str) -> HttpResponse:
    found = publication.file_of(run)
    stamp: datetime = run.since
    name = f"scores-{run.pk}-{stamp:%Y%m%d}.{form}"
    if form == "csv":
        answer = HttpResponse(
            snapshot.to_csv(found).encode("utf-8-sig"), "text/csv; charset=utf-8"
        )
    else:
        text = json.dumps(found, ensure_ascii=False, indent=1)
        answer = HttpResponse(text, "application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
