from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.web import cast
from tests.web.conftest import Clock, SignIn, handled, move, take_in

from bihuan.matters.queries import desk


def count(client: Client, queue: str) -> str:
    page = client.get("/desk/", {"queue": queue})
    return next(str(one["count"]) for one in page.context["queues"] if one["name"] == queue)


def test_a_desk_shows_what_waits_for_it(sign_in: SignIn) -> None:
    number = take_in().matter.number
    page = sign_in("office-clerk").get("/desk/")
    assert page.status_code == 200
    assert page.context["queue"] == "to-accept"
    assert [line.number for line in page.context["lines"]] == [number]
    assert "赵**（演示）" in page.content.decode()
    assert "13800002207" not in page.content.decode()


WATCHED = "due-soon overdue returned to-sign"
QUEUES = [
    ("office-clerk", f"to-accept to-assign {WATCHED} to-strike-off carried"),
    ("housing-desk", f"to-sign-for handling {WATCHED} carried"),
    ("office-verifier", "to-sign to-call-back to-strike-off carried"),
    ("gov-leader", f"to-accept to-assign {WATCHED} to-strike-off carried"),
]


@pytest.mark.parametrize(("post", "queues"), QUEUES)
def test_each_post_has_its_queues(sign_in: SignIn, post: str, queues: str) -> None:
    page = sign_in(post).get("/desk/")
    assert [one["name"] for one in page.context["queues"]] == queues.split()


def test_the_first_desk_points_to_the_spreadsheet_the_office_has(sign_in: SignIn) -> None:
    clerk, desk_ = sign_in("office-clerk"), sign_in("housing-desk")
    assert 'href="/ledger/in/"' in clerk.get("/desk/").content.decode()
    assert 'href="/ledger/in/"' not in desk_.get("/desk/").content.decode()
    take_in()
    assert 'href="/ledger/in/"' not in clerk.get("/desk/?queue=overdue").content.decode()


def test_a_matter_walks_from_queue_to_queue(sign_in: SignIn) -> None:
    number = take_in().matter.number
    clerk, desk_, deputy, verifier = map(
        sign_in, ("office-clerk", "housing-desk", "housing-deputy", "office-verifier")
    )
    assert count(clerk, "to-accept") == "1"
    move(number, "accept", "office-clerk")
    assert (count(clerk, "to-accept"), count(clerk, "to-assign")) == ("0", "1")
    move(number, "assign", "office-clerk", {"unit": "housing"})
    assert (count(clerk, "to-assign"), count(desk_, "to-sign-for")) == ("0", "1")
    move(number, "sign-for", "housing-desk")
    assert (count(desk_, "to-sign-for"), count(desk_, "handling")) == ("0", "1")
    move(number, "reply", "housing-desk", {"closing": "solved", "text": "好了"})
    assert count(deputy, "to-sign") == "1"
    move(number, "sign", "housing-deputy")
    assert count(deputy, "to-sign") == "0"
    move(number, "sign", "housing-head")
    assert count(verifier, "to-call-back") == "1"
    said = {"contacted": "yes", "solved": "yes", "satisfied": "yes"}
    move(number, "call-back", "office-verifier", said)
    assert (count(verifier, "to-call-back"), count(clerk, "to-strike-off")) == ("0", "1")


def test_late_matters_come_first(sign_in: SignIn, clock: Clock) -> None:
    number = take_in().matter.number
    handled(number)
    clock.now = cast.NOW.replace(month=4)
    page = sign_in("housing-desk").get("/desk/", {"queue": "overdue"})
    line = page.context["lines"][0]
    assert (line.number, line.look) == (number, "late")
    assert line.due == "超期 13 个工作日"


def test_a_stranger_to_the_matter_sees_an_empty_desk(sign_in: SignIn) -> None:
    handled(take_in().matter.number)
    page = sign_in("land-desk").get("/desk/")
    assert page.context["lines"] == []


def test_pages_follow_one_another_without_loss(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SIZE", 3)
    numbers = {take_in(text=f"第 {n} 件").matter.number for n in range(8)}
    client, seen, after = sign_in("office-clerk"), [], ""
    for _ in range(3):
        page = client.get("/desk/", {"queue": "to-accept", "after": after})
        seen += [line.number for line in page.context["lines"]]
        after = page.context["after"]
    assert (after, len(seen), set(seen)) == ("", 8, numbers)


def test_a_tampered_place_begins_at_the_beginning(sign_in: SignIn) -> None:
    take_in()
    page = sign_in("office-clerk").get("/desk/", {"queue": "to-accept", "after": "x' OR 1~a"})
    assert (page.status_code, len(page.context["lines"])) == (200, 1)


@pytest.mark.parametrize("post", ["office-clerk", "housing-desk", "office-verifier", "gov-leader"])
def test_a_desk_asks_at_most_ten_queries(
    sign_in: SignIn, post: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(5):
        number = take_in(text=f"第 {n} 件").matter.number
        if n:
            handled(number)
    client = sign_in(post)
    client.get("/desk/")  # the first look of a session asks which posts are held
    with django_assert_max_num_queries(10):
        client.get("/desk/", {"queue": "overdue"})
