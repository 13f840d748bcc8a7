"""A matter beside one like it: what both say is marked; a clerk decides."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import side_by_side
from bihuan.web import similarwords
from bihuan.web.staff import for_staff
from bihuan.web.views import matter


@require_GET
@for_staff
def similar(request: HttpRequest, actor: Actor, number: str, other: str) -> HttpResponse:
    """Both letters, the evidence, and the question whether they are one."""
    now = timezone.now()
    try:
        found = side_by_side.side_by_side(actor, number, other, now=now)
    except Refused as refused:
        return matter.unknown(request, refused)
    context: dict[str, Any] = similarwords.beside(found, now)
    return render(request, "web/similar.html", context)
