from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from tests.web import cast
from tests.web.conftest import Clock, SignIn, take_in

from bihuan.kernel.actor import SYSTEM
from bihuan.registers.parties import actions as parties
from bihuan.registers.parties.actions import administrators
from bihuan.web import demonstration


@pytest.fixture(autouse=True)
def _no_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in_with_password(client: Client, post: str, password: str = cast.PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": post, "password": password}, follow=True)


def test_a_first_sign_in_ends_at_the_second_factor(city: None) -> None:
    page = sign_in_with_password(Client(), "office-clerk")
    assert page.redirect_chain[-1][0] == "/accounts/2fa/totp/activate/"
    assert "启用第二重验证" in page.content.decode()
    assert "data:image/svg+xml" in page.content.decode()


def test_a_second_factor_is_set_up_and_asked_for(city: None, clock: Clock) -> None:
    clock.now = datetime.now(UTC)  # codes are counted on the clock of the machine
    client = Client()
    page = sign_in_with_password(client, "office-clerk")
    secret = page.context["form"].secret
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    page = client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True)
    assert "请再确认一次" in page.content.decode()
    page = client.post(page.redirect_chain[-1][0], {"password": cast.PASSWORD}, follow=True)
    assert "恢复码" in page.content.decode()
    assert len(page.context["unused_codes"]) == 10
    assert client.get("/desk/").status_code == 200
    another = Client()
    page = sign_in_with_password(another, "office-clerk")
    assert page.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert "第二重验证" in page.content.decode()
    assert another.get("/desk/").status_code == 302


def test_a_wrong_password_is_told_without_saying_which(city: None) -> None:
    page = sign_in_with_password(Client(), "office-clerk", "wrong-wrong-1")
    assert page.status_code == 200
    assert page.context["form"].non_field_errors()
    assert not page.wsgi_request.user.is_authenticated


def test_signing_out_ends_it(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    client.post("/accounts/logout/")
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_administrators_read_no_matter(sign_in: SignIn, role: str) -> None:
    number = take_in().matter.number
    administrators.open_administrator(
        role, administers=role, password=cast.PASSWORD, by=SYSTEM, now=cast.NOW
    )
    client = sign_in(role)
    for address in ("/desk/", "/ledger/", f"/m/{number}/", "/scores/", "/mechanisms/"):
        page = client.get(address)
        assert page.status_code == 403
        assert "不查看事项" in page.content.decode()
    page = client.get("/", follow=True)
    assert ("最后一条记录" in page.content.decode()) == (role == "audit")


def test_one_works_from_any_of_ones_posts_and_no_other(sign_in: SignIn) -> None:
    person = get_user_model().objects.get(username="office-clerk").person
    today = cast.NOW.date()
    parties.appoint("office-verifier", person=person, since=today, by=cast.KEEPER, now=cast.NOW)
    client = sign_in("office-clerk")
    page = client.get("/desk/")
    assert "营商办 · 回访岗" in page.content.decode()
    assert "to-call-back" not in [one["name"] for one in page.context["queues"]]
    client.post("/post/", {"post": "office-verifier", "next": "/desk/"})
    names = [one["name"] for one in client.get("/desk/").context["queues"]]
    assert "to-call-back" in names
    client.post("/post/", {"post": "housing-head", "next": "https://elsewhere.example/"})
    page = client.get("/desk/")
    assert page.status_code == 200
    assert "to-accept" in [one["name"] for one in page.context["queues"]]


def test_choosing_a_post_never_leads_elsewhere(sign_in: SignIn) -> None:
    answer = sign_in("office-clerk").post("/post/", {"post": "x", "next": "//elsewhere.example/"})
    assert answer["Location"] == "/desk/"


def test_demonstration_links_open_a_desk_in_the_demonstration_only(
    city: None, settings: Any
) -> None:
    settings.BIHUAN_DEMONSTRATION = True
    link = f"/demo/{demonstration.make('office-clerk')}/"
    client = Client()
    page = client.get(link, follow=True)
    assert page.redirect_chain[-1][0] == "/desk/"
    assert "演示数据，均为虚构" in page.content.decode()
    assert Client().get("/demo/forged/").status_code == 403
    settings.BIHUAN_DEMONSTRATION = False
    assert Client().get(link).status_code == 404
    assert "演示数据，均为虚构" not in Client().get("/").content.decode()


@pytest.mark.parametrize("address", ["/desk/", "/post/", "/m/X-1/act/accept/", "/t/rate/"])
def test_a_form_from_elsewhere_is_not_taken(city: None, address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address, {}).status_code in (403, 405)
