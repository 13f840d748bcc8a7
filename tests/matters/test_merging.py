"""Matters handled together: each person keeps number, code, reply and rating; and taken apart."""

from __future__ import annotations

import pytest
from tests.matters import cast

from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting, asking, receiving
from bihuan.matters.models import Matter, MechanismVersion, Rating
from bihuan.matters.queries import merging, tracking
from bihuan.registers.journal.verification import verify


def merged(version: MechanismVersion) -> tuple[receiving.Received, Matter]:
    """A matter merged into one that the housing bureau has answered."""
    lead = cast.handled(version, requester="赵恒泰（演示）")
    other = cast.arrive(version, "电线杆快倒了", requester="钱小莲（演示）")
    cast.do(other.matter, "merge", "clerk", cast.later(hours=1), into=lead.number, reason="同一处")
    return other, lead


def answered(lead: Matter) -> None:
    at = cast.later(days=1)
    text = "赵恒泰（演示）您好，13800002207 已登记，电线杆已扶正。"
    cast.do(lead, "reply", "handler", at, closing="solved", text=text)
    cast.do(lead, "sign", "deputy", at)
    cast.do(lead, "sign", "head", at)


def test_a_merged_person_reads_the_common_answer_without_the_other_persons_name(
    version: MechanismVersion,
) -> None:
    other, lead = merged(version)
    before = tracking.track(other.matter.number, other.code, now=cast.NOW)
    assert (before.lead.number, before.reply, before.holder) == (
        lead.number,
        "",
        "区住建局（演示）",
    )
    assert "rate" not in before.moves
    answered(lead)
    found = tracking.track(other.matter.number, other.code, now=cast.NOW)
    assert found.reply == "赵**（演示）您好，138****2207 已登记，电线杆已扶正。"
    assert found.moves == ("rate",)
    assert [step.kind for step in found.steps] == ["receive", "merge", "reply"]


def test_a_merged_person_rates_for_himself_and_the_unit_that_answered_is_rated(
    version: MechanismVersion,
) -> None:
    other, lead = merged(version)
    rate = acting.Asked("rate", {"solved": "no", "stars": "2"})
    with pytest.raises(Refused) as refused:
        asking.ask(other.matter.number, other.code, rate, now=cast.later(days=2))
    assert refused.value.code == "matter.merged-unanswered"
    assert not Rating.objects.exists()
    answered(lead)
    asking.ask(other.matter.number, other.code, rate, now=cast.later(days=2))
    rating = Rating.objects.get()
    assert (rating.matter.number, rating.unit) == (other.matter.number, "housing")
    assert (rating.solved, rating.stars) == ("no", 2)
    assert "rate" not in tracking.track(other.matter.number, other.code, now=cast.NOW).moves


def test_a_merging_is_followed_through_a_second_one(version: MechanismVersion) -> None:
    other, lead = merged(version)
    third = cast.arrive(version, "整条路的电线杆都歪了").matter
    second = cast.arrive(version, "又一根歪了")
    cast.do(second.matter, "merge", "clerk", into=third.number, reason="同一处")
    cast.do(third, "merge", "clerk", into=lead.number, reason="同一处")
    answered(lead)
    found = tracking.track(second.matter.number, second.code, now=cast.NOW)
    assert (found.lead.number, "已扶正" in found.reply) == (lead.number, True)
    clerk = cast.actor("clerk")
    here = [one.number for one in merging.merged_into(lead, clerk)]
    assert here == [other.matter.number, third.number]
    assert merging.merged_into(lead, cast.actor("street-handler")) == ()


def test_what_was_merged_by_mistake_comes_back_and_its_row_follows_from_its_chain(
    version: MechanismVersion,
) -> None:
    other = cast.arrive(version, "两码事").matter
    cast.do(other, "accept", "clerk")
    stood = Matter.objects.get(pk=other.pk)
    lead = cast.handled(version)
    cast.do(other, "merge", "clerk", cast.later(hours=1), into=lead.number, reason="同一处")
    row = cast.do(other, "unmerge", "clerk", cast.later(days=1), reason="并非同一处")
    again = Matter.objects.get(pk=row.pk)
    assert (again.stage, again.into, again.closed_at) == ("accepted", "", None)
    assert (again.due_at, again.next_due_at) == (stood.due_at, stood.next_due_at)
    assert verify().ok


def test_only_the_office_takes_apart(version: MechanismVersion) -> None:
    other, _ = merged(version)
    with pytest.raises(Refused) as refused:
        cast.do(other.matter, "unmerge", "handler", reason="不是")
    assert refused.value.code in ("matter.unknown", "matter.capacity-missing")
    assert Matter.objects.get(pk=other.matter.pk).stage == "merged"
