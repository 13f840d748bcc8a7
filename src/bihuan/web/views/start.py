"""The front door: what this is, for a stranger; the desk, for one who is signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from bihuan.matters.queries import doors
from bihuan.registers.parties import queries as parties
from bihuan.web import staff


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The desk for one who is signed in; the open doors for everybody else."""
    if request.user.is_authenticated:
        return redirect("administer" if request.user.administers else "desk")
    with parties.one_reading():
        return render(request, "web/start.html", {"doors": doors.doors(by_link=True)})


@require_POST
@login_required
def choose_post(request: HttpRequest) -> HttpResponse:
    """Work from another of one's posts; whether it is held is asked at the next page."""
    request.session[staff.CHOSEN] = request.POST.get("post", "")
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else "desk")
