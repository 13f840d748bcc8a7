"""The quick intake: a call or a transcript becomes matters, and nothing given is lost."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web import cast
from tests.web.conftest import Clock, SignIn, move, take_in

from bihuan.matters.actions import publishing
from bihuan.matters.models import Attachment, Matter
from bihuan.registers.enterprises import actions as enterprises
from bihuan.registers.evidence.models import File

QUICK = "/intake/quick/"
CALL = "恒泰机械赵恒泰（演示） 13800002207，昨天下午厂区北门道路塌陷，重车过不去"
GROUP = """赵恒泰（演示） 2026/03/01 09:12
厂区北门道路塌陷，电话13800002207
营商办小周 2026/03/01 09:15
收到
营商办小周 2026/03/01 09:16
请问具体在哪个路口？
钱总（演示） 2026/03/01 09:20
又停电了，一个月三次[捂脸]，电话13800002208
孙理（演示） 2026/03/01 09:30
谢谢大家"""
FIRMS = """
mechanism: firms
version: "2026-1"
title: 企业台账（演示）
basis: {issuer: 临江区（演示）, title: 企业诉求办法（演示）, number: assumed, from: "2026-01-01"}
owner: office
channels: [phone, wechat-group]
form:
  enterprise: {type: enterprise, label: 企业, required: true}
  text: {type: text, label: 什么事, required: true, serves: text}
  park: {type: unit, label: 园区}
route:
  - {otherwise: true, to: land, why: 首接负责}
sign: {within: 1wd}
accept: {within: 1wd, from: received, by: clerk}
clocks:
  reply: {label: 答复, within: 10wd, starts: [assigned], stops: replied, count: from-next-day}
