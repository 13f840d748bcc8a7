"""A signed-in POST that writes the rows of a move in three statements and decides nothing."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils import timezone

from bench.bare import rows


def bare(request: HttpRequest, pk: int) -> HttpResponse:
    """Update one matter, insert one entry and one sealed text, redirect."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    with transaction.atomic():
        rows.write(pk, timezone.now(), note=request.POST.get("note", ""))
    return HttpResponseRedirect("/")
