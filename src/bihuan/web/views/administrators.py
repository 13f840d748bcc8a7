"""What an administrator sees: that matters are not for him, and, for the auditor, the anchors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bihuan.matters.queries import chains
from bihuan.web import words

AUDIT = "audit"


@require_GET
@login_required
def administer(request: HttpRequest) -> HttpResponse:
    """The page of the three administrators, who read no matter."""
    role = getattr(request.user, "administers", "")
    if not role:
        return redirect("desk")
    context = {
        "role": words.of(words.ADMINISTRATORS, role),
        "status": chains.standing() if role == AUDIT else None,
    }
    return render(request, "web/administer.html", context)
