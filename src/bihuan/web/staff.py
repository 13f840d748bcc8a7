"""Who stands behind a request of the staff: an account, in the post chosen in its session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.parties import queries as parties
from bihuan.web import sentences

CHOSEN = "post"
HELD = "posts"
ACTOR = "bihuan.actor"  # in the environment of a request, where no header can put it
P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class Chair:
    """A post as the head of the page names it."""

    code: str
    unit: str
    title: str


def for_staff(
    view: Callable[Concatenate[HttpRequest, Actor, P], R],
) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
    """A page for people in posts: signed in, with the actor handed over, on one look at the books.

    An administrator, who reads no matters, is told so; an account without a post is told why.
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if isinstance(request.user, AnonymousUser):
            return redirect_to_login(request.get_full_path())
        with parties.one_reading():
            try:
                actor = actor_of(request)
            except Refused as refused:
                return stopped(request, sentences.of(refused))
            if actor.administers:
                return stopped(request, "")
            answer = view(request, actor, *args, **kwargs)
            answer.headers.setdefault("Cache-Control", "private, no-store")
            return answer

    return answered


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request; a post no longer held is forgotten and the first one taken."""
    account, today = request.user, timezone.localdate()
    if isinstance(account, AnonymousUser):
        raise PermissionDenied
    try:
        actor = parties.actor_of(account, request.session.get(CHOSEN), on=today)
    except Refused as refused:
        if refused.code not in ("account.post-not-held", "post.closed", "unit.dissolved"):
            raise
        request.session.pop(CHOSEN, None)
        request.session.pop(HELD, None)
        actor = parties.actor_of(account, on=today)
    request.META[ACTOR] = actor
    return actor


def account_of(request: HttpRequest) -> int:
    """The account that is signed in."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return int(request.user.pk)


def stopped(request: HttpRequest, sentence: str) -> HttpResponse:
    """The page of one who is signed in and still may not come in."""
    return render(request, "web/stopped.html", {"sentence": sentence}, status=HTTPStatus.FORBIDDEN)


def chair(code: str) -> Chair | None:
    """A post with the name of its unit."""
    post = parties.post_of(code)
    return Chair(code, sentences.unit_name(post.unit), post.title) if post else None


def chairs(request: HttpRequest) -> list[Chair]:
    """The posts of the person signed in; asked once a session, and again when one of them ends."""
    if HELD not in request.session:
        actor: Actor = request.META[ACTOR]
        held = parties.posts_held(int(actor.person), timezone.localdate())
        request.session[HELD] = list(held)
    return [found for code in request.session[HELD] if (found := chair(code))]
