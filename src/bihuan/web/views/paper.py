"""One paper: its text, its signatures, its number, its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import opening
from bihuan.matters.actions.papers import drafting, issuing, signing
from bihuan.matters.queries import page
from bihuan.matters.queries.papers import drawing, room
from bihuan.matters.rules.papers import kinds
from bihuan.registers.evidence import queries as evidence
from bihuan.web import papers as told
from bihuan.web import sentences, words
from bihuan.web.staff import for_staff
from bihuan.web.views import papers

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TEXTS = ("title", "word", "to", "body", "note", "copies")


@require_GET
@for_staff
def paper(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """The paper as it stands."""
    return shown(request, actor, key)


def shown(
    request: HttpRequest, actor: Actor, key: int, refused: Refused | None = None
) -> HttpResponse:
    """The paper, with why something was not done."""
    try:
        found = room.one(actor, key)
    except Refused as unknown:
        raise Http404 from unknown
    now = timezone.now()
    sheet = drawing.sheet(found)
    context = {
        "paper": found,
        "line": told.line(found, now),
        "sheet": sheet,
        "layout": kinds.kind(found.kind).layout,
        "figures": told.figures(room.figures_of(found.press)) if found.press else None,
        "body": "\n".join(found.fields.get("正文", [])),
        "acts": told.acts(actor, found, now),
        "signatures": told.signatures(found),
        "history": told.history(found, now),
        "endings": _endings(found.kind),
        "refused": sentences.of(refused) if refused else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/paper.html", context, status=status)


@require_POST
@for_staff
def act(request: HttpRequest, actor: Actor, key: int, action: str) -> HttpResponse:
    """One step of a paper; a refused one shows it again with the reason."""
    step = STEPS.get(action)
    if step is None:
        raise Http404
    try:
        step(key, request.POST, {"by": actor, "now": timezone.now()})
    except Refused as refused:
        return shown(request, actor, key, refused)
    messages.success(request, _("Done: %(move)s") % {"move": words.of(ACTS, action)})
    return redirect("paper", key=key)


_Step = Callable[[int, Mapping[str, str], dict[str, Any]], object]
STEPS: Mapping[str, _Step] = {
    "change": lambda key, asked, who: drafting.change(
        key, {name: asked[name] for name in TEXTS if name in asked}, **who
    ),
    "submit": lambda key, _asked, who: signing.submit(key, **who),
    "sign": lambda key, _asked, who: signing.sign(key, **who),
    "decline": lambda key, asked, who: signing.decline(key, asked.get("reason", ""), **who),
    "issue": lambda key, _asked, who: issuing.issue(key, **who, desk=papers.desk()),
    "revoke": lambda key, asked, who: issuing.revoke(key, asked.get("reason", ""), **who),
}
ACTS = {
    "change": told.DONE["paper-changed"],
    "submit": told.DONE["paper-submitted"],
    "sign": told.DONE["paper-signed"],
    "decline": told.DONE["paper-declined"],
    "issue": told.DONE["paper-issued"],
    "revoke": told.DONE["paper-revoked"],
}


@require_GET
@for_staff
def file(request: HttpRequest, actor: Actor, key: int, ending: str) -> HttpResponse:
    """The file that was kept at issue; before, the draft as it would be set."""
    try:
        found = room.one(actor, key)
    except Refused as unknown:
        raise Http404 from unknown
    if ending not in _endings(found.kind):
        raise Http404
    kept = found.pdf if ending == "pdf" else found.docx
    try:
        if kept is not None:
            body = evidence.place_of(kept, papers.desk().root).read_bytes()
        elif ending == "pdf":
            body = drawing.pdf_of(found, fonts=papers.desk().fonts)
        else:
            body, ending = drawing.office_file(found)
    except Refused as refused:
        return shown(request, actor, key, refused)
    return sent(body, f"{found.number} {found.title}".strip(), ending)


def _endings(kind: str) -> tuple[str, ...]:
    """The files there are of a paper: a table has no PDF."""
    return ("xlsx",) if kind == "superior" else ("docx", "pdf")


@require_POST
@for_staff
def draft(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A paper of a matter begun; the handling slip is printed at once."""
    code, now = request.POST.get("kind", ""), timezone.now()
    try:
        if code == "slip":
            return _slip(actor, number, request.POST.get("ending", "pdf"))
        return redirect("paper", key=drafting.draft(number, code, by=actor, now=now).pk)
    except Refused as refused:
        if refused.code == "matter.unknown":
            raise Http404 from refused
        messages.error(request, sentences.of(refused))
        return redirect("matter", number=number)


def _slip(actor: Actor, number: str, ending: str) -> HttpResponse:
    """The slip, with name and telephone for those who may open them: that is written down."""
    now = timezone.now()
    row = page.readable(actor, number)
    try:
        opened = opening.open_person(number, by=actor, now=now)
        person = {"联系人": opened.name, "联系电话": opened.phone}
    except Refused:
        person = {"联系人": "", "联系电话": ""}
    made = drawing.slip(row, person, now, fonts=papers.desk().fonts)
    body = made.pdf if ending == "pdf" and made.pdf else made.office
    return sent(body, f"办理笺 {number}", "pdf" if body is made.pdf else made.ending)


def sent(body: bytes, name: str, ending: str) -> HttpResponse:
    """A file as a download."""
    answer = HttpResponse(body, content_type=TYPES[ending])
    shown_as = quote(f"{name}.{ending}", safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{shown_as}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
