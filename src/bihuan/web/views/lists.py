"""Lists out as workbooks and back again: their columns, and what an edited one would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.exports import previewing, reading
from bihuan.matters.queries import ledger as ledgers
from bihuan.matters.queries.exports import choosing, columns
from bihuan.registers import sheets
from bihuan.registers.jobs import actions as jobs
from bihuan.registers.jobs import queries as asked
from bihuan.web import asked as asked_for
from bihuan.web import dates, sentences, staff, words
from bihuan.web.staff import account_of, for_staff

OUT, BACK, APPLY = "list-out", "list-back", "list-apply"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """A column on offer: whether it is taken, at which place, under which heading."""

    code: str
    label: str
    heading: str
    taken: bool
    place: int


@require_http_methods(["GET", "POST"])
@for_staff
def out(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose the columns of a list, then have it written."""
    wish = _wish(request.GET)
    if request.method == "POST":
        payload = {"wish": wish.record(), "columns": _chosen(request.POST)}
        return _asked(request, actor, OUT, payload)
    context = {
        "choices": _choices(actor),
        "count": choosing.count(actor, wish, now=timezone.now()),
        "list_name": words.of(words.QUEUES, wish.queue) if wish.queue else gettext("Ledger"),
        "asked": urlencode(request.GET),
    }
    return render(request, "web/list_out.html", context)


@require_http_methods(["GET", "POST"])
@for_staff
def back(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring an edited list back."""
    given = request.FILES.get("sheet")
    if request.method == "POST" and given is not None:
        return _asked(request, actor, BACK, {}, given)
    refused = gettext("Choose the file first.") if request.method == "POST" else ""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/list_back.html", {"refused": refused}, status=status)


def recognised(request: HttpRequest, actor: Actor, data: bytes, name: str) -> HttpResponse | None:
    """The way on for a workbook that left this house as a list; None for any other file.

    For the box where ledgers are dropped: it takes both. Refuses what `sheets.grids` refuses.
    """
    if not reading.is_export(sheets.grids(data)):
        return None
    return _asked(request, actor, BACK, {}, BytesIO(data), name)


@require_GET
@for_staff
def preview(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """What the sheet would change, row by row and cell by cell."""
    skip = asked_for.whole(request.GET.get("skip", ""))
    place = _place(request, number, previewing.NAME)
    summary, rows = previewing.load(place, skip=skip, most=PAGE)
    sheet = summary["sheet"]
    context = {
        "number": number,
        "sheet": sheet,
        "fates": summary["fates"],
        "made": _made(sheet),
        "rows": [_row(one) for one in rows[:PAGE]],
        "next": skip + PAGE if len(rows) > PAGE else 0,
    }
    return render(request, "web/list_preview.html", context)


@require_POST
@for_staff
def apply(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Apply the sheet a preview was made of, under the name of the one who presses."""
    payload = {"reason": request.POST.get("reason", "").strip()[:200], "preview": number}
    with _place(request, number, jobs.GIVEN).open("rb") as given:
        name = asked.one(account_of(request), number).given_name
        return _asked(request, actor, APPLY, payload, given, name)


def _asked(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    payload: Mapping[str, Any],
    given: Any = None,
    name: str = "",
) -> HttpResponse:
    """The job asked for, and the way to its page."""
    try:
        job = jobs.ask(
            kind, payload, account=account_of(request), by=actor, now=timezone.now(),
            root=settings.BIHUAN_HOME, given=given,
            given_name=name or getattr(given, "name", "") or "",
            language=get_language() or "zh-hans",
        )  # fmt: skip
    except Refused as refused:
        return staff.stopped(request, sentences.of(refused))
    return redirect("job", number=job.pk)


def _place(request: HttpRequest, number: int, name: str) -> Path:
    try:
        return asked.place(
            account_of(request), number, name, root=settings.BIHUAN_HOME, now=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
    except Refused as refused:
        raise Http404 from refused


def _wish(query: QueryDict) -> choosing.Wish:
    text, stage, mechanism, unit = (
        query.get(name, "").strip() for name in ("q", "stage", "mechanism", "unit")
    )
    sieve = ledgers.Sieve(text, stage, mechanism, unit, bool(query.get("overdue")))
    return choosing.Wish(sieve, query.get("queue", ""))


def _choices(actor: Actor) -> list[Choice]:
    """The columns this post took last in their order, then the others."""
    labels = dict(columns.offered())
    last = dict(columns.remembered(actor.post))
    rest = {code: label for code, label in labels.items() if code not in last}
    return [
        Choice(code, labels.get(code, code), heading, taken=code in last, place=place)
        for place, (code, heading) in enumerate([*last.items(), *rest.items()], start=1)
    ]


def _chosen(posted: QueryDict) -> list[list[str]]:
    """The ticked columns in the order of their numbers, each under the heading typed for it."""
    codes = posted.getlist("column")
    ordered = sorted(codes, key=lambda code: _number(posted.get(f"place-{code}", "")))
    return [[code, posted.get(f"heading-{code}", "")] for code in ordered]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 999  # noqa: PLR2004 - a rank


def _made(sheet: Mapping[str, Any]) -> dict[str, str]:
    if not sheet["made_at"]:
        return {}
    at = datetime.fromisoformat(sheet["made_at"])
    return {"when": dates.moment(at, timezone.now()), "who": sentences.post_name(sheet["post"])}


def _row(kept: Mapping[str, Any]) -> dict[str, Any]:
    refused = kept["refused"]
    told = sentences.of(previewing.refusal(refused)) if refused else ""
    edits = [{**one, **_verdict(one["verdict"], whole=not refused)} for one in kept["edits"]]
    return {**kept, "refused": told, "edits": edits, "told": words.of(words.FATES, kept["fate"])}


def _verdict(verdict: str, *, whole: bool) -> dict[str, str]:
    """What follows from an edit; a good one falls with its row."""
    said = verdict if whole or verdict != "change" else "undone"
    return {"verdict": said, "told": words.of(words.VERDICTS, said)}
