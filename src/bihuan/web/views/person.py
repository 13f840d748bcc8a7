"""Opening name and telephone of a person: a deed of its own, written down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import opening
from bihuan.web.staff import for_staff
from bihuan.web.views import matter


@require_POST
@for_staff
def open_person(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The page of the matter with the person in the open, once."""
    try:
        found = opening.open_person(number, by=actor, now=timezone.now())
    except Refused as refused:
        if refused.code == matter.UNKNOWN:
            return matter.unknown(request, refused)
        return matter.shown(request, actor, number, refused=refused)
    return matter.shown(request, actor, number, person=found)
