"""Problems of many: proposed to the office, confirmed wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.matters import cast
from tests.matters.test_nearness_rules import LONG, OTHER

from bihuan.kernel.refused import Refused
from bihuan.matters.actions import confirming
from bihuan.matters.models import CommonProblem, Matter, MechanismVersion, Repeat
from bihuan.matters.queries.nearness import groups
from bihuan.matters.rules.nearness import grouping
from bihuan.registers.journal.models import Entry
from bihuan.registers.journal.verification import verify
from bihuan.registers.parties import queries as parties

AT = cast.later(days=5)


def alike(version: MechanismVersion, many: int = 3) -> list[str]:
    return [
        cast.arrive(version, f"{LONG}第{n}户", cast.later(days=n)).matter.number
        for n in range(many)
    ]


def confirm(
    leading: str, others: list[str], post: str = "clerk", title: str = "电线杆歪斜"
) -> Any:
    by = cast.actor(post)
    return confirming.confirm(leading, others, title, "同一条路", by=by, now=AT)


def standing() -> list[tuple[str, int]]:
    return list(Matter.objects.order_by("number").values_list("stage", "length"))


def test_what_hangs_together_is_one_group_and_two_are_none() -> None:
    links = [(1, 2), (2, 3), (5, 4), (7, 9), (9, 8), (8, 7)]
    assert grouping.together(links) == [(1, 2, 3), (7, 8, 9)]
    assert grouping.together([]) == []


def test_three_open_matters_alike_are_proposed_to_the_office_alone(
    version: MechanismVersion,
) -> None:
    numbers = alike(version)
    cast.arrive(version, OTHER)
    (group,) = groups.proposed(cast.actor("clerk"), now=AT)
    assert [one.matter.number for one in group.members] == numbers
    assert group.leading == numbers[0]
    assert group.share > 0.5
    for post in ("handler", "street-handler", "leader"):
        assert groups.proposed(cast.actor(post), now=AT) == ()
    assert groups.proposed(cast.actor("clerk"), now=cast.later(days=200)) == ()


def test_what_a_unit_handles_leads_and_does_not_join(version: MechanismVersion) -> None:
    numbers = alike(version)
    cast.do(Matter.objects.get(number=numbers[1]), "accept", "clerk", AT)
    cast.do(Matter.objects.get(number=numbers[1]), "assign", "clerk", AT, unit="housing")
    (group,) = groups.proposed(cast.actor("clerk"), now=AT)
    assert group.leading == numbers[1]
    assert [one.joins for one in group.members] == [True, False, True]


def test_restricted_matters_are_in_no_group(version: MechanismVersion) -> None:
    secret = cast.publish("secret", owner="team", restricted=True)
    alike(secret)
    alike(version, 2)
    assert groups.proposed(cast.actor("member"), now=AT) == ()
    assert groups.proposed(cast.actor("clerk"), now=AT) == ()


def test_a_confirmed_group_is_a_leading_matter_with_the_others_merged_into_it(
    version: MechanismVersion,
) -> None:
    lead, *others = alike(version, 4)
    confirm(lead, others[:2])
    into = dict(Matter.objects.values_list("number", "into"))
    assert into == {lead: "", others[0]: lead, others[1]: lead, others[2]: ""}
    entry = Entry.objects.get(kind=confirming.KIND)
    assert entry.data["data"] == {
        "title": "电线杆歪斜", "merged": others[:2], "reason": "同一条路",
    }  # fmt: skip
    assert [(one.title, n) for one, n in groups.confirmed(cast.actor("clerk"))] == [
        ("电线杆歪斜", 2)
    ]
    assert groups.confirmed(cast.actor("street-handler")) == ()
    assert not Repeat.objects.filter(matter__number__in=others[:2], decided="proposed").exists()
    assert verify().ok


def test_one_taken_out_again_is_counted_no_longer(version: MechanismVersion) -> None:
    lead, *others = alike(version)
    confirm(lead, others)
    cast.do(Matter.objects.get(number=others[0]), "unmerge", "clerk", AT, reason="另一处")
    assert [n for _, n in groups.confirmed(cast.actor("clerk"))] == [1]


@pytest.mark.parametrize(
    ("others", "post", "title", "code"),
    [
        ([], "clerk", "标题", "group.alone"),
        (["lead"], "clerk", "标题", "group.alone"),
        (["second"], "clerk", " ", "group.title-missing"),
        (["second"], "clerk", "长" * 201, "group.title-missing"),
        (["second", "NONE-2026-00001"], "clerk", "标题", "matter.unknown"),
        (["second"], "street-handler", "标题", "matter.unknown"),
        (["second", "handled"], "clerk", "标题", "matter.stage-wrong"),
    ],
)
def test_a_group_is_confirmed_wholly_or_not_at_all(
    version: MechanismVersion, others: list[str], post: str, title: str, code: str
) -> None:
    lead, second, *_ = alike(version)
    handled = cast.handled(version).number
    named = {"lead": lead, "second": second, "handled": handled}
    before = standing()
    with pytest.raises(Refused) as refused:
        confirm(lead, [named.get(one, one) for one in others], post, title)
    assert refused.value.code == code
    assert standing() == before
    assert not CommonProblem.objects.exists()


def test_what_has_ended_leads_nothing(version: MechanismVersion) -> None:
    lead, second, _ = alike(version)
    refusal = {"ground": "in-court", "reason": "已起诉"}
    cast.do(Matter.objects.get(number=lead), "refuse", "clerk", AT, **refusal)
    with pytest.raises(Refused) as refused:
        confirm(lead, [second])
    assert refused.value.code == "matter.merge-ended"
    assert Matter.objects.get(number=second).stage == "received"


def test_groups_ask_as_few_queries_for_many_as_for_few(
    version: MechanismVersion, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    alike(version, 12)
    clerk = cast.actor("clerk")
    with parties.one_reading():
        groups.proposed(clerk, now=AT)
        with django_assert_max_num_queries(1):
            groups.proposed(clerk, now=AT)