close: [solved, partly, explained]
"""


def read(client: Client, said: str = "", **more: Any) -> Any:
    return client.post(QUICK, {"said": said, **more})


def form_of(page: Any) -> dict[str, Any]:
    """What the browser would send for the proposals as they stand on the page."""
    found = page.context
    sent: dict[str, Any] = {
        "token": found["token"], "said": found["said"], "channel": found["channel"],
        "mechanism": found["door"].mechanism.code, "take": "1", "pick": [],
        "picture": [one.token for one in found["pictures"]],
    }  # fmt: skip
    for card in found["cards"]:
        if card.picked:
            sent["pick"].append(card.proposal.key)
        for asked in (*card.main, *card.more):
            sent[asked.name] = list(asked.values) or asked.value
    return sent


def take(client: Client, page: Any, **changed: Any) -> Any:
    return client.post(QUICK, form_of(page) | changed)


def test_a_call_is_read_shown_with_its_words_and_taken_in(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    page = read(client, CALL)
    text = page.content.decode()
    for words in (
        "读自“13800002207”",
        "读自“道路”",
        "读自“赵恒泰（演示）”",
    ):
        assert words in text
    assert "autofocus" in text.split('name="take"')[1].split(">")[0]
    assert not Matter.objects.exists()
    done = take(client, page)
    row = Matter.objects.get()
    assert (row.channel, row.title) == ("phone", "厂区北门道路塌陷，重车过不去")
    assert (row.content.text, row.content.requester) == (CALL, "赵恒泰（演示）")
    assert row.content.answers["topic"] == "road"
    assert row.number in done.content.decode()
    assert done.context["outcome"]["slips"][0]["code"] in done.content.decode()
    assert not Attachment.objects.exists()


def test_what_the_form_requires_and_the_clerk_does_not_know_is_said_and_never_bypassed(
    sign_in: SignIn,
) -> None:
    client = sign_in("office-clerk")
    page = read(client, "北门路灯坏了")
    assert "尚不知道而本表单必填：怎么联系您" in page.content.decode()
    refused = take(client, page)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "需要填写“怎么联系您”" in refused.content.decode()
    assert not Matter.objects.exists()
    assert not Attachment.objects.exists()
    taken = take(client, refused, **{"typed-phone": "13800002207"})
    assert taken.status_code == 200
    assert Matter.objects.get().content.text == "北门路灯坏了"


def test_a_transcript_becomes_matters_with_the_original_kept(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    page = read(client, GROUP)
    assert "读到 5 条消息：拟登记 2 件，已登记过 0 件，2 条未列为事项。" in page.content.decode()
    done = take(client, page)
    first, second = Matter.objects.order_by("pk")
    assert [slip["number"] for slip in done.context["outcome"]["slips"]] == [
        first.number,
        second.number,
    ]
    people = [first.content.requester, second.content.requester]
    assert people == ["赵恒泰（演示）", "钱总（演示）"]
    assert (first.source, second.content.answers["topic"]) == ("chat", "power")
    kept = File.objects.order_by("pk").first()
    assert kept is not None
    original = (settings.BIHUAN_HOME / kept.path).read_text()
    assert original.startswith("赵恒泰（演示） 2026-03-01 09:12\n厂区北门道路塌陷")
    assert "请问具体在哪个路口？" in original
    assert [(one.kind, one.seq) for one in Attachment.objects.all()] == [("letter", 1)] * 2


def test_a_transcript_pasted_twice_is_known_and_only_what_is_new_is_proposed(
    sign_in: SignIn,
) -> None:
    client = sign_in("office-clerk")
    take(client, read(client, GROUP))
    again = read(client, GROUP + "\n李木（演示） 2026/03/01 10:00\n门口路灯坏了，13800002209")
    number = Matter.objects.order_by("pk").first().number  # type: ignore[union-attr]
    assert again.context["known"][0].number == number
    assert [card.proposal.speaker for card in again.context["cards"]] == ["李木（演示）"]
    take(client, again)
    assert Matter.objects.count() == 3


def test_a_transcript_that_begins_further_down_is_known_too(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    more = "赵恒泰（演示） 2026/03/01 09:22\n育才路口也塌了"
    take(client, read(client, f"{GROUP}\n{more}"))
    again = read(client, more)
    assert (len(again.context["known"]), again.context["cards"]) == (1, [])
    other = read(client, more.replace("赵恒泰", "钱恒泰"))
    assert (len(other.context["known"]), len(other.context["cards"])) == (0, 1)


def test_the_same_form_sent_twice_takes_in_once_and_shows_the_same_slip(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    page = read(client, CALL)
    once, twice = take(client, page), take(client, page)
    assert once.context["outcome"] == twice.context["outcome"]
    assert Matter.objects.count() == 1


def test_one_refused_of_several_stays_and_the_others_are_in(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    page = read(client, GROUP)
    key = page.context["cards"][1].proposal.key
    answer = take(client, page, **{f"{key}-phone": ""})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Matter.objects.count() == File.objects.count() == 1
    assert [card.proposal.key for card in answer.context["cards"]] == [key]
    take(client, answer, **{f"{key}-phone": "13800002208"})
    assert Matter.objects.count() == 2


def test_what_is_like_the_call_stands_beside_its_number(sign_in: SignIn) -> None:
    earlier = take_in(title="厂区北门道路塌陷", text=CALL).matter
    client = sign_in("office-clerk")
    done = take(client, read(client, CALL))
    assert [one["number"] for one in done.context["similar"]] == [earlier.number]
    assert earlier.number in done.content.decode()


def test_a_restricted_matter_is_taken_in_and_no_text_of_it_goes_to_a_group(
    sign_in: SignIn, clock: Clock
) -> None:
    body = FIRMS.replace("mechanism: firms", "mechanism: secret")
    body += "restricted: true\naccess: {readers: [gov]}\n"
    publishing.publish(body.encode(), region=cast.REGION, by=cast.KEEPER, now=clock.now)
    client = sign_in("office-clerk")
    page = read(client, "某某公司停电了，联系13800002207", mechanism="secret")
    done = take(client, page, **{"typed-enterprise": "某某公司"})
    row = Matter.objects.get(restricted=True)
    assert done.context["outcome"]["slips"][0] == {
        "number": row.number,
        "code": done.context["outcome"]["slips"][0]["code"],
        "text": "",
    }
    assert not done.context["similar"]
    form = {"token": "t" * 20, "channel": "phone", "enterprise": "某某公司", "text": "又停电了"}
    assert client.post("/intake/secret/", form).context["slip"]["number"] != row.number


def test_what_is_not_ticked_is_counted_and_left_out(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    page = read(client, GROUP)
    done = take(client, page, pick=[page.context["cards"][0].proposal.key])
    assert done.context["outcome"]["left"] == 1
    assert Matter.objects.count() == 1


def test_a_picture_goes_with_the_matter_and_stands_beside_the_form(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    picture = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    page = read(client, files=picture)
    assert "系统不识别图中文字" in page.content.decode()
    assert "data:image/png;base64," in page.content.decode()
    done = take(client, page, **{"typed-text": "停电了", "typed-phone": "13800002207"})
    assert done.status_code == 200
    assert Attachment.objects.get().file.name == "截图.png"


def test_a_picture_of_somebody_else_is_not_attached(sign_in: SignIn) -> None:
    picture = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    other = read(sign_in("gov-leader"), files=picture)
    assert other.context["cards"] == []
    client = sign_in("office-clerk")
    take(client, read(client, CALL), picture=["1:forged:token"])
    assert not Attachment.objects.exists()


def test_an_exported_file_is_read_like_pasted_text(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    table = "时间,发送者,内容\n2026-03-01 09:12:00,张三（演示）,停电了\n".encode("gb18030")
    page = read(client, files=SimpleUploadedFile("群.csv", table))
    assert [card.proposal.speaker for card in page.context["cards"]] == ["张三（演示）"]
    assert not File.objects.exists()


def test_a_file_that_is_not_taken_is_said_and_the_text_stays(sign_in: SignIn) -> None:
    client = sign_in("office-clerk")
    page = read(client, CALL, files=SimpleUploadedFile("群.exe", b"MZ"))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert CALL in page.content.decode()
    assert not File.objects.exists()


def test_a_firm_is_found_by_what_people_call_it(sign_in: SignIn, clock: Clock) -> None:
    publishing.publish(FIRMS.encode(), region=cast.REGION, by=cast.KEEPER, now=clock.now)
    for name in ("芦淞区恒泰机械有限公司（演示）", "株洲恒泰包装有限公司（演示）"):
        facts = enterprises.EnterpriseFacts(name, "demonstration")
        enterprises.record_enterprise(facts, by=cast.KEEPER, now=clock.now)
    client = sign_in("office-clerk")
    page = read(client, "恒泰机械说自然资源局的批复没拿到", mechanism="firms")
    asked = {one.name: one for one in page.context["cards"][0].main}
    assert asked["typed-enterprise"].value == "芦淞区恒泰机械有限公司（演示）"
    assert asked["typed-park"].value == "land"
    assert "读自“恒泰机械”" in page.content.decode()
    elsewhere = read(client, "我是创远科技有限公司的，停电了", mechanism="firms")
    firm = next(one for one in elsewhere.context["cards"][0].main if "enterprise" in one.name)
    assert firm.value == "创远科技有限公司"
    assert read(client, "停电了").context["door"].mechanism.code == "firms"


@pytest.mark.parametrize("post", ["housing-desk", "office-verifier"])
def test_only_the_office_desk_may(sign_in: SignIn, post: str) -> None:
    client = sign_in(post)
    assert client.get(QUICK).context["door"] is None
    page = client.post(QUICK, {"said": CALL, "take": "1", "pick": "typed", "typed-text": CALL})
    assert page.context["door"] is None
    assert not Matter.objects.exists()


def test_the_text_for_the_group_tells_the_state_and_hides_the_person(sign_in: SignIn) -> None:
    row = take_in(title="赵恒泰（演示）说北门塌陷，13800002207").matter
    client = sign_in("office-clerk")
    text = client.get(f"/m/{row.number}/").context["group_text"]
    assert f"编号：{row.number}" in text
    assert "赵**（演示）说北门塌陷，138****2207" in text
    assert "营商办（待受理）" in text
    assert "派单后 10 个工作日内" in text
    move(row.number, "accept", "office-clerk")
    move(row.number, "assign", "office-clerk", {"unit": "housing"})
    later = client.get(f"/m/{row.number}/").context["group_text"]
    assert "住建局（待签收）" in later
    assert "答复期限：" in later
    assert "赵恒泰" not in later
    assert "2207，" not in later
    assert sign_in("housing-desk").get(f"/m/{row.number}/").context["group_text"] == ""


def test_nothing_of_a_restricted_matter_is_offered_to_a_group(sign_in: SignIn) -> None:
    row = take_in().matter
    Matter.objects.filter(pk=row.pk).update(restricted=True)
    assert sign_in("office-clerk").get(f"/m/{row.number}/").status_code == 404


def test_a_long_transcript_costs_few_queries(
    sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in("office-clerk")
    client.get(QUICK)
    said = "\n".join(
        f"某{n}（演示） 2026/03/01 09:{n:02d}\n第{n}栋停电了，13800002207" for n in range(60)
    )
    with django_assert_max_num_queries(24):
        page = read(client, said)
    assert len(page.context["cards"]) == 40
    assert page.context["more"] == 20
    assert "后面还有 20 件" in page.content.decode()
