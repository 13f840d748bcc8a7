"""Repeats in other words: proposed with evidence, to those who may read both, and decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.matters import cast
from tests.matters.test_nearness_rules import AGAIN, LONG, OTHER

from bihuan.kernel.refused import Refused
from bihuan.matters.actions import repeating
from bihuan.matters.actions.nearness import rebuilding
from bihuan.matters.models import Matter, MechanismVersion, NeighbourKey, Progress, Repeat
from bihuan.matters.queries import beside
from bihuan.registers.parties import queries as parties


def two(version: MechanismVersion, **given: object) -> tuple[Matter, Matter]:
    first = cast.arrive(version, LONG, **given).matter
    return first, cast.arrive(version, AGAIN, cast.later(days=3), **given).matter


def numbers(post: str, number: str) -> list[str]:
    return [one.matter.number for one in beside.beside(cast.actor(post), number, now=cast.NOW)]


def test_near_text_is_proposed_with_its_evidence_and_nothing_is_merged(
    version: MechanismVersion,
) -> None:
    first, second = two(version)
    cast.arrive(version, OTHER)
    repeat = Repeat.objects.get()
    assert (repeat.matter, repeat.earlier) == (second, first)
    assert (repeat.evidence, repeat.facts["days"]) == ("near-text", 3)
    assert 0.5 < repeat.facts["share"] < 1
    assert set(Matter.objects.values_list("stage", flat=True)) == {"received"}


def test_no_word_of_a_letter_is_kept_beside_it(version: MechanismVersion) -> None:
    two(version)
    assert "电线杆" not in str(Repeat.objects.values())
    assert "电线杆" not in str(NeighbourKey.objects.values())


def test_the_same_person_is_known_by_the_index_of_the_sealed_number(
    version: MechanismVersion,
) -> None:
    text = "育才路三根电线杆歪了很久，没有人来看，请派人。"
    first = cast.arrive(version, text, phone="13800002207").matter
    asked = (
        "育才路三根电线杆歪着，上次说派人来，过了一个月还是老样子，路灯也灭了两盏，晚上不敢走。"
    )
    second = cast.arrive(version, asked, cast.later(days=30), phone="13800002207").matter
    repeat = Repeat.objects.get()
    assert (repeat.evidence, repeat.facts["same"]) == ("same-person", ["person"])
    assert "13800002207" not in str(Repeat.objects.values())
    assert numbers("clerk", second.number) == [first.number]
    for matter in (first, second):
        cast.do(matter, "accept", "clerk", cast.later(days=30))
        cast.do(matter, "assign", "clerk", cast.later(days=30), unit="housing")
    found = beside.beside(cast.actor("handler"), second.number, now=cast.NOW)
    assert all("person" not in one.evidence.same for one in found)


def test_neighbours_are_those_the_reader_may_know_of(version: MechanismVersion) -> None:
    first, second = two(version)
    assert numbers("clerk", second.number) == [first.number]
    cast.do(second, "accept", "clerk", cast.later(days=3))
    cast.do(second, "assign", "clerk", cast.later(days=3), unit="housing")
    assert numbers("handler", second.number) == []
    with pytest.raises(Refused) as refused:
        beside.beside(cast.actor("water-handler"), second.number, now=cast.NOW)
    assert refused.value.code == "matter.unknown"


def test_a_restricted_matter_has_no_key_and_is_nobodys_neighbour(
    version: MechanismVersion,
) -> None:
    secret = cast.publish("secret", owner="team", restricted=True)
    hidden = cast.arrive(secret, LONG).matter
    assert not NeighbourKey.objects.filter(matter=hidden).exists()
    open_ = cast.arrive(version, LONG, cast.later(days=1)).matter
    near = cast.arrive(version, AGAIN, cast.later(days=2)).matter
    assert not Repeat.objects.filter(earlier=hidden).exists()
    assert numbers("clerk", near.number) == [open_.number]
    assert numbers("member", hidden.number) == []
    again = cast.arrive(secret, LONG, cast.later(days=3)).matter
    assert Repeat.objects.get(matter=again).earlier == hidden


def test_what_was_kept_separate_is_not_proposed_again(version: MechanismVersion) -> None:
    _, second = two(version)
    clerk = cast.actor("clerk")
    repeating.decide(second.number, "separate", "两处", by=clerk, now=cast.later(days=4))
    rebuilding.start_anew()
    assert sum(batch.proposals for batch in rebuilding.batches()) == 0
    assert Repeat.objects.get().decided == "separate"


def test_any_neighbour_may_be_decided_on_not_only_the_one_proposed(
    version: MechanismVersion,
) -> None:
    first, second = two(version)
    third = cast.arrive(version, LONG + "谢谢", cast.later(days=4)).matter
    clerk = cast.actor("clerk")
    at = cast.later(days=5)
    repeating.decide(third.number, "separate", "两处", by=clerk, now=at, other=second.number)
    repeating.decide(third.number, "merge", "同一处", by=clerk, now=at, other=first.number)
    kept = Repeat.objects.filter(matter=third).order_by("earlier")
    assert [(one.earlier, one.decided) for one in kept] == [
        (first, "merged"),
        (second, "separate"),
    ]
    assert Matter.objects.get(pk=third.pk).into == first.number
    with pytest.raises(Refused) as refused:
        repeating.decide(second.number, "merge", "x", by=clerk, now=at, other="NONE-2026-00001")
    assert refused.value.code == "matter.repeat-none"


def test_a_corrected_text_is_found_by_its_new_words_alone(version: MechanismVersion) -> None:
    first = cast.arrive(version, LONG).matter
    answers = {"entry": "1", "field": "text", "value": OTHER, "reason": "写错了信"}
    cast.do(first, "correct", "clerk", **answers)
    near = cast.arrive(version, AGAIN, cast.later(days=1)).matter
    assert numbers("clerk", near.number) == []
    like = cast.arrive(version, OTHER + "请来看看", cast.later(days=1)).matter
    assert numbers("clerk", like.number) == [first.number]


def test_the_work_on_all_goes_on_where_it_stopped(
    version: MechanismVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    for day in range(5):
        cast.arrive(version, f"{LONG}{day}", cast.later(days=day))
    before = set(NeighbourKey.objects.values_list("key", "matter_id"))
    proposals = list(Repeat.objects.order_by("matter").values_list("matter", "earlier", "facts"))
    assert len(proposals) == 4
    rebuilding.start_anew()
    assert not NeighbourKey.objects.exists()
    assert next(rebuilding.batches()).matters == 2
    assert rebuilding.left() == 3
    assert sum(batch.matters for batch in rebuilding.batches()) == 3
    assert Progress.objects.get(name=rebuilding.WORK).done
    assert set(NeighbourKey.objects.values_list("key", "matter_id")) == before
    again = Repeat.objects.order_by("matter").values_list("matter", "earlier", "facts")
    assert list(again) == proposals
    assert rebuilding.catch_up() == 0


def test_a_look_at_the_neighbours_asks_few_questions(
    version: MechanismVersion, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for day in range(6):
        cast.arrive(version, f"{LONG}{day}", cast.later(days=day))
    number = Matter.objects.latest("pk").number
    clerk = cast.actor("clerk")
    with parties.one_reading():
        beside.beside(clerk, number, now=cast.NOW)
        with django_assert_max_num_queries(3):
            beside.beside(clerk, number, now=cast.NOW)
    with parties.one_reading():
        assert len(beside.beside(clerk, number, now=cast.NOW)) == 5
