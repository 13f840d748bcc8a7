"""Posts survive their holders; an actor is a person in a post."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from tests.parties.cast import KEEPER, NOW, OFFICER, SECURITY, TODAY
from tests.parties.changes import refused, rows

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.parties import actions, queries
from bihuan.registers.parties.models import Account, Holding, Person
from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules.directory import PostFacts

YESTERDAY = TODAY - timedelta(days=1)


def somebody(name: str = "张三（演示）") -> Person:
    return actions.record_person(name=name, phone="", by=KEEPER, now=NOW)


def seated(post: str, since: date = YESTERDAY, name: str = "张三（演示）") -> Account:
    """An account of somebody who sits in a post."""
    person = somebody(name)
    actions.appoint(post, person=person, since=since, by=KEEPER, now=NOW)
    username = f"user-{person.pk}"
    return actions.open_account(username, person=person, password=None, by=KEEPER, now=NOW)


@pytest.mark.usefixtures("district")
def test_a_post_goes_in_once() -> None:
    facts = PostFacts("land-1", "land", "科长", frozenset({"handler", "unit-deputy"}), 3)
    row = actions.record_post(facts, by=KEEPER, now=NOW)
    assert (row.duties, row.order) == (["handler", "unit-deputy"], 3)
    before = rows()
    actions.record_post(facts, by=KEEPER, now=NOW)
    assert rows() == before
    assert queries.posts_of_unit("land") == (facts,)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (PostFacts("x", "nowhere", "科长"), "unit.unknown"),
        (PostFacts("x", "land", "科长", frozenset({"king"})), "post.duty-unknown"),
        (PostFacts("x", "land", " "), "post.title-missing"),
        (PostFacts("edu-1", "land", "局长"), "post.of-another-unit"),
    ],
)
@pytest.mark.usefixtures("district")
def test_a_post_is_refused(facts: PostFacts, code: str) -> None:
    assert refused(lambda: actions.record_post(facts, by=KEEPER, now=NOW)).code == code


@pytest.mark.usefixtures("district")
def test_a_post_survives_a_change_of_person() -> None:
    first, second = somebody(), somebody("李四（演示）")
    actions.appoint("edu-1", person=first, since=YESTERDAY, by=KEEPER, now=NOW)
    actions.appoint("edu-1", person=second, since=TODAY, by=KEEPER, now=NOW)
    assert queries.holders_of(["edu-1"], YESTERDAY) == {"edu-1": first}
    assert queries.holders_of(["edu-1", "edu-2"], TODAY) == {"edu-1": second}
    before = rows()
    actions.appoint("edu-1", person=second, since=TODAY, by=KEEPER, now=NOW)
    assert rows() == before


@pytest.mark.usefixtures("district")
def test_a_vacated_post_has_nobody() -> None:
    person = somebody()
    actions.appoint("edu-1", person=person, since=YESTERDAY, by=KEEPER, now=NOW)
    actions.vacate("edu-1", until=TODAY, by=KEEPER, now=NOW)
    assert queries.holders_of(["edu-1"], TODAY) == {}
    deed = refused(lambda: actions.vacate("edu-1", until=TODAY, by=KEEPER, now=NOW))
    assert deed.code == "post.vacant"


@pytest.mark.usefixtures("district")
def test_an_appointment_is_refused() -> None:
    person, later = somebody(), somebody("李四（演示）")
    keeper = actions.open_account("keeper", person=later, password=None, by=KEEPER, now=NOW)
    actions.set_administers(keeper, administers="audit", by=SECURITY, now=NOW)
    closed = PostFacts("edu-9", "edu", "旧岗", active=False)
    actions.record_post(closed, by=KEEPER, now=NOW)
    actions.appoint("edu-1", person=person, since=TODAY, by=KEEPER, now=NOW)
    other = somebody("王五（演示）")
    for post, who, since, code in (
        ("nowhere", other, TODAY, "post.unknown"),
        ("edu-9", other, TODAY, "post.closed"),
        ("edu-2", later, TODAY, "person.administers"),
        ("edu-1", other, YESTERDAY, "holding.before-former"),
    ):
        deed = refused(
            lambda p=post, w=who, s=since: actions.appoint(
                p, person=w, since=s, by=KEEPER, now=NOW
            )
        )
        assert deed.code == code
    deed = refused(
        lambda: actions.appoint("edu-2", person=other, since=TODAY, by=OFFICER, now=NOW)
    )
    assert deed.code == "parties.not-permitted"


@pytest.mark.usefixtures("district")
def test_the_table_holds_one_current_holder() -> None:
    account = seated("edu-1")
    with pytest.raises(IntegrityError):
        Holding.objects.create(post_id="edu-1", person_id=account.person_id, since=TODAY)


@pytest.mark.usefixtures("district")
def test_an_actor_is_a_person_in_a_post() -> None:
    account = seated("edu-1")
    assert queries.actor_of(account, on=TODAY) == Actor(
        person=str(account.person_id),
        post="edu-1",
        unit="edu",
        duties=frozenset({"unit-head"}),
        line=("gov", "city-edu", "city-gov"),
        region="430203",
    )


@pytest.mark.usefixtures("district")
def test_of_two_posts_the_longer_held_comes_first() -> None:
    account = seated("edu-1")
    longer = date(2020, 1, 1)
    actions.appoint("gov-1", person=account.person, since=longer, by=KEEPER, now=NOW)
    assert queries.posts_held(account.person_id, TODAY) == ("gov-1", "edu-1")
    assert queries.actor_of(account, on=TODAY).post == "gov-1"
    assert queries.actor_of(account, "edu-1", on=TODAY).post == "edu-1"


@pytest.mark.usefixtures("district")
def test_an_administrator_acts_through_no_post() -> None:
    account = actions.open_account("keeper", person=None, password=None, by=KEEPER, now=NOW)
    actions.set_administers(account, administers="system", by=SECURITY, now=NOW)
    actor = queries.actor_of(account, on=TODAY)
    assert actor == Actor("", "", "", frozenset(), (), "", "system")


@pytest.mark.usefixtures("district")
def test_who_holds_nothing_is_no_actor() -> None:
    account = seated("edu-1")
    nobody = actions.open_account("nobody", person=None, password=None, by=KEEPER, now=NOW)
    idle = actions.open_account("idle", person=somebody(), password=None, by=KEEPER, now=NOW)
    guest = actions.open_account(
        "guest", person=account.person, password=None, expires_on=TODAY, by=KEEPER, now=NOW
    )
    for who, post, on, code in (
        (nobody, None, TODAY, "account.no-person"),
        (idle, None, TODAY, "account.no-post"),
        (account, "edu-2", TODAY, "account.post-not-held"),
        (account, None, YESTERDAY - timedelta(days=1), "account.no-post"),
        (guest, None, TODAY, "account.expired"),
    ):
        with pytest.raises(Refused) as refusal:
            queries.actor_of(who, post, on=on)
        assert refusal.value.code == code
    assert queries.actor_of(guest, on=YESTERDAY).post == "edu-1"


@pytest.mark.usefixtures("district")
def test_a_closed_account_a_closed_post_and_a_dissolved_unit_act_no_more() -> None:
    account = seated("edu-1")
    actions.dissolve_unit("edu", on=TODAY, successor="land", by=KEEPER, now=NOW)
    with pytest.raises(Refused) as refusal:
        queries.actor_of(account, on=TODAY)
    assert refusal.value.code == "unit.dissolved"
    assert queries.actor_of(account, on=YESTERDAY).unit == "edu"
    facts = PostFacts("edu-1", "edu", "局长", frozenset({"unit-head"}), 1, active=False)
    actions.record_post(facts, by=KEEPER, now=NOW)
    with pytest.raises(Refused) as refusal:
        queries.actor_of(account, on=YESTERDAY)
    assert refusal.value.code == "post.closed"
    actions.close_account(account, by=SECURITY, now=NOW)
    with pytest.raises(Refused) as refusal:
        queries.actor_of(account, on=YESTERDAY)
    assert refusal.value.code == "account.closed"


@pytest.mark.usefixtures("district")
def test_an_actor_costs_one_query_and_the_rest_of_the_reading_none(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account = seated("edu-1")
    queries.actor_of(account, on=TODAY)  # the tree is kept from here on
    with django_assert_num_queries(1):
        queries.actor_of(account, on=TODAY)
    with django_assert_num_queries(1), queries.one_reading():
        actor = queries.actor_of(account, on=TODAY)
        queries.common_superior(actor.unit, "land", TODAY)
        queries.unit_by_name("区教育局", TODAY)
        queries.posts_with("gov", "clerk")
        queries.calendar_for(actor.region)


@pytest.mark.usefixtures("district")
def test_a_reading_asks_the_books_once_and_without_one_each_question_asks(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    queries.superiors("edu")
    queries.calendar_for("430203")
    with django_assert_num_queries(1), queries.one_reading():
        queries.superiors("edu")
        queries.calendar_for("430203")
    with django_assert_num_queries(2):
        queries.superiors("edu")
        queries.superiors("land")


@pytest.mark.usefixtures("district")
def test_a_change_is_seen_at_once_even_inside_a_reading() -> None:
    with queries.one_reading():
        assert queries.superiors("school") == ("gov", "edu", "city-gov", "city-edu")
        actions.place_unit("school", territorial="edu", sectoral="", by=KEEPER, now=NOW)
        assert queries.superiors("school") == ("edu", "gov", "city-edu", "city-gov")


@pytest.mark.usefixtures("district")
def test_a_change_by_another_process_is_seen_at_the_next_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert queries.superiors("school") == ("gov", "edu", "city-gov", "city-edu")
    with monkeypatch.context() as other_process:
        other_process.setattr(reading, "_kept", reading._Kept())
        actions.place_unit("school", territorial="edu", sectoral="", by=KEEPER, now=NOW)
    assert queries.superiors("school") == ("edu", "gov", "city-edu", "city-gov")


@pytest.mark.usefixtures("district")
def test_what_was_rolled_back_is_not_remembered() -> None:
    class Fall(Exception):
        pass

    def place_and_fall() -> None:
        with transaction.atomic():
            actions.place_unit("school", territorial="edu", sectoral="", by=KEEPER, now=NOW)
            assert queries.superiors("school")[0] == "edu"
            raise Fall

    with queries.one_reading():
        with pytest.raises(Fall):
            place_and_fall()
        assert queries.superiors("school")[0] == "gov"
    actions.rename_unit("gov", name="新区政府", short_name="", by=KEEPER, now=NOW)
    assert queries.superiors("school")[0] == "gov"
