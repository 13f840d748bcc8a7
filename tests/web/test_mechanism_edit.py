"""A mechanism edited in a form: what is saved, what the checker says beside it, who publishes."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.web import cast
from tests.web.conftest import SignIn

from bihuan.matters.models import MechanismDraft, MechanismVersion
from bihuan.registers.parties import actions as parties
from bihuan.registers.parties.rules.directory import PostFacts

PAGE = "/mechanisms/enterprise/edit/"


@pytest.fixture
def clerk(sign_in: SignIn) -> Client:
    return _english(sign_in("office-clerk"))


def _english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def head(city: None, sign_in: SignIn) -> Client:
    """The head of the office that runs the mechanism."""
    post = PostFacts("office-head", "office", "主任", frozenset({"unit-head"}), 1)
    parties.record_post(post, by=cast.KEEPER, now=cast.NOW)
    person = parties.record_person(name="孙主任（演示）", by=cast.KEEPER, now=cast.NOW)
    since = cast.NOW.date().replace(month=1, day=1)
    parties.appoint("office-head", person=person, since=since, by=cast.KEEPER, now=cast.NOW)
    parties.open_account(
        "office-head", person=person, password=cast.PASSWORD, by=cast.KEEPER, now=cast.NOW
    )
    return _english(sign_in("office-head"))


def _body() -> str:
    return bytes(MechanismDraft.objects.order_by("number").last().body).decode()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "section",
    ["basis", "channels", "form", "classes", "accept", "route", "return", "clocks", "signoff",
     "escalate", "verify", "close", "score", "file", "differences", "try"],
)  # fmt: skip
def test_every_section_has_its_form(clerk: Client, section: str) -> None:
    answer = clerk.get(PAGE, {"section": section})
    assert answer.status_code == 200
    assert "<h2>" in answer.text


def test_a_changed_limit_is_the_only_line_that_changes(clerk: Client) -> None:
    answer = clerk.post(
        f"{PAGE}?section=clocks", {"upon": "0", "clocks/0/within": "12wd"}, follow=True
    )
    assert answer.status_code == 200
    before = cast.MECHANISM.read_text().splitlines()
    after = _body().splitlines()
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert changed == [
        ('version: "2026-1"', 'version: "2026-2"'), ("    within: 10wd", "    within: 12wd"),
    ]  # fmt: skip


def test_what_the_form_shows_and_nobody_changed_saves_nothing(clerk: Client) -> None:
    page = clerk.get(PAGE, {"section": "escalate"}).text
    shown = re.findall(r'name="(escalate/\d+/at)" value="([^"]*)"', page)
    assert shown[0] == ("escalate/0/at", "-1wd")
    clerk.post(f"{PAGE}?section=escalate", {"upon": "0", **dict(shown)})
    body = _body().replace('"2026-2"', '"2026-1"')
    assert body == cast.MECHANISM.read_text()


def test_the_checker_speaks_beside_the_box_it_means(clerk: Client) -> None:
    given = {"upon": "0", "clocks/0/basis": "信访工作条例 第三十四条", "clocks/0/within": "90d"}
    text = clerk.post(f"{PAGE}?section=clocks", given, follow=True).text
    assert "allows 90d" in text
    rung = text[text.index('id="clocks/0"') : text.index("Remove this row")]
    assert "allows 90d" in rung
    assert re.search(r"Line \d+", text)


def test_rows_are_added_moved_and_removed_by_plain_buttons(clerk: Client) -> None:
    page = f"{PAGE}?section=route"
    clerk.post(page, {"upon": "0", "deed": "add:route"})
    clerk.post(page, {"upon": "1", "route/2/to": "land", "route/2/when": "topic == power"})
    clerk.post(page, {"upon": "2", "deed": "up:route/2"})
    assert _body().index("topic == power") < _body().index("otherwise: true")
    clerk.post(page, {"upon": "3", "deed": "remove:route/0"})
    assert "topic == road" not in _body()


def test_the_second_of_two_editors_is_told_and_nothing_of_his_is_saved(
    clerk: Client, head: Client
) -> None:
    page = f"{PAGE}?section=clocks"
    clerk.post(page, {"upon": "0", "clocks/0/within": "12wd"})
    answer = head.post(page, {"upon": "0", "clocks/0/within": "3wd"})
    assert answer.status_code == 422
    assert "saved this draft" in answer.text
    assert "within: 12wd" in _body()
    assert MechanismDraft.objects.count() == 1


def test_a_file_that_cannot_be_read_stays_as_it_was_typed(clerk: Client) -> None:
    text = clerk.post(
        f"{PAGE}?section=file", {"upon": "0", "body": "mechanism: [\n"}, follow=True
    ).text
    assert "cannot be read as it stands" in text
    assert _body() == "mechanism: [\n"
    clerk.post(f"{PAGE}?section=file", {"upon": "1", "body": cast.MECHANISM.read_text()})
    assert clerk.get(PAGE).status_code == 200


def test_only_a_head_publishes_and_never_with_faults(clerk: Client, head: Client) -> None:
    clerk.post(f"{PAGE}?section=clocks", {"upon": "0", "clocks/0/within": "soon"})
    for client, upon in ((clerk, "1"), (head, "1")):
        answer = client.post("/mechanisms/enterprise/publish/", {"upon": upon})
        assert answer.status_code == 422
    assert MechanismVersion.objects.count() == 1
    clerk.post(f"{PAGE}?section=clocks", {"upon": "1", "clocks/0/within": "12wd"})
    refused = clerk.post("/mechanisms/enterprise/publish/", {"upon": "2"})
    assert "its heads publish it" in refused.text
    answer = head.post("/mechanisms/enterprise/publish/", {"upon": "2"}, follow=True)
    assert "is in force" in answer.text
    newest = MechanismVersion.objects.order_by("pk").last()
    assert newest is not None
    assert (newest.version, newest.published_by) == ("2026-2", "office-head")
    assert bytes(newest.body) == _body().encode()


def test_differences_are_told_before_publishing(clerk: Client) -> None:
    clerk.post(f"{PAGE}?section=clocks", {"upon": "0", "clocks/0/within": "12wd"})
    text = clerk.get(PAGE, {"section": "differences"}).text
    assert "10 working days → 12 working days" in text


def test_trying_shows_the_days_of_each_clock(clerk: Client) -> None:
    text = clerk.get(PAGE, {"section": "try", "day": "2026-02-13", "class": "common"}).text
    assert 'class="days"' in text
    assert "2026-02-13" in text


def test_a_stranger_to_the_office_does_not_see_the_form(sign_in: SignIn) -> None:
    client = sign_in("housing-desk")
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}?section=clocks", {"upon": "0"}).status_code == 404
    assert not MechanismDraft.objects.exists()


def test_a_shipped_one_is_copied_for_the_office_and_dropped_again(clerk: Client) -> None:
    answer = clerk.post("/mechanisms/library/", {"name": "ledger"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/mechanisms/ledger/edit/"
    assert "owner: office\n" in _body()
    assert "ledger" in clerk.get("/mechanisms/library/").text
    clerk.post("/mechanisms/ledger/discard/", {"upon": "1"})
    assert not MechanismDraft.objects.exists()


def test_codes_of_units_and_clocks_are_offered_by_name(clerk: Client) -> None:
    text = clerk.get(PAGE, {"section": "escalate"}).text
    assert 'list="offered-clocks"' in text
    assert '<option value="reply">答复</option>' in text
    text = clerk.get(PAGE, {"section": "route"}).text
    assert '<option value="housing">住房和城乡建设局（演示）</option>' in text


def test_a_step_that_waits_for_a_signature_is_chosen_by_name(clerk: Client) -> None:
    page = f"{PAGE}?section=signoff"
    assert '<option value="strike-off">strike off</option>' in clerk.get(page).text
    given = {"signoff/new@key": "strike-off", "signoff/new": "leader"}
    clerk.post(page, {"upon": "0", **given})
    assert "signoff: {reply: [unit-deputy, unit-head], strike-off: leader}" in _body()
