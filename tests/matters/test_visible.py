"""Who knows of a matter: one table of posts and situations, and nothing between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.matters import cast

from bihuan.kernel.actor import REQUESTER, SYSTEM, Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import visible
from bihuan.matters.queries.visible import visible_to
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.rules.directory import PostFacts

OFFICE = {"clerk", "second-clerk", "caller"}
HOUSING = {"handler", "deputy", "head"}
ABOVE = {"leader"}
MEMBERS = set(cast.POSTS)

# Situation -> the posts that know of the matter then; all others do not.
SITUATIONS = {
    "received": OFFICE,
    "accepted": OFFICE,
    "assigned": OFFICE | HOUSING | ABOVE,
    "copied": OFFICE | HOUSING | ABOVE | {"street-handler"},
    "contested": OFFICE | HOUSING | ABOVE,
    "reassigned": OFFICE | HOUSING | ABOVE | {"water-handler"},
    "handling": OFFICE | HOUSING | ABOVE,
    "replied": OFFICE | HOUSING | ABOVE,
    "closed": OFFICE | HOUSING | ABOVE,
    "refused": OFFICE,
}


def brought_to(situation: str, version: MechanismVersion) -> Matter:
    matter = cast.arrive(version).matter
    for name, post, said in STEPS[situation]:
        matter = cast.do(matter, name, post, **said)
    assert matter.stage == {"copied": "assigned", "reassigned": "assigned"}.get(
        situation, situation
    )
    return matter


ACCEPT: tuple[str, str, dict[str, object]] = ("accept", "clerk", {})
ASSIGN: tuple[str, str, dict[str, object]] = ("assign", "clerk", {"unit": "housing"})
RETURN: tuple[str, str, dict[str, object]] = (
    "return", "handler", {"reason": "不属本局职责", "suggested": "water"},
)  # fmt: skip
REPLY: list[tuple[str, str, dict[str, object]]] = [
    ("sign-for", "handler", {}),
    ("reply", "handler", {"closing": "solved", "text": "已扶正"}),
    ("sign", "deputy", {}),
    ("sign", "head", {}),
]
STEPS: dict[str, list[tuple[str, str, dict[str, object]]]] = {
    "received": [],
    "accepted": [ACCEPT],
    "assigned": [ACCEPT, ASSIGN],
    "copied": [ACCEPT, ("assign", "clerk", {"unit": "housing", "copy": ["street"]})],
    "contested": [ACCEPT, ASSIGN, RETURN],
    "reassigned": [
        ACCEPT, ASSIGN, RETURN, ("rule", "leader", {"unit": "water", "reason": "水利设施"}),
    ],
    "handling": [ACCEPT, ASSIGN, REPLY[0]],
    "replied": [ACCEPT, ASSIGN, *REPLY],
    "closed": [
        ACCEPT, ASSIGN, *REPLY,
        ("call-back", "caller", {"contacted": "yes", "solved": "yes", "satisfied": "yes"}),
        ("strike-off", "clerk", {}),
    ],
    "refused": [("refuse", "clerk", {"ground": "in-court", "reason": "已立案"})],
}  # fmt: skip


def seen_by(matter: Matter) -> set[str]:
    """The posts that know of a matter; list and single question agree."""
    found = set()
    for post in MEMBERS:
        actor = cast.actor(post)
        listed = visible_to(actor).filter(pk=matter.pk).exists()
        assert visible.knows(actor, matter, matter.version.owner) == listed, post
        if listed:
            found.add(post)
    return found


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_matter_is_seen_by_these_posts_and_no_other(
    version: MechanismVersion, situation: str
) -> None:
    assert seen_by(brought_to(situation, version)) == SITUATIONS[situation]


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_administrators_see_nothing_whatever_post_they_claim(
    version: MechanismVersion, situation: str, role: str
) -> None:
    matter = brought_to(situation, version)
    admin = Actor("9", "", "", frozenset(), (), "", role)
    claiming = replace(cast.actor("clerk"), administers=role)
    for actor in (admin, claiming):
        assert not visible_to(actor).exists()
        assert not visible.knows(actor, matter, version.owner)


def test_nobody_sees_nothing(version: MechanismVersion) -> None:
    matter = brought_to("handling", version)
    without_post = replace(cast.actor("clerk"), post="")
    assert not visible_to(without_post).exists()
    assert not visible.knows(without_post, matter, version.owner)
    assert not visible_to(REQUESTER).exists()
    assert visible_to(SYSTEM).count() == 1


def test_the_clerk_of_another_office_does_not_see_it(version: MechanismVersion) -> None:
    facts = PostFacts("water-clerk", "water", "受理员", frozenset({"clerk", "dispatcher"}))
    registers.record_post(facts, by=SYSTEM, now=cast.NOW)
    matter = brought_to("handling", version)
    assert not visible_to(cast.actor("water-clerk")).exists()
    for name in ("progress", "assign", "strike-off"):
        with pytest.raises(Refused) as refused:
            cast.do(matter, name, "water-clerk", note="x", unit="water")
        assert refused.value.code == "matter.unknown"


def test_those_who_call_back_outside_the_line_see_what_waits_for_a_call(db: None) -> None:
    cast.district()
    version = cast.publish("outside", verifier="outside-unit-line")
    callers = {"member", "heir"}
    assert seen_by(brought_to("handling", version)) == SITUATIONS["handling"]
    assert seen_by(brought_to("replied", version)) == SITUATIONS["replied"] | callers


def test_a_named_unit_calls_back_and_its_successor_after_it(db: None) -> None:
    cast.district()
    version = cast.publish("named", verifier="team")
    replied = brought_to("replied", version)
    assert seen_by(replied) == SITUATIONS["replied"] | {"member"}
    registers.dissolve_unit(
        "team", on=date(2026, 3, 1), successor="team-office", by=SYSTEM, now=cast.NOW
    )
    assert "heir" in seen_by(replied)


def test_a_successor_inherits_what_its_forerunner_owned(version: MechanismVersion) -> None:
    matter = brought_to("handling", version)
    assert "heir" not in seen_by(matter)
    registers.dissolve_unit(
        "office", on=date(2026, 3, 1), successor="team-office", by=SYSTEM, now=cast.NOW
    )
    assert "heir" in seen_by(matter)
    assert cast.do(matter, "recall", "heir", reason="派错单位").stage == "accepted"


def test_parts_are_seen_by_their_unit_and_by_the_lead(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    cast.do(matter, "accept", "clerk")
    cast.do(matter, "assign", "clerk", unit="housing", assist=["water"])
    part = Matter.objects.get(parent=matter)
    assert seen_by(part) == OFFICE | HOUSING | ABOVE | {"water-handler"}
    assert seen_by(matter) == OFFICE | HOUSING | ABOVE
