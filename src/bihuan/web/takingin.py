"""A posted form becomes a matter: once, with its files, all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from bihuan.kernel.actor import Actor
from bihuan.matters.actions import arriving
from bihuan.matters.actions.receiving import Arrival
from bihuan.matters.queries import doors
from bihuan.web import onetime, uploads

TOKEN = "token"  # noqa: S105 - the name of a field


def token_of(request: HttpRequest) -> str:
    """The token the form was sent with."""
    return onetime.asked(request.POST.get(TOKEN, ""))


def take(
    request: HttpRequest, door: doors.Door, arrival: Arrival, token: str, *, by: Actor,
    now: datetime,
) -> None:  # fmt: skip
    """The matter and the answer to its form, in one transaction; raises `onetime.AlreadyTaken`."""
    with transaction.atomic():
        store = onetime.reserve(token)
        kept = [uploads.keep(one, by, now) for files in request.FILES.lists() for one in files[1]]
        received = arriving.arrive(door.version, arrival, kept, by=by, now=now)
        onetime.keep(store, {"number": received.matter.number, "code": received.code})
