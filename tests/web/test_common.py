"""The page of common problems."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from tests.web import cast
from tests.web.conftest import SignIn, take_in
from tests.web.test_matter import stage
from tests.web.test_similar import LONG


def three() -> list[str]:
    return [
        take_in(cast.NOW - timedelta(days=3 - n), text=f"{LONG}第{n}户").matter.number
        for n in range(3)
    ]


def test_a_group_is_confirmed_under_a_title(sign_in: SignIn) -> None:
    lead, *others = three()
    client = sign_in("office-clerk")
    page = client.get("/common/").content.decode()
    assert "3 件可能是同一个问题" in page
    given = {"leading": lead, "joins": others, "title": "育才路电线杆", "reason": "同一条路"}
    done = client.post("/common/", given, follow=True).content.decode()
    assert "已确认共性问题：育才路电线杆" in done
    assert "3 人" in done
    assert [stage(number)[0] for number in others] == ["merged", "merged"]
    assert "共性问题：育才路电线杆" in client.get(f"/m/{lead}/").content.decode()


def test_a_refused_group_says_why_and_changes_nothing(sign_in: SignIn) -> None:
    lead, *others = three()
    given = {"leading": lead, "joins": others, "title": "", "reason": "同一条路"}
    refused = sign_in("office-clerk").post("/common/", given)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请给共性问题拟一个标题" in refused.content.decode()
    assert [stage(number)[0] for number in (lead, *others)] == ["received"] * 3


def test_a_unit_finds_an_empty_page(sign_in: SignIn) -> None:
    lead, *_ = three()
    page = sign_in("housing-desk").get("/common/").content.decode()
    assert lead not in page
    assert "没有三件以上相近的" in page
