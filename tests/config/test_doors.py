from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from bihuan.config import urls
from bihuan.registers.parties.models import Account

PASSWORD = "a long and quiet river"


def desk(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("the desk")


urlpatterns = [path("desk/", desk), *urls.urlpatterns]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
with_clerk = pytest.mark.usefixtures("clerk")


@pytest.fixture
def clerk() -> Account:
    account = Account(username="clerk")
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": "clerk", "password": password})


def test_every_answer_forbids_what_comes_from_elsewhere(client: Client) -> None:
    headers = client.get("/accounts/login/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
    assert "'unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_request_too_large_is_turned_away_unread(client: Client, settings: Any) -> None:
    settings.BIHUAN_LARGEST_UPLOAD = 2**20
    fits = client.post("/accounts/login/", {"login": "x" * 2**10})
    large = client.post("/accounts/login/", {"login": "x" * 2**20})
    assert (fits.status_code, large.status_code) == (200, 413)
    assert "1 MB" in large.content.decode()


def test_nobody_makes_an_account_for_himself(client: Client) -> None:
    form = {"username": "guest", "password1": PASSWORD}
    assert client.post("/accounts/signup/", form).status_code == 200
    assert Account.objects.count() == 0


@pytest.mark.parametrize("address", ["email/", "password/reset/", "confirm-email/"])
def test_pages_for_mail_are_shut(client: Client, address: str) -> None:
    assert client.get(f"/accounts/{address}").status_code == 404


@with_clerk
def test_the_first_sign_in_leads_to_the_second_factor(client: Client) -> None:
    assert sign_in(client).status_code == 302
    answer = client.get("/desk/")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/2fa/totp/activate/",
    )
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_the_second_factor_is_asked_and_then_remembered(
    client: Client, clerk: Account, django_assert_num_queries: Any
) -> None:
    secret = totp.generate_totp_secret()
    factor = totp.TOTP.activate(clerk, secret).instance
    assert secret not in str(factor.data)
    sign_in(client)
    assert "_auth_user_id" not in client.session
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/desk/").content == b"the desk"
    with django_assert_num_queries(2):  # session, account
        client.get("/desk/")


def test_a_second_factor_stays_in_place(client: Client, clerk: Account) -> None:
    factor = totp.TOTP.activate(clerk, totp.generate_totp_secret()).instance
    client.force_login(clerk)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_the_demonstration_goes_without(client: Client, clerk: Account, settings: Any) -> None:
    settings.BIHUAN_DEMONSTRATION = True
    client.force_login(clerk)
    assert client.get("/desk/").content == b"the desk"


def test_a_stranger_passes_to_the_page_which_decides_itself(client: Client) -> None:
    assert client.get("/desk/").content == b"the desk"


@with_clerk
def test_a_wrong_password_lets_nobody_in(client: Client) -> None:
    assert sign_in(client, "guess").status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_account_ends_after_its_last_day(client: Client, clerk: Account, settings: Any) -> None:
    settings.BIHUAN_DEMONSTRATION = True
    clerk.expires_on = timezone.localdate()
    clerk.save()
    sign_in(client)
    assert client.session["_auth_user_id"] == str(clerk.pk)

    clerk.expires_on -= timedelta(days=1)
    clerk.save()
    assert not client.get("/desk/").wsgi_request.user.is_authenticated
    again = Client()
    assert sign_in(again).headers["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in again.session


@pytest.mark.django_db
def test_a_character_no_table_can_keep_is_turned_away() -> None:
    browser = Client()
    assert browser.get("/t/", {"number": "A\0B"}).status_code == HTTPStatus.BAD_REQUEST
    sent = browser.post("/t/", {"number": "A\0B", "code": "22222222"})
    assert sent.status_code == HTTPStatus.BAD_REQUEST
