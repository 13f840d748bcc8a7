"""Scores: the runs that are kept, one of them, what is behind a figure, one row."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.queries import scores as figures
from bihuan.matters.queries.scoring import card as cards
from bihuan.matters.queries.scoring import drill, runs
from bihuan.matters.queries.visible import visible_to
from bihuan.registers.parties import queries as parties
from bihuan.web import asked as asked_for
from bihuan.web import dates, scorecard, sentences, words
from bihuan.web.staff import for_staff

QUARTER = 3
LOST = ("score.unknown", "score.row-unknown")


@require_GET
@for_staff
def scores(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The runs the reader may open, and the form that asks for another."""
    return listed(request, actor)


def listed(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> HttpResponse:
    """The list of runs, with what kept another from being made."""
    now = timezone.now()
    begin, end = _last_quarter(now)
    context = {
        "runs": [_told(run, now) for run in cards.listed(actor)],
        "mechanisms": cards.own_mechanisms(actor),
        "since": request.POST.get("from") or begin.isoformat(),
        "until": request.POST.get("to") or end.isoformat(),
        "chosen": request.POST.getlist("mechanism"),
        "sentence": sentences.of(refused) if refused else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/scores.html", context, status=status)


def _told(run: cards.Run, now: datetime) -> dict[str, object]:
    until = run.objections_until
    open_ = until is not None and now <= until
    return {
        "run": run,
        "until": scorecard.last_day(run.until),
        "state": "published" if run.published_at else "open" if open_ else "closing",
        "objections_until": dates.moment(until, now) if until is not None and open_ else "",
    }


@require_GET
@for_staff
def now_(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The figures as matters stand now: of the quarter so far, or of the days asked for."""
    now = timezone.now()
    since = asked_for.day(request.GET.get("from", "")) or _quarter(now)
    until = asked_for.day(request.GET.get("to", ""))
    period = figures.Period(_begin(since), _begin(until + timedelta(days=1)) if until else None)
    lines = figures.score(visible_to(actor).filter(restricted=False), period, now=now)
    groups = [line for line in lines if line.kind == figures.GROUP]
    context = {
        "whole": lines[0],
        "lines": sorted(groups, key=lambda line: -line.counts.matters),
        "nobody": next((line for line in lines if line.kind == figures.UNASSIGNED), None),
        "since": since,
        "until": until,
    }
    return render(request, "web/scores_now.html", context)


@require_GET
@for_staff
def run(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """One run."""
    return shown(request, actor, key)


def shown(
    request: HttpRequest, actor: Actor, key: int, refused: Refused | None = None
) -> HttpResponse:
    """A run with what kept something from being done about it."""
    now = timezone.now()
    try:
        found = cards.card(actor, key, request.GET.get("by", ""), now=now)
    except Refused as unknown:
        return lost(request, unknown)
    grounds = found.mechanism.score.exclusions
    context = {
        **scorecard.table(found, now),
        "sieves": scorecard.sieves(found),
        "window": scorecard.window(found, now),
        "due": words.of(words.DUTIES, found.due) if found.due else "",
        "signatures": [
            (words.of(words.DUTIES, duty), sentences.post_name(post))
            for duty, post, _at in found.run.signatures
        ],
        "exclusions": [_asked("exclusion", one, found, now) for one in found.exclusions],
        "objections": [_asked("objection", one, found, now) for one in found.objections],
        "grounds": list(grounds.items()),
        "units": [(one.code, one.name) for one in parties.all_units() if one.stands(None)]
        if found.deciding else [],
        "sentence": sentences.of(refused) if refused else "",
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/score_run.html", context, status=status)


def _asked(kind: str, one: object, found: cards.Card, now: datetime) -> dict[str, object]:
    return {
        "one": one,
        "kind": kind,
        "waits": f"{kind}:{getattr(one, 'pk', '')}" in found.deciding,
        **asked(one, found.mechanism.score.exclusions, now),
    }


def asked(one: object, grounds: dict[str, str] | object, now: datetime) -> dict[str, object]:
    """Who asked for what about a row, and what was decided."""
    by, decided = str(getattr(one, "asked_by", "")), str(getattr(one, "decided_by", ""))
    labels = grounds if isinstance(grounds, dict) else {}
    ground = str(getattr(one, "ground", ""))
    at: datetime | None = getattr(one, "decided_at", None)
    return {
        "ground": labels.get(ground, ground),
        "by": sentences.post_name(by),
        "decided_by": sentences.post_name(decided) if decided else "",
        "decided_at": dates.moment(at, now) if at else "",
        "decision": words.of(scorecard.DECISIONS, str(getattr(one, "decision", ""))),
        "remedy": words.of(scorecard.REMEDIES, str(getattr(one, "remedy", ""))),
    }


@require_GET
@for_staff
def behind(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """The matters behind one figure, as far as the reader may open them."""
    way, code, sieve = (request.GET.get(name, "") for name in ("by", "code", "what"))
    after = request.GET.get("after", "")
    try:
        kept = runs.run_for(actor, key)
        found = drill.drill(actor, kept, way, code, sieve, asked_for.whole(after))
    except Refused as unknown:
        return lost(request, unknown)
    grounds = runs.formula_of(kept).exclusions
    query = request.GET.copy()
    query["after"] = str(found.after)
    context = {
        "run": kept,
        "found": found,
        "heading": kept.names.get(way, {}).get(code) or "",
        "nobody": way == "unit" and not code,
        "sieve": words.of(scorecard.SIEVES, found.sieve),
        "rows": [
            (one, scorecard.verdicts(one.row, grounds, blind=one.blind)) for one in found.rows
        ],
        "next": query.urlencode() if found.after else "",
    }
    return render(request, "web/score_rows.html", context)


@require_GET
@for_staff
def row(request: HttpRequest, actor: Actor, key: int, number: str) -> HttpResponse:
    """One row: what it counts as, and what may be asked about it."""
    return row_shown(request, actor, key, number)


def row_shown(
    request: HttpRequest, actor: Actor, key: int, number: str, refused: Refused | None = None
) -> HttpResponse:
    """A row with what kept something from being asked about it."""
    now = timezone.now()
    try:
        found = cards.row_card(actor, key, number, now=now)
    except Refused as unknown:
        return lost(request, unknown)
    grounds = found.mechanism.score.exclusions
    context = {
        "card": found,
        "unit": found.run.names.get("unit", {}).get(found.row.unit, found.row.unit),
        "verdicts": scorecard.verdicts(found.row, grounds, blind=found.blind),
        "grounds": list(grounds.items()),
        "asked": [
            (one, asked(one, grounds, now)) for one in (*found.exclusions, *found.objections)
        ],
        "given": request.POST.get("reason", ""),
        "sentence": sentences.of(refused) if refused else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "web/score_row.html", context, status=status)


def lost(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A run or row that is not there, or none of this reader's."""
    context = {"sentence": sentences.of(refused)}
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)


def _quarter(now: datetime) -> date:
    today = now.astimezone(LOCAL).date()
    return date(today.year, today.month - (today.month - 1) % QUARTER, 1)


def _last_quarter(now: datetime) -> tuple[date, date]:
    """The first and the last day of the quarter before this one."""
    last = _quarter(now) - timedelta(days=1)
    return date(last.year, last.month - (last.month - 1) % QUARTER, 1), last


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(0), LOCAL)
