"""Parts of a matter: planned once, assigned in order, ended before their parent."""

from __future__ import annotations

import pytest
from tests.kernel import cast
from tests.kernel.cast import CLERK, FAMILY, HANDLER, WATER, Story

from bihuan.kernel import receiving
from bihuan.kernel.actor import REQUESTER, SYSTEM
from bihuan.kernel.case import Entry, Outcome
from bihuan.kernel.matter import Matter
from bihuan.kernel.stages import OPEN, Stage


def playing(matter: Matter) -> Story:
    story = Story()
    story.outcome = Outcome(matter, Entry("part"))
    story.known = {"parent_unit": "housing"}
    return story


def parts(story: Story) -> list[tuple[object, ...]]:
    return [(p["unit"], p["role"], p.get("after", [])) for p in story.effects("part")]


def test_assigning_opens_the_parts_and_sends_the_copies() -> None:
    story = cast.at("accepted", FAMILY)
    story.do("assign", CLERK, assist=["station"], copy=["county"], letter="order")
    assert parts(story) == [
        ("station", "assist", []),
        ("water", "survey", []),
        ("power", "build", ["survey"]),
    ]
    assert story.effects("copy") == [{"unit": "county"}]
    assert story.effects("draft") == [{"letter": "order", "to": "housing"}]


def test_the_parts_of_the_plan_are_opened_once() -> None:
    story = cast.at("assigned", FAMILY).do("recall", CLERK)
    assert parts(story.do("assign", CLERK, unit="station", assist=["housing"])) == [
        ("housing", "assist", [])
    ]


def test_a_part_is_of_its_parents_class_and_kept_from_those_complained_of() -> None:
    parent = cast.at("handling", class_="consult", accused=("street",)).matter
    planned = cast.Effect("part", {"unit": "water", "role": "assist"})
    outcome = receiving.part_of(
        parent, planned, "LOOP-1/1", mechanism=cast.PLAIN, calendar=cast.CALENDAR, now=cast.NOW
    )
    matter = outcome.matter
    assert (matter.part, matter.class_, matter.accused) == (True, "consult", ("street",))
    assert (matter.stage, matter.assigned_at) == (Stage.ASSIGNED, cast.NOW)
    assert [run.name for run in matter.clocks] == ["sign", "return", "reply"]
    assert outcome.entry == Entry("part", {"unit": "water", "waits": False})
    plain = receiving.part(
        cast.PLAIN, "LOOP-1/2", "water", waits=True, calendar=cast.CALENDAR, now=cast.NOW
    )
    assert (plain.matter.stage, plain.matter.clocks) == (Stage.ACCEPTED, ())


def test_a_part_waits_for_the_parts_before_it() -> None:
    story = playing(cast.part(waits=True))
    story.known |= {"open_predecessors": 1}
    refused = story.refuses("matter.predecessors-open", "release", SYSTEM)
    assert refused.facts == {"count": 1}
    story.refuses("matter.predecessors-open", "assign", CLERK)
    story.known |= {"open_predecessors": 0}
    assert (story.do("release", SYSTEM).stage, story.matter.unit) == ("assigned", "water")


def test_a_part_whose_unit_was_taken_away_is_assigned_not_released() -> None:
    story = playing(cast.part()).do("recall", CLERK)
    story.refuses("matter.release-unassigned", "release", SYSTEM)
    cast.at("accepted").refuses("matter.release-unassigned", "release", SYSTEM)
    assert parts(story.do("assign", CLERK, unit="station")) == []


@pytest.mark.parametrize(
    ("name", "stage", "by"),
    [("refuse", "received", CLERK), ("merge", "accepted", CLERK),
     ("hand-over", "handling", CLERK), ("withdraw", "assigned", REQUESTER)],
)  # fmt: skip
def test_no_matter_ends_before_its_parts(name: str, stage: str, by: cast.Actor) -> None:
    story = cast.at(stage)
    story.known = {"open_parts": 3}
    assert story.refuses("matter.parts-open", name, by).facts == {"count": 3}
    story.known = {"open_parts": 0}
    assert Stage(story.do(name, by).stage) not in OPEN


def test_a_reply_may_go_out_while_parts_are_open_but_not_the_striking_off() -> None:
    story = cast.at("handling")
    story.known = {"open_parts": 1}
    story.do("reply", HANDLER).do("call-back", cast.VERIFIER)
    story.refuses("matter.parts-open", "strike-off", CLERK)


def test_the_lead_strikes_a_part_off_or_sends_it_back() -> None:
    story = playing(cast.part()).do("sign-for", WATER).do("reply", WATER)
    story.refuses("matter.capacity-missing", "strike-off", WATER)
    story.do("reopen", HANDLER).do("reply", WATER)
    assert story.do("strike-off", HANDLER).stage == "closed"
    assert [effect.kind for effect in story.outcome.effects] == ["release-parts"]
    assert story.do("correct", CLERK).outcome.effects == ()


def test_a_part_comes_back_only_while_its_parent_is_open() -> None:
    story = playing(cast.part()).do("sign-for", WATER).do("reply", WATER)
    story.do("strike-off", HANDLER)
    story.known |= {"parent_ended": True}
    refused = story.refuses("matter.parent-ended", "reopen", CLERK)
    assert refused.facts == {"number": "LOOP-1/1"}
    handed = playing(cast.part()).do("sign-for", WATER).do("hand-over", CLERK)
    handed.known |= {"parent_ended": True}
    handed.refuses("matter.parent-ended", "reconsider", CLERK)


def test_the_person_stays_with_the_parent() -> None:
    story = playing(cast.part())
    story.refuses("matter.capacity-missing", "withdraw", REQUESTER)
    assert story.do("withdraw", SYSTEM).stage == "withdrawn"
    closed = playing(cast.part()).do("sign-for", WATER).do("reply", WATER)
    closed.refuses("matter.capacity-missing", "rate", REQUESTER)
    closed.do("strike-off", HANDLER)
    closed.refuses("matter.review-undeclared", "ask-review", CLERK)


def test_no_part_goes_to_those_complained_of() -> None:
    story = cast.at("accepted", FAMILY, accused=("power",))
    refused = story.refuses("matter.accused-unit", "assign", CLERK)
    assert refused.facts == {"unit": "power"}
