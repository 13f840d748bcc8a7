from __future__ import annotations

import pytest
from django.test import Client
from tests.web.conftest import SignIn, answered, handled, take_in

LINK = "/r/enterprise/"
PUBLIC = ["/", "/t/", LINK, f"{LINK}qr.svg", f"{LINK}poster/", "/accounts/login/"]
STAFF = [
    *("/desk/", "/ledger/", "/intake/", "/intake/enterprise/"),
    *("/mechanisms/", "/mechanisms/enterprise/", "/scores/"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_strangers_read_the_open_pages(city: None, address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("address", STAFF)
def test_strangers_are_sent_to_sign_in(city: None, address: str) -> None:
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("address", STAFF)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_staff_reads_its_pages_in_both_languages(
    sign_in: SignIn, address: str, language: str
) -> None:
    answered(take_in().matter.number)
    client = sign_in("office-clerk")
    client.cookies["django_language"] = language
    page = client.get(address)
    assert page.status_code == 200
    assert page["Content-Language"] == language
    assert ("工作台" in page.content.decode()) == (language == "zh-hans")


def test_no_page_carries_a_style_or_a_script_of_its_own(sign_in: SignIn) -> None:
    number = take_in().matter.number
    handled(number)
    client = sign_in("housing-desk")
    for address in (*PUBLIC, "/desk/", f"/m/{number}/", "/mechanisms/enterprise/", "/scores/"):
        text = client.get(address, follow=True).content.decode()
        assert " style=" not in text, address
        assert "<style" not in text, address
        assert text.count("<script") == text.count('<script src="'), address
        assert "default-src 'self'" in client.get(address)["Content-Security-Policy"]


def test_an_unknown_address_says_so_in_our_words(city: None) -> None:
    page = Client().get("/nothing/")
    assert page.status_code == 404
    assert "这个地址没有内容" in page.content.decode()
