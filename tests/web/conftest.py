from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.web import cast

from bihuan.config.middleware import SECOND_FACTOR
from bihuan.kernel.actor import Actor
from bihuan.matters.actions import acting, receiving
from bihuan.matters.models import Matter
from bihuan.matters.queries import versions
from bihuan.registers.parties import queries as parties

SignIn = Callable[[str], Client]


class Clock:
    """The time of day, turned by hand."""

    def __init__(self) -> None:
        self.now = cast.NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(timezone, "now", turned)
    return turned


@pytest.fixture
def city(db: None, clock: Clock) -> None:
    """The cast and its mechanism, in the tables."""
    cache.clear()
    versions.compiled.cache_clear()
    cast.found_city()


@pytest.fixture
def sign_in(city: None) -> SignIn:
    """A browser in which the holder of a post is signed in with both factors."""

    def signed_in(post: str) -> Client:
        client = Client()
        client.force_login(get_user_model().objects.get(username=post))
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return signed_in


def actor(post: str, now: datetime = cast.NOW) -> Actor:
    account = get_user_model().objects.get(username=post)
    return parties.actor_of(account, post, on=now.date())


def take_in(now: datetime = cast.NOW, **values: str) -> receiving.Received:
    """A matter that came by telephone."""
    answers = {"title": "北门道路塌陷", "text": "厂区北门道路塌陷，重车绕行。", "topic": "road",
               "name": "赵恒泰（演示）", "phone": "13800002207"} | values  # fmt: skip
    arrival = receiving.Arrival(
        "phone", answers, requester=answers["name"], phone=answers["phone"]
    )
    version = versions.current(cast.REGION, "enterprise")
    return receiving.receive(version, arrival, by=actor("office-clerk", now), now=now)


def move(
    number: str, name: str, post: str, params: Mapping[str, object] | None = None,
    now: datetime = cast.NOW,
) -> Matter:  # fmt: skip
    return acting.act(number, acting.Asked(name, params or {}), by=actor(post, now), now=now)


def handled(number: str, now: datetime = cast.NOW) -> Matter:
    """Accepted, assigned to the housing bureau and signed for."""
    move(number, "accept", "office-clerk", now=now)
    move(number, "assign", "office-clerk", {"unit": "housing"}, now)
    return move(number, "sign-for", "housing-desk", now=now)


def answered(number: str, now: datetime = cast.NOW) -> Matter:
    """Handled, answered and signed by deputy and head."""
    handled(number, now)
    move(number, "reply", "housing-desk", {"closing": "solved", "text": "路已修好。"}, now)
    move(number, "sign", "housing-deputy", now=now)
    return move(number, "sign", "housing-head", now=now)
