"""Deciding whether a matter repeats an earlier one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import repeating
from bihuan.web.staff import for_staff
from bihuan.web.views import matter


@require_POST
@for_staff
def decide(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Merge into the earlier matter, or keep separate."""
    decision = request.POST.get("decision", repeating.SEPARATE)
    reason = request.POST.get("reason", "").strip()
    other = request.POST.get("other", "").strip()
    try:
        repeating.decide(number, decision, reason, by=actor, now=timezone.now(), other=other)
    except Refused as refused:
        if refused.code == matter.UNKNOWN:
            return matter.unknown(request, refused)
        return matter.shown(request, actor, number, refused=refused)
    merged = decision == repeating.MERGE
    messages.success(
        request,
        _("Merged into the earlier matter.") if merged else _("Kept as a matter of its own."),
    )
    return redirect("matter", number=number)
