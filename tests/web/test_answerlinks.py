"""A unit answers once through its link: given by the office, opened by nobody else, used once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.web import cast, taskcast
from tests.web.conftest import Clock, SignIn, handled, move, take_in

from bihuan.matters.actions import publishing
from bihuan.matters.models import Access, AnswerLink, Matter
from bihuan.registers.journal.models import Entry


@pytest.fixture
def part(city: None) -> Matter:
    """The one row of the water bureau."""
    taskcast.found_office()
    return taskcast.part(taskcast.sent(), "water")


def make(sign_in: SignIn, number: str, post: str = "water-desk", by: str = "office-clerk") -> str:
    """The address in the message that is shown once."""
    page = sign_in(by).post(f"/m/{number}/links/", {"post": post, "days": "3"}).content.decode()
    found = re.search(r"http://testserver(/a/[\w-]+/)", page)
    return found[1] if found else page


ROW = {"rows": "1", "cell-1-1": "已完成", "cell-1-2": "十天内完工"}
ANSWER = {**ROW, "closing": "done", "text": "已填报"}


def test_the_link_answers_once_under_the_name_of_its_post(sign_in: SignIn, part: Matter) -> None:
    address = make(sign_in, part.number)
    stranger = Client()
    page = stranger.get(address).content.decode()
    assert "北门排水改造" in page
    assert re.search(r"请在 3.*6.*前答复", page)
    assert "路灯补装" not in page
    assert stranger.post(address, ANSWER).status_code == 200
    part.refresh_from_db()
    assert (part.stage, part.closing_kind) == ("replied", "done")
    entry = Entry.objects.filter(subject_id=part.pk, subject_kind="matter", kind="reply").get()
    assert (entry.actor_post, entry.data["data"]["via"]) == ("water-desk", "link")
    assert Access.objects.get(matter=part).what == "link"
    again = stranger.post(address, ANSWER)
    assert (again.status_code, "已经用过" in again.content.decode()) == (410, True)
    timeline = sign_in("office-clerk").get(f"/m/{part.number}/").content.decode()
    assert "一次性链接，未登录" in timeline
    assert "给出一次性答复链接" in timeline


def test_only_an_index_of_the_token_is_kept(sign_in: SignIn, part: Matter) -> None:
    token = make(sign_in, part.number).split("/")[2]
    kept = [*AnswerLink.objects.values_list("token_index", flat=True),
            *Entry.objects.values_list("payload", flat=True)]  # fmt: skip
    assert not any(token in one for one in kept)
    page = sign_in("office-clerk").get(f"/m/{part.number}/links/").content.decode()
    assert token not in page
    assert "前有效" in page


def test_what_is_missing_is_said_and_the_link_still_answers(sign_in: SignIn, part: Matter) -> None:
    address = make(sign_in, part.number)
    length = Matter.objects.get(pk=part.pk).length
    answer = Client().post(address, {**ANSWER, "cell-1-1": ""})
    assert answer.status_code == 422
    assert "第 1 行缺“完成情况”" in answer.content.decode()
    assert "十天内完工" in answer.content.decode()
    assert Matter.objects.get(pk=part.pk).length == length
    assert Client().post(address, ANSWER).status_code == 200


def test_a_wrong_a_late_and_a_revoked_link_each_say_so(
    sign_in: SignIn, part: Matter, clock: Clock
) -> None:
    wrong = Client().get("/a/wrong/")
    assert (wrong.status_code, "没有这个链接" in wrong.content.decode()) == (404, True)
    first = make(sign_in, part.number)
    second = make(sign_in, part.number)
    assert "已被收回" in Client().get(first).content.decode()
    link = AnswerLink.objects.latest("pk")
    sign_in("office-clerk").post(f"/m/{part.number}/links/{link.pk}/")
    assert "已被收回" in Client().post(second, ANSWER).content.decode()
    third = make(sign_in, part.number)
    clock.now = cast.NOW + timedelta(days=3)
    assert "到期" in Client().get(third).content.decode()
    assert Matter.objects.get(pk=part.pk).stage == "assigned"


def test_a_link_ends_with_what_was_asked(sign_in: SignIn, part: Matter) -> None:
    address = make(sign_in, part.number)
    cast_off = {"reason": "发错了", "expected": str(Matter.objects.get(pk=part.pk).length)}
    sign_in("office-clerk").post(f"/m/{part.number}/act/recall/", cast_off)
    answer = Client().post(address, ANSWER)
    assert (answer.status_code, "不再等您答复" in answer.content.decode()) == (410, True)


def test_guessing_is_slowed_down(city: None) -> None:
    answers = [Client().get(f"/a/guess-{n}/").status_code for n in range(31)]
    assert (set(answers[:30]), answers[30]) == ({404}, 429)


@pytest.mark.parametrize(
    ("post", "by", "sentence"),
    [
        ("water-desk", "land-desk", "没有"),
        ("housing-desk", "office-clerk", "housing-desk"),
        ("water-desk", "water-desk", "不能"),
    ],
)
def test_who_may_not_make_a_link_is_told_and_none_is_made(
    sign_in: SignIn, part: Matter, post: str, by: str, sentence: str
) -> None:
    assert sentence in make(sign_in, part.number, post, by)
    assert not AnswerLink.objects.exists()


def test_the_reply_of_a_link_waits_for_its_signatures(sign_in: SignIn, city: None) -> None:
    number = take_in().matter.number
    handled(number)
    address = make(sign_in, number, "housing-desk", "housing-head")
    page = Client().get(address).content.decode()
    assert "赵恒泰" not in page
    assert "13800002207" not in page
    told = Client().post(address, {"closing": "solved", "text": "已修好"}).content.decode()
    assert "副职" in told or "签批" in told
    row = Matter.objects.get(number=number)
    assert (row.stage, row.pending_duty) == ("handling", "unit-deputy")
    move(number, "sign", "housing-deputy")
    move(number, "sign", "housing-head")
    assert Matter.objects.get(number=number).stage == "replied"
    assert Client().get(address).status_code == 410


def test_a_restricted_matter_is_never_answered_by_a_link(sign_in: SignIn, city: None) -> None:
    body = (
        cast.MECHANISM.read_text("utf-8")
        .replace("channels:", "restricted: true\nchannels:", 1)
        .replace('version: "2026-1"', 'version: "2026-2"', 1)
    )
    publishing.publish(body.encode(), region=cast.REGION, by=cast.KEEPER, now=cast.NOW)
    number = take_in().matter.number
    handled(number)
    assert Matter.objects.get(number=number).stage == "handling"
    assert "受限" in make(sign_in, number, "housing-desk")
    assert not AnswerLink.objects.exists()
