"""One field: what is typed, pasted or dropped there becomes proposed matters, then matters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import gathering
from bihuan.matters.queries import beside, doors, proposing
from bihuan.matters.queries.proposing import Proposal, Proposed
from bihuan.web import askforms, grouptext, onetime, quickforms, sentences, similarwords, takingin
from bihuan.web.staff import for_staff

MECHANISM, CHANNEL, PICK, TAKE = "mechanism", "channel", "pick", "take"
GROUP = "wechat-group"
FEW = 5


@dataclass(slots=True)
class Shown:
    """What the page has to tell besides its empty field."""

    said: str = ""
    pictures: Sequence[quickforms.Picture] = ()
    found: Proposed | None = None
    typed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    refused: Mapping[str, Refused] = field(default_factory=dict)
    picked: Iterable[str] | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)
    similar: Sequence[Mapping[str, Any]] = ()
    stopped: str = ""


@require_http_methods(["GET", "POST"])
@for_staff
def quick(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The field; posted, what it comes to; posted again, the matters taken in."""
    now = timezone.now()
    open_to = proposing.may_use(actor, now)
    door = _door(request, actor, open_to)
    if door is None or request.method == "GET":
        return _page(request, open_to, door, Shown(said=request.GET.get("said", "")))
    request.session["door"] = door.mechanism.code
    if TAKE in request.POST:
        return _page(request, open_to, door, _taken(request, actor, door, now))
    return _page(request, open_to, door, _read(request, actor, door, now))


def _door(request: HttpRequest, actor: Actor, open_to: Sequence[doors.Door]) -> doors.Door | None:
    """The mechanism chosen, else the one used last, else the first."""
    named = {one.mechanism.code: one for one in open_to}
    if len(open_to) < 2:  # noqa: PLR2004 - nothing to choose
        return next(iter(open_to), None)
    for asked in (request.POST.get(MECHANISM, ""), request.session.get("door", "")):
        if asked in named:
            return named[asked]
    return named.get(proposing.last_used(actor, open_to), open_to[0])


def _read(request: HttpRequest, actor: Actor, door: doors.Door, now: datetime) -> Shown:
    try:
        said, pictures = quickforms.given(request, actor, now)
    except Refused as refused:
        return Shown(said=request.POST.get("said", ""), stopped=sentences.of(refused))
    if not said and not pictures:
        return Shown()
    return Shown(said, pictures, proposing.proposed(actor, door, said, now=now))


def _taken(request: HttpRequest, actor: Actor, door: doors.Door, now: datetime) -> Shown:
    """The ticked ones taken in; what was refused stays, corrected as it was, with its reason."""
    token, said = takingin.token_of(request), request.POST.get("said", "").replace("\r\n", "\n")
    found = proposing.proposed(actor, door, said, now=now)
    named = {one.key: one for one in found.proposals}
    picked = [key for key in dict.fromkeys(request.POST.getlist(PICK)) if key in named]
    before = {key: askforms.read(door.mechanism, request.POST, f"{key}-") for key in picked}
    offers = [_offer(request, actor, door, named[key], before[key]) for key in picked]
    try:
        with transaction.atomic():
            store = onetime.reserve(token)
            done = gathering.gather(
                door.version, offers, by=actor, now=now, root=settings.BIHUAN_HOME
            )
            outcome = _outcome(request, door, done, found, now)
            onetime.keep(store, {"outcome": json.dumps(outcome)})
            transaction.set_rollback(not done.taken and bool(done.refused))
    except onetime.AlreadyTaken:
        return Shown(outcome=json.loads(onetime.kept(token).get("outcome", "{}")))
    if not done.refused:
        return Shown(outcome=outcome, similar=_similar(actor, outcome, now))
    refused = dict(done.refused)
    left = tuple(one for one in found.proposals if one.key in refused)
    again = Proposed(left, (), len(left), found.transcript)
    pictures = quickforms.given(request, actor, now)[1]
    return Shown(said, pictures, again, before, refused, tuple(refused), outcome)


def _offer(
    request: HttpRequest,
    actor: Actor,
    door: doors.Door,
    one: Proposal,
    values: Mapping[str, Any],
) -> gathering.Offer:
    channel = request.POST.get(CHANNEL, "")
    arrival = askforms.arrival(door.mechanism, values, request.POST, channel)
    arrival = replace(arrival, hidden=bool(request.POST.get(f"{one.key}-{askforms.HIDDEN}")))
    text = str(values.get(door.mechanism.text_field) or "")
    original = one.original or (one.text if one.text != text.replace("\r\n", "\n") else "")
    files = [
        pk
        for place, token in enumerate(request.POST.getlist(quickforms.PICTURES))
        if request.POST.get(f"goes-{place}", one.key) == one.key
        and (pk := quickforms.picture(token, actor))
    ]
    when = one.when.replace(":", "")
    name = " ".join(filter(None, (_("Message as it came"), when))) + ".txt"
    return gathering.Offer(one.key, arrival, original, name, files)


def _outcome(
    request: HttpRequest,
    door: doors.Door,
    done: gathering.Gathered,
    found: Proposed,
    now: datetime,
) -> dict[str, Any]:
    """What is shown of it, and shown again when the same form is sent twice."""
    slips = [
        {
            "number": received.matter.number,
            "code": received.code,
            "text": grouptext.of_row(received.matter, door.mechanism, request, now),
        }
        for _key, received in done.taken
    ]
    known = sum(one.known for one in found.proposals) + len(done.known)
    left = len(found.proposals) - len(done.taken) - len(done.refused) - known
    return {"slips": slips, "known": known, "left": max(left, 0), "refused": len(done.refused)}


def _similar(actor: Actor, outcome: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    """What is like the one matter just taken in, while its person is still on the telephone."""
    if len(outcome["slips"]) != 1:
        return []
    try:
        found = beside.beside(actor, outcome["slips"][0]["number"], now=now)
    except Refused:  # taken in for a few readers, of whom this clerk is none
        return []
    return similarwords.rows(found[:FEW], now)


def _page(
    request: HttpRequest, open_to: Sequence[doors.Door], door: doors.Door | None, shown: Shown
) -> HttpResponse:
    found = shown.found
    proposals = found.proposals if found else ()
    fresh = [one for one in proposals if not one.known]
    mechanism = door.mechanism if door else None
    cards = (
        quickforms.cards(
            fresh[: proposing.MOST], mechanism, shown.typed, shown.refused, shown.picked
        ) if mechanism else []
    )  # fmt: skip
    channels = askforms.channels(door) if door else []
    context = {
        "open_to": open_to,
        "door": door,
        "said": shown.said,
        "pictures": shown.pictures,
        "found": found,
        "cards": cards,
        "more": len(fresh) - len(cards),
        "known": [one for one in proposals if one.known],
        "channels": channels,
        "channel": _channel(request, found, [one.value for one in channels]),
        "asks_person": mechanism is not None and askforms.asks_person(mechanism),
        "token": onetime.token(),
        "outcome": shown.outcome,
        "similar": shown.similar,
        "stopped": shown.stopped,
        "wordless": bool(shown.pictures) and not shown.said.strip(),
        "settled": all(not card.missing for card in cards),
    }
    bad = bool(shown.refused) or bool(shown.stopped)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK
    return render(request, "web/quick.html", context, status=status)


def _channel(request: HttpRequest, found: Proposed | None, channels: Sequence[str]) -> str:
    asked = request.POST.get(CHANNEL, "")
    if asked in channels:
        return asked
    if found and found.transcript and GROUP in channels:
        return GROUP
    return channels[0] if channels else ""
