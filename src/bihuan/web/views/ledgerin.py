"""A ledger comes in: dropped, its columns pointed out, looked through, taken."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.ledgers import giving, pointing, taking
from bihuan.matters.queries import doors, versions
from bihuan.matters.queries.ledgers import preview as previews
from bihuan.matters.queries.ledgers.preview import Incoming
from bihuan.registers.jobs import actions as jobs
from bihuan.registers.jobs import queries as asked
from bihuan.web import asked as asked_for
from bihuan.web import ledgerpage, sentences
from bihuan.web.staff import account_of, for_staff
from bihuan.web.views import lists

JOB = "ledger-in"
CELL, WAS, NAME, OUT, ROW = "cell~", "was~", "name~", "out", "row"
_KIND_OF_REJECTED = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@require_http_methods(["GET", "POST"])
@for_staff
def give(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Drop a spreadsheet here; with a map remembered for it, the preview comes at once.

    A list that left this house goes the way of lists that come back.
    """
    now = timezone.now()
    open_ = [one for one in doors.doors() if doors.may_take_in(actor, one, now)]
    upload = request.FILES.get("sheet")
    if request.method != "POST":
        return _give_page(request, open_)
    chosen = request.POST.get("mechanism", "") or (open_[0].mechanism.code if open_ else "")
    door = next((one for one in open_ if one.mechanism.code == chosen), None)
    if upload is None:
        return _give_page(request, open_, gettext("Choose the file first."))
    data, name = upload.read(), upload.name or ""
    try:
        if back := lists.recognised(request, actor, data, name):
            return back
        if door is None:
            return _give_page(request, open_, gettext("Choose the file first."))
        row = giving.give(data, name, door.version, account=account_of(request), by=actor, now=now)
    except Refused as refused:
        return _give_page(request, open_, sentences.of(refused))
    page = "ledger-in-preview" if row.shape["remembered"] else "ledger-in-columns"
    return redirect(page, token=row.token)


def _give_page(request: HttpRequest, open_: list[doors.Door], refused: str = "") -> HttpResponse:
    usual = next((d for d in open_ if d.mechanism.code == "ledger"), open_[0] if open_ else None)
    context = {
        "doors": open_,
        "usual": usual.mechanism.code if usual else "",
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/ledger_in.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def columns(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """What each column means, with examples from the sheet; corrected by pointing."""
    row, now, refused = _own(request, token), timezone.now(), ""
    if row.taken_at or row.job:
        return redirect(_after(row))
    if request.method == "POST":
        try:
            if request.POST.get("do") == "sheets":
                pointing.pick_sheets(row, request.POST.get("pick", ""), now=now)
                return redirect("ledger-in-columns", token=token)
            said = request.POST
            pointing.set_columns(
                row, _chosen(row, said), as_of=asked_for.day(said.get("as_of", "")), by=actor,
                now=now,
            )  # fmt: skip
            return redirect("ledger-in-preview", token=token)
        except Refused as why:
            refused = sentences.of(why)
    return _columns_page(request, row, refused)


def _columns_page(request: HttpRequest, row: Incoming, refused: str) -> HttpResponse:
    file = previews.opened_again(row)
    found = giving.propose(
        bytes(row.data), row.name, row.version, unit=row.unit_id, now=timezone.now(),
        pick=file.picked.print,
    )  # fmt: skip
    heads = ledgerpage.heads(found.columns, previews.shape_of(row))
    if refused:
        told = {each.name: request.POST.get(each.name, "") for each in heads}
        heads = [ledgerpage.with_meaning(each, told[each.name]) for each in heads]
    context = {
        "row": row,
        "heads": heads,
        "meanings": ledgerpage.meanings(versions.compiled(row.version_id)),
        "groups": file.groups,
        "picked": file.picked,
        "rows": file.rows,
        "as_of": row.as_of.isoformat() if row.as_of else "",
        "where": ledgerpage.where(file.where),
        "said": [sentences.of(each) for each in file.said],
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/ledger_in_columns.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def preview(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """What would become of every row; put right in place, then taken in with one press."""
    row, now, refused = _own(request, token), timezone.now(), ""
    if row.taken_at or row.job:
        return redirect(_after(row))
    if request.method == "POST":
        try:
            _put_right(row, request.POST, actor)
            if request.POST.get("do") == "take":
                return _take(request, row, actor)
            return redirect("ledger-in-preview", token=token)
        except Refused as why:
            refused = sentences.of(why)
    try:
        found = previews.preview(row, now=now)
    except Refused as why:
        return _give_page(request, [], sentences.of(why))
    context = {
        "row": row,
        "preview": found,
        "labels": ledgerpage.labels(found),
        "parts": ledgerpage.parts(found),
        "said": ledgerpage.said(found),
        "record": found.shape.units == "record",
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/ledger_in_preview.html", context, status=status)


def _put_right(row: Incoming, said: QueryDict, actor: Actor) -> None:
    given, before = _named(said, CELL), _named(said, WAS)
    cells = {k: v for k, v in given.items() if _plain(v) != _plain(before.get(k, ""))}
    pointing.put_right(
        row, cells, said.getlist(OUT), said.getlist(ROW), _named(said, NAME),
        record="record" in said or "names" not in said, by=actor, now=timezone.now(),
    )  # fmt: skip


def _named(said: QueryDict, beginning: str) -> dict[str, str]:
    """The answers whose names begin so, by the rest of their names."""
    return {k.removeprefix(beginning): str(v) for k, v in said.items() if k.startswith(beginning)}


def _plain(text: str) -> str:
    """A cell as a form sends it back: a field of one line has lost its line ends on the way."""
    return "".join(text.split())


def _take(request: HttpRequest, row: Incoming, actor: Actor) -> HttpResponse:
    now = timezone.now()
    if previews.opened_again(row).rows > taking.AT_ONCE:
        job = jobs.ask(
            JOB, {"token": row.token}, account=account_of(request), by=actor, now=now,
            root=settings.BIHUAN_HOME, language=get_language() or "zh-hans",
        )  # fmt: skip
        taking.handed_over(row, job.pk)
        return redirect("job", number=job.pk)
    taking.take_in(row, by=actor, now=now, say=sentences.of)
    return redirect(_after(row))


@require_GET
@for_staff
def taken(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Where one goes on when the job is done: to the overdue list."""
    try:
        job = asked.one(account_of(request), number)
    except Refused as refused:
        raise Http404 from refused
    return redirect(_after(_own(request, str(job.payload.get("token", "")))))


@require_GET
@for_staff
def rejected(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """The rows that were not taken, as a file of the same shape with the reasons."""
    row = _own(request, token)
    if not row.rejected:
        raise Http404
    answer = HttpResponse(bytes(row.rejected), content_type=_KIND_OF_REJECTED[row.rejected_kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="rejected.{row.rejected_kind}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _after(row: Incoming) -> str:
    """The overdue list, with what became of the ledger above it; the job while it runs."""
    if row.taken_at is None and row.job:
        return reverse("job", args=[row.job])
    asked_for = {"mechanism": row.version.code, "overdue": "1", "in": row.token}
    return f"{reverse('ledger')}?{urlencode(asked_for)}"


def _own(request: HttpRequest, token: str) -> Incoming:
    try:
        return previews.one(token, account_of(request))
    except Refused as refused:
        raise Http404 from refused


def _chosen(row: Incoming, said: QueryDict) -> dict[str, str]:
    headings = previews.opened_again(row).headings
    return {each: said.get(f"c{i}", "") for i, each in enumerate(headings) if each}
