"""The panel of similar matters, two letters side by side, and the look before taking in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from tests.web import cast
from tests.web.conftest import SignIn, handled, move, take_in
from tests.web.test_matter import stage

from bihuan.matters.models import Matter, Repeat

LONG = "育才路从小学到五中，三根电线杆歪了，孩子天天从下面走，请尽快扶正。"
AGAIN = "您好！育才路从小学到五中三根电线杆歪了，孩子们天天都从下面走过。"
EARLIER = cast.NOW - timedelta(days=2)


def two() -> tuple[str, str]:
    first = take_in(EARLIER, text=LONG).matter.number
    return first, take_in(text=AGAIN, phone="13900001111").matter.number


def test_the_page_proposes_with_evidence_and_opens_both_letters(sign_in: SignIn) -> None:
    first, second = two()
    client = sign_in("office-clerk")
    page = client.get(f"/m/{second}/").content.decode()
    assert "疑似重复" in page
    assert "两件文字大部分相同" in page
    assert "相隔 2 天" in page
    beside = client.get(f"/m/{second}/like/{first}/").content.decode()
    assert "<mark>育才路从小学到五中三根电线杆歪了，孩子</mark>" in beside
    assert "13900001111" not in beside
    assert Repeat.objects.get().decided == "proposed"


def test_a_later_matter_shows_beside_the_earlier_one(sign_in: SignIn) -> None:
    first, second = two()
    page = sign_in("office-clerk").get(f"/m/{first}/").content.decode()
    assert "相近事项" in page
    assert f"/m/{first}/like/{second}/" in page


def test_who_may_not_read_the_other_sees_neither_panel_nor_letters(sign_in: SignIn) -> None:
    first, second = two()
    handled(second)
    desk = sign_in("housing-desk")
    assert first not in desk.get(f"/m/{second}/").content.decode()
    assert desk.get(f"/m/{second}/like/{first}/").status_code == HTTPStatus.NOT_FOUND


def test_one_and_the_same_person_is_told_to_the_office_alone(sign_in: SignIn) -> None:
    first = take_in(EARLIER, text=LONG).matter.number
    second = take_in(text=AGAIN).matter.number
    for number in (first, second):
        handled(number)
    assert "同一诉求人" in sign_in("office-clerk").get(f"/m/{first}/").content.decode()
    for address in (f"/m/{first}/", f"/m/{first}/like/{second}/"):
        page = sign_in("housing-desk").get(address).content.decode()
        assert second in page
        assert "同一诉求人" not in page


def test_merged_from_the_page_and_taken_apart_again(sign_in: SignIn) -> None:
    first, second = two()
    client = sign_in("office-clerk")
    said = {"decision": "merge", "reason": "同一处", "other": first}
    done = client.post(f"/m/{second}/repeat/", said)
    assert done.status_code == 302, done.context["refused"]
    assert stage(second)[0] == "merged"
    assert second in client.get(f"/m/{first}/").content.decode()
    length = Matter.objects.get(number=second).length
    client.post(f"/m/{second}/act/unmerge/", {"expected": length, "reason": "两处"})
    assert stage(second)[0] == "received"


def test_a_look_before_taking_in_takes_nothing_in(sign_in: SignIn) -> None:
    first = take_in(EARLIER, text=LONG).matter.number
    client = sign_in("office-clerk")
    page = client.post("/intake/enterprise/", {"look": "1", "text": AGAIN, "channel": "phone"})
    assert first in page.content.decode()
    assert AGAIN in page.content.decode()
    assert Matter.objects.count() == 1
    none = client.post("/intake/enterprise/", {"look": "1", "text": "菜场积水半年无人清理"})
    assert "没有相近的事项" in none.content.decode()


def test_what_is_like_it_stands_beside_the_slip(sign_in: SignIn) -> None:
    first = take_in(EARLIER, text=LONG).matter.number
    client = sign_in("office-clerk")
    token = client.get("/intake/enterprise/").context["token"]
    given = {
        "token": token,
        "channel": "phone",
        "title": "x",
        "text": AGAIN,
        "phone": "13900001111",
    }
    page = client.post("/intake/enterprise/", given)
    number = page.context["slip"]["number"]
    assert f"/m/{number}/like/{first}/" in page.content.decode()


def test_the_letters_side_by_side_ask_few_queries(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    first, second = two()
    client = sign_in("office-clerk")
    client.get(f"/m/{second}/like/{first}/")
    with django_assert_max_num_queries(8):
        client.get(f"/m/{second}/like/{first}/")


def test_a_matter_in_handling_is_merged_by_nobody(sign_in: SignIn) -> None:
    first, second = two()
    handled(second)
    client = sign_in("office-clerk")
    assert "decision" not in client.get(f"/m/{second}/like/{first}/").content.decode()
    said = {"decision": "merge", "reason": "同一处", "other": first}
    refused = client.post(f"/m/{second}/repeat/", said)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert stage(second)[0] == "handling"
    assert not Repeat.objects.exclude(decided="proposed").exists()
    move(second, "recall", "office-clerk", {"reason": "合并"})
    client.post(f"/m/{second}/repeat/", said)
    assert stage(second)[0] == "merged"
