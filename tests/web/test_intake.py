from __future__ import annotations

import re
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web import cast
from tests.web.conftest import Clock, SignIn

from bihuan.matters.actions import publishing
from bihuan.matters.models import Attachment, Content, Matter

LINK = "/r/enterprise/"
SAID = {
    "text": "育才路三根电线杆歪了",
    "topic": "power",
    "phone": "13800002207",
    "name": "赵恒泰（演示）",
}


def token(client: Client, address: str = LINK) -> str:
    page = client.get(address).content.decode()
    return str(re.search(r'name="token" value="([^"]+)"', page)[1])  # type: ignore[index]


def send(client: Client, address: str = LINK, **said: Any) -> Any:
    return client.post(address, {"token": token(client, address), **said})


def test_a_matter_comes_in_and_number_and_code_are_shown(city: None) -> None:
    client = Client()
    answer = send(client, **SAID)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    row = Matter.objects.get()
    assert (row.channel, row.stage, row.content.text) == ("qr", "received", SAID["text"])
    assert row.number in page
    code = re.search(r'class="code">([2-9A-Z]{8})<', page)
    assert code
    tracked = client.post("/t/", {"number": row.number, "code": code[1]})
    assert tracked.status_code == 200


def test_posting_twice_takes_in_once(city: None) -> None:
    client = Client()
    once = token(client)
    first = client.post(LINK, {"token": once, **SAID})
    second = client.post(LINK, {"token": once, **SAID})
    assert first["Location"] == second["Location"]
    assert Matter.objects.count() == 1
    assert Matter.objects.get().number in client.get(second["Location"]).content.decode()


@pytest.mark.parametrize("strange", ["../../x", "", "x", "y" * 200, "令牌" * 9])
def test_a_token_we_never_gave_takes_the_matter_in_all_the_same(city: None, strange: str) -> None:
    answer = Client().post(LINK, {"token": strange, **SAID})
    assert answer.status_code == 302
    assert Matter.objects.get().number in Client().get(answer["Location"]).content.decode()


def test_a_title_made_of_the_letter_ends_before_a_number_it_would_cut(city: None) -> None:
    send(Client(), **SAID | {"text": "路" * 35 + "13800002207请回电"})
    assert Matter.objects.get().title == "路" * 35


def test_a_refused_form_may_be_sent_again(city: None) -> None:
    client = Client()
    once = token(client)
    answer = client.post(LINK, {"token": once, **SAID, "phone": ""})
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "需要填写“怎么联系您”" in text
    assert SAID["text"] in text
    assert not Matter.objects.exists()
    assert client.post(LINK, {"token": once, **SAID}).status_code == 302
    assert Matter.objects.count() == 1


def test_the_code_is_not_kept_in_the_open(city: None) -> None:
    client = Client()
    answer = send(client, **SAID)
    page = client.get(answer["Location"]).content.decode()
    code = re.search(r'class="code">([2-9A-Z]{8})<', page)[1]  # type: ignore[index]
    kept = [one.get_decoded() for one in Session.objects.all()]
    assert len(kept) == 1
    assert code not in str(kept)
    assert code not in Content.objects.get().code_index


def test_a_stranger_to_the_token_sees_no_code(city: None) -> None:
    assert "此页已过期" in Client().get(f"{LINK}done/not-a-token/").content.decode()


def test_a_file_comes_with_the_letter(city: None) -> None:
    picture = SimpleUploadedFile("杆.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    assert send(Client(), **SAID, files=picture).status_code == 302
    kept = Attachment.objects.get()
    assert (kept.kind, kept.seq, kept.file.name) == ("letter", 1, "杆.png")


def test_the_form_says_who_sees_what_and_where_else_to_go(city: None) -> None:
    page = Client().get(LINK).content.decode()
    for said in (
        "110",
        "请拨打 12345",
        "按诉讼程序办理",
        "谁查看过都有记录",
        "营商环境办公室（演示）",
    ):
        assert said in page


def test_a_closed_window_takes_nothing_in(city: None, clock: Clock) -> None:
    text = cast.MECHANISM.read_text().replace('version: "2026-1"', 'version: "2026-2"')
    text += 'window: {from: "2026-01-01", until: "2026-02-01"}\n'
    publishing.publish(text.encode(), region=cast.REGION, by=cast.KEEPER, now=clock.now)
    page = Client().get(LINK)
    assert page.context["open"] is False
    assert "2026 年 2 月 1 日" in page.content.decode()
    answer = Client().post(LINK, {"token": "x" * 20, **SAID})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Matter.objects.exists()
    assert clock.now.date() > date(2026, 2, 1)


def test_the_qr_code_is_a_picture(city: None) -> None:
    answer = Client().get(f"{LINK}qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert b"<script" not in answer.content


@pytest.mark.parametrize("address", ["/r/nothing/", "/r/nothing/qr.svg", "/r/nothing/poster/"])
def test_an_unknown_mechanism_is_no_page(city: None, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_a_clerk_takes_a_call_in_and_reads_the_code_out(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    address = "/intake/enterprise/"
    said = {"token": token(client, address), **SAID, "channel": "phone", "class": "common"}
    page = client.post(address, said)
    row = Matter.objects.get()
    assert page.status_code == 200
    assert (row.channel, row.class_code) == ("phone", "common")
    assert row.number in page.content.decode()
    assert page.context["slip"]["code"] in page.content.decode()
    again = client.post(address, said)
    assert again.context["slip"] == page.context["slip"]
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("post", ["housing-desk", "office-verifier"])
def test_only_the_office_desk_takes_in(sign_in: SignIn, post: str) -> None:
    client = sign_in(post)
    assert client.get("/intake/").context["doors"] == []
    assert client.get("/intake/enterprise/").status_code == 404
    assert client.post("/intake/enterprise/", {"token": "x" * 20, **SAID}).status_code == 404
    assert not Matter.objects.exists()
