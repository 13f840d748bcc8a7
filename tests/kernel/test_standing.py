"""In which capacity somebody stands to a matter, and whom it is kept from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.kernel import cast
from tests.kernel.cast import (
    ADMIN,
    CLERK,
    DEPUTY,
    HANDLER,
    HEAD,
    LEADER,
    LEFT,
    OFFICE_HEAD,
    OUTSIDER,
    PLAIN,
    REQUESTER,
    RULER,
    STATION,
    SYSTEM,
    VERIFIER,
    WATER,
    Story,
)  # fmt: skip

from bihuan.kernel.capacities import capacities
from bihuan.kernel.declaration import Mechanism


def held(story: Story, by: cast.Actor, mechanism: Mechanism = PLAIN, **facts: object) -> set[str]:
    return set(capacities(mechanism, story.matter, by, story.facts(**facts)))


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (CLERK, "owner clerk"), (OFFICE_HEAD, "owner"), (VERIFIER, "verifier"), (HANDLER, "unit"),
        (DEPUTY, "unit unit-deputy"), (HEAD, "unit unit-head"), (WATER, ""), (STATION, ""),
        (RULER, ""), (LEADER, "leader"), (ADMIN, ""), (OUTSIDER, ""), (LEFT, ""),
        (REQUESTER, "requester"), (SYSTEM, "system"),
    ],
)  # fmt: skip
def test_standing_while_a_unit_handles(by: cast.Actor, expected: str) -> None:
    assert held(cast.at("handling"), by) == set(expected.split())


def test_the_common_superior_rules_while_a_return_is_open() -> None:
    story = cast.at("contested")
    assert "ruler" in held(story, RULER)
    assert "ruler" in held(story, LEADER)
    assert "ruler" not in held(story, RULER, common_superior="office")
    assert held(story, replace(RULER, duties=frozenset({"handler"}))) == set()


def test_who_verifies_is_not_of_the_handling_unit_nor_below_it() -> None:
    story = cast.at("handling")
    own = replace(HANDLER, duties=frozenset({"verifier"}))
    below = replace(STATION, duties=frozenset({"verifier"}))
    beside = replace(WATER, duties=frozenset({"verifier"}))
    assert [held(story, by) for by in (own, below, beside)] == [set(), set(), {"verifier"}]
    assert held(story, beside, replace(PLAIN, verify=None)) == set()
    named = {"verifier": "station"}
    assert [held(story, by, **named) for by in (own, below, beside)] == [
        set(), {"verifier"}, set(),
    ]  # fmt: skip


def test_below_the_top_stands_everybody() -> None:
    story = cast.at("accepted").do("assign", CLERK, unit="county")
    assert held(story, VERIFIER) == {"verifier"}
    assert held(story, replace(RULER, duties=frozenset({"verifier"}))) == set()


def test_those_complained_of_have_no_part_in_it() -> None:
    story = cast.at("received", accused=("office",))
    assert [held(story, by) for by in (CLERK, OFFICE_HEAD, VERIFIER)] == [set(), set(), set()]
    story.refuses("matter.capacity-missing", "accept", CLERK)
    above = cast.at("received", accused=("housing",))
    assert held(above, replace(STATION, duties=frozenset({"verifier"}))) == set()
    assert held(above, VERIFIER) == {"verifier"}


@pytest.mark.parametrize("unit", ["housing", "station"])
def test_nothing_is_assigned_to_those_complained_of_or_below_them(unit: str) -> None:
    story = cast.at("accepted", accused=("housing",))
    assert story.refuses("matter.accused-unit", "assign", CLERK, unit=unit).facts == {"unit": unit}
    story.refuses("matter.accused-unit", "assign", CLERK, unit="water", assist=[unit])
    story.refuses("matter.accused-unit", "assign", CLERK, unit="water", copy=[unit])
    assert story.do("assign", CLERK, unit="water").matter.unit == "water"
    story.refuses("matter.accused-unit", "return", WATER, suggested=unit)
    story.do("return", WATER, suggested="power")
    story.refuses("matter.accused-unit", "rule", RULER, unit=unit)


def test_those_complained_of_sign_nothing() -> None:
    story = cast.at("accepted", replace(PLAIN, signoffs={"assign": ("unit-head",)}),
                    accused=("station",))  # fmt: skip
    story.do("assign", CLERK)
    accused = replace(OFFICE_HEAD, line=("station",))
    story.refuses("matter.signature-not-due", "sign", accused)
    story.refuses("matter.signature-not-due", "decline", accused)
    assert story.do("sign", OFFICE_HEAD).stage == "assigned"
