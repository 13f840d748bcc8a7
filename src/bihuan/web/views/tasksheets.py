"""Task sheets: a notice sent with its rows, the rows of a part filled, the returns merged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.kernel import tables
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.tasksheets import filling, sending
from bihuan.matters.queries import doors
from bihuan.matters.queries.tasksheets import share, standing
from bihuan.matters.rules.tasksheets import notice, returning
from bihuan.registers.parties import queries as parties
from bihuan.registers.sheets.writing import written
from bihuan.web import askforms, rowforms, sentences, tasksheets, uploads
from bihuan.web.moveforms import Option
from bihuan.web.staff import for_staff
from bihuan.web.views.matter import unknown

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@for_staff
def new(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """A notice: first looked at, who gets which rows, then sent."""
    door = _door(actor, code)
    if request.method == "GET":
        return _notice(request, door, {})
    values = askforms.read(door.mechanism, request.POST)
    try:
        table, units = _sheet(request, door)
        if "send" not in request.POST:
            return _notice(request, door, values, table=table, units=units)
        found = sending.Notice(_channel(door), values, table, units)
        row = sending.send(door.version, found, by=actor, now=timezone.now())
    except Refused as refused:
        return _notice(request, door, values, refused=refused)
    messages.success(request, _("Sent to %(n)s units.") % {"n": len(units)})
    return redirect("rows", number=row.number)


def _door(actor: Actor, code: str) -> doors.Door:
    try:
        door = doors.door(code)
    except Refused as refused:
        raise Http404 from refused
    if not doors.may_take_in(actor, door, timezone.now()) or not tables.name_of(door.mechanism):
        raise Http404
    return door


def _channel(door: doors.Door) -> str:
    return askforms.channels(door)[0].value


def _sheet(request: HttpRequest, door: doors.Door) -> tuple[tables.Table, tuple[str, ...]]:
    """The table and the units: of the workbook dropped, or as they were looked at."""
    chosen = request.POST.getlist("units")
    given = request.FILES.get("sheet")
    if given is not None:
        declared = next(f for f in door.mechanism.fields if f.kind == tables.KIND).columns
        on = timezone.localdate()
        data = given.read()
        sheet = notice.read(data, declared, lambda text: parties.unit_by_name(text, on).code)
        return sheet.table, tuple(dict.fromkeys((*sheet.units, *chosen)))
    try:
        kept = json.loads(request.POST.get("table", ""))
        table = tables.read(kept)
    except (ValueError, KeyError, TypeError):
        raise Refused("action.field-missing", action="assign", field="rows") from None
    named = tuple(row.unit for row in table.rows if row.unit)
    return table, tuple(dict.fromkeys((*named, *chosen)))


def _notice(
    request: HttpRequest,
    door: doors.Door,
    values: Mapping[str, Any],
    *,
    table: tables.Table | None = None,
    units: tuple[str, ...] = (),
    refused: Refused | None = None,
) -> HttpResponse:
    sentence = sentences.of(refused) if refused else ""
    wrong = str(refused.facts.get("field", "")) if refused else ""
    asked = askforms.fields(door.mechanism, values, wrong, sentence)
    standing_units = (unit for unit in parties.all_units() if unit.valid_until is None)
    context = {
        "door": door,
        "fields": [one for one in asked if one.kind != "files"],
        "units": [Option(unit.code, unit.name) for unit in standing_units],
        "chosen": units or tuple(request.POST.getlist("units")),
        "plan": tasksheets.plan(table, units) if table else None,
        "table": json.dumps(tables.record(table), ensure_ascii=False) if table else "",
        "columns": table.columns if table else (),
        "refused": sentence,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/tasksheet_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def rows(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Of a part, its rows to fill; of a notice, who has returned and who is late."""
    try:
        mine = share.of(actor, number, now=timezone.now())
        if mine is None:
            return _standing(request, actor, number)
    except Refused as refused:
        return unknown(request, refused)
    if request.method == "GET" or not mine.may_fill:
        return _rows(request, mine)
    return _filled(request, actor, mine)


def _standing(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    now = timezone.now()
    found = standing.standing(actor, number, now=now)
    return render(request, "web/tasksheet.html", tasksheets.context(found, now))


def _filled(request: HttpRequest, actor: Actor, mine: share.Share) -> HttpResponse:
    number, now, given = mine.row.number, timezone.now(), None
    drawn = request.POST.get("expected", "")
    expected = int(drawn) if drawn.isdecimal() else -1
    try:
        given = _cells(request, mine)
        note = rowforms.note(tables.filled(mine.table, given))
        if "send" not in request.POST:
            filling.save(number, given, note=note, by=actor, now=now, expected=expected)
            messages.success(request, _("Kept. Send it when every row is filled."))
            return redirect("rows", number=number)
        with transaction.atomic():
            kept = [uploads.keep(one, actor, now) for one in request.FILES.getlist("files")]
            reply = filling.Reply(
                request.POST.get("closing", ""), request.POST.get("text", "").strip(), given,
                note, kept,
            )  # fmt: skip
            row = filling.send(number, reply, by=actor, now=now, expected=expected)
    except Refused as refused:
        return _rows(request, mine, refused, given)
    messages.success(request, tasksheets.sent(row))
    return redirect("matter", number=number)


def _cells(request: HttpRequest, mine: share.Share) -> list[list[str]]:
    """The cells of the form, or of the workbook that was brought back."""
    book = request.FILES.get("sheet")
    if book is not None:
        return returning.read(book.read(), mine.table)
    return rowforms.read(mine.table, request.POST.dict())


def _rows(
    request: HttpRequest,
    mine: share.Share,
    refused: Refused | None = None,
    given: list[list[str]] | None = None,
) -> HttpResponse:
    lines = rowforms.lines(mine.table, given, refused.facts if refused else None)
    context = {
        "mine": mine,
        "matter": mine.row,
        "lines": lines,
        "places": len(lines),
        "columns": mine.table.columns,
        "closings": [Option(c.code, c.label) for c in mine.mechanism.closings.values()],
        "said": {name: request.POST.get(name, "") for name in ("closing", "text")},
        "filled": mine.table.filled(),
        "due": tasksheets.due(mine.row, timezone.now()),
        "refused": sentences.of(refused) if refused else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/tasksheet_rows.html", context, status=status)


@require_GET
@for_staff
def workbook(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Of a part, its rows to fill offline; of a notice, the merged returns."""
    now = timezone.now()
    try:
        mine = share.of(actor, number, now=now)
        if mine is not None:
            return _file(returning.workbook(mine.table, _("Row")), number)
        found = standing.standing(actor, number, now=now)
    except Refused as refused:
        return unknown(request, refused)
    return _file(written(tasksheets.merged(found, now), kind="xlsx"), number)


def _file(content: bytes, number: str) -> HttpResponse:
    name = quote(f"{number.replace('/', '-')}.xlsx")
    answer = HttpResponse(content, content_type=WORKBOOK)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
