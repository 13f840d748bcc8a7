"""Signing in by a link: in the demonstration only, and nowhere else a page at all."""

from __future__ import annotations

from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from bihuan.kernel.refused import Refused
from bihuan.web import demonstration, sentences, staff

BACKEND = "bihuan.config.signin.AccountBackend"
ABSENT = "demonstration.absent"


@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as the one the link names; one that has run out says so."""
    try:
        username = demonstration.read(token)
    except Refused as refused:
        if refused.code == ABSENT:
            raise Http404 from refused
        return staff.stopped(request, sentences.of(refused))
    found = get_user_model().objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Http404
    request.session.flush()
    login(request, found, backend=BACKEND)
    return redirect("start")
