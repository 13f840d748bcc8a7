"""Learnt suggestions on the page of a matter and of a mechanism."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client
from tests.matters import cast
from tests.matters.suggesting import office

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions.suggesting import learning
from bihuan.matters.models import Matter, MechanismVersion, Offer
from bihuan.registers.parties import actions as parties

pytestmark = pytest.mark.django_db


@pytest.fixture
def learnt(db: None) -> Iterator[MechanismVersion]:
    cast.district()
    person = parties.record_person(name="周受理（演示）", by=SYSTEM, now=cast.NOW)
    parties.appoint("clerk", person=person, since=cast.NOW.date(), by=SYSTEM, now=cast.NOW)
    parties.open_account(
        "clerk", person=person, password="crane-lantern-42", by=SYSTEM, now=cast.NOW
    )
    version = office.declared()
    office.answered(version)
    learning.learn("learning", by=SYSTEM, now=office.LATER)
    yield version
    office.forget()


@pytest.fixture
def clerk(learnt: MechanismVersion, signed_in: Callable[[AbstractBaseUser], Client]) -> Client:
    return signed_in(get_user_model().objects.get(username="clerk"))


def _accepted(version: MechanismVersion) -> Matter:
    return cast.do(office.letter(version, "water"), "accept", "clerk")


def _page(client: Client, row: Matter, query: str = "") -> str:
    return client.get(f"/m/{row.number}/{query}").content.decode()


def test_the_page_shows_choices_reasons_and_what_they_rest_on(
    clerk: Client, learnt: MechanismVersion
) -> None:
    page = _page(clerk, _accepted(learnt))
    assert "区水利局（演示）" in page
    assert "12 件" in page
    assert "24 件" in page
    assert 'value="water" selected' in page


def test_another_choice_is_taken_into_the_form_by_a_link(
    clerk: Client, learnt: MechanismVersion
) -> None:
    page = _page(clerk, _accepted(learnt), "?do=assign&unit=housing")
    assert 'value="housing" selected' in page
    assert not Offer.objects.exists()


def test_pressing_the_move_records_what_was_suggested(
    clerk: Client, learnt: MechanismVersion
) -> None:
    row = _accepted(learnt)
    said = clerk.post(
        f"/m/{row.number}/act/assign/", {"unit": "water", "expected": str(row.length)}
    )
    assert said.status_code == 302
    assert Offer.objects.get().place == 1


def test_the_mechanism_tells_how_often_the_suggestions_were_followed(
    clerk: Client, learnt: MechanismVersion
) -> None:
    row = _accepted(learnt)
    clerk.post(f"/m/{row.number}/act/assign/", {"unit": "street", "expected": str(row.length)})
    page = clerk.get("/mechanisms/learning/").content.decode()
    assert "从以往办件学到的建议" in page
    assert "1 次" in page
