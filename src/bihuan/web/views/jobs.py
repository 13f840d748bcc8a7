"""Jobs: what one has asked for, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.jobs import queries
from bihuan.registers.jobs.kinds import KINDS
from bihuan.web import dates, sentences, words
from bihuan.web.staff import account_of, for_staff, stopped

LOOK_AGAIN = 2  # seconds


@dataclass(frozen=True, slots=True)
class Shown:
    """A job in words."""

    number: int
    label: str
    state: str
    state_name: str
    said: str
    asked: str
    done: int
    total: int | None
    percent: int | None
    file: str
    until: str
    page: str


@require_GET
@for_staff
def jobs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The jobs of the account, the newest first."""
    now = timezone.now()
    found = [shown(one, now) for one in queries.of(account_of(request))]
    return render(request, "web/jobs.html", {"jobs": found})


@require_GET
@for_staff
def job(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One job; the page comes again by itself until the job has ended."""
    found = _own(request, number)
    context = {
        "job": shown(found, timezone.now()),
        "again": 0 if found.ended else LOOK_AGAIN,
    }
    return render(request, "web/job.html", context)


@require_GET
@for_staff
def result(request: HttpRequest, actor: Actor, number: int) -> FileResponse | HttpResponse:
    """The file a job made, for the account that asked, while it holds the post it asked from."""
    found = _own(request, number)
    try:
        place = queries.result(
            account_of(request), number, root=settings.BIHUAN_HOME, now=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
    except Refused as refused:
        return stopped(request, sentences.of(refused))
    answer = FileResponse(
        place.open("rb"), as_attachment=True, filename=found.result_name,
        content_type="application/octet-stream",
    )  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _own(request: HttpRequest, number: int) -> queries.Job:
    try:
        return queries.one(account_of(request), number)
    except Refused as refused:
        raise Http404 from refused


def shown(found: queries.Job, now: datetime) -> Shown:
    """A job as a page tells it."""
    kind = KINDS.get(found.kind)
    file = found.result_name if found.expires_at and found.expires_at > now else ""
    return Shown(
        number=found.pk,
        label=gettext(kind.label) if kind else found.kind,
        state=found.state,
        state_name=str(words.of(words.JOB_STATES, found.state)),
        said=sentences.told(found.said, found.facts),
        asked=dates.moment(found.asked_at, now),
        done=found.done,
        total=found.total,
        percent=min(100, found.done * 100 // found.total) if found.total else None,
        file=file,
        until=dates.day(found.expires_at, now) if file and found.expires_at else "",
        page=reverse(kind.page, args=[found.pk]) if kind and kind.page and _over(found) else "",
    )


def _over(found: queries.Job) -> bool:
    return found.state == found.DONE
