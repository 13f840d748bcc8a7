"""A restricted matter is read through grants alone, which follow it and the posts."""

from __future__ import annotations

from datetime import date

import pytest
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting, grants, publishing, receiving, regranting
from bihuan.matters.models import Grant, Matter, MechanismVersion, Progress
from bihuan.matters.queries.visible import reads_whole, visible_to
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.rules.directory import PostFacts, UnitFacts

TEAM = {"member"}
HOUSING = {"handler", "deputy", "head"}
WATER = {"water-handler"}
ENDED = date(2026, 3, 1)


WHOM = "\n  whom: {type: unit, label: 被反映的单位, serves: accused}\naccept:"
BY_UNIT = "signoff: {reply: [unit-deputy, unit-head]}"
BY_LEADER = "signoff: {reply: [leader]}"


def publish(access: str = "", signoff: str = BY_UNIT) -> MechanismVersion:
    """A restricted mechanism of the inspection team, whose form names who is complained of."""
    declared = cast.DECLARED.format(
        code="inspection", owner="team", verifier="team", restricted="true"
    )
    body = declared.replace("\naccept:", WHOM, 1).replace(BY_UNIT, signoff) + access
    return publishing.publish(body.encode(), region=cast.REGION, by=SYSTEM, now=cast.NOW)


@pytest.fixture
def version(db: None) -> MechanismVersion:
    cast.district()
    return publish()


def arrive(version: MechanismVersion, **values: object) -> Matter:
    answers = {"title": "围墙", "text": "围墙要倒了", **values}
    arrival = receiving.Arrival("qr", answers)
    return receiving.receive(version, arrival, by=SYSTEM, now=cast.NOW).matter


def assigned(version: MechanismVersion, unit: str = "housing", **values: object) -> Matter:
    matter = arrive(version, **values)
    cast.do(matter, "accept", "member")
    return cast.do(matter, "assign", "member", unit=unit, summary="一处围墙倾斜")


def readers(matter: Matter) -> set[str]:
    return {post for post in cast.POSTS if visible_to(cast.actor(post)).filter(pk=matter.pk)}


def whole(matter: Matter) -> set[str]:
    return {post for post in readers(matter) if reads_whole(cast.actor(post), matter)}


def dissolve_team(successor: str | None = "team-office", on: date = ENDED) -> None:
    registers.dissolve_unit("team", on=on, successor=successor, by=SYSTEM, now=cast.NOW)


def test_it_is_granted_before_anybody_hears_of_it(version: MechanismVersion) -> None:
    matter = arrive(version)
    assert readers(matter) == whole(matter) == TEAM
    matter = assigned(version)
    assert (readers(matter), whole(matter)) == (TEAM | HOUSING, TEAM)


def test_neither_leader_nor_copied_unit_nor_clerk_of_another_office_reads_it(
    version: MechanismVersion,
) -> None:
    matter = arrive(version)
    cast.do(matter, "accept", "member")
    cast.do(matter, "assign", "member", unit="housing", copy=["street"])
    assert readers(matter) == TEAM | HOUSING
    for post in ("leader", "street-handler", "clerk", "water-handler"):
        with pytest.raises(Refused) as refused:
            cast.do(matter, "progress", post, note="x")
        assert refused.value.code == "matter.unknown"


def test_a_unit_that_is_relieved_of_it_reads_it_no_longer(version: MechanismVersion) -> None:
    matter = assigned(version)
    cast.do(matter, "return", "handler", reason="不属本局职责", suggested="water")
    assert readers(matter) == TEAM | HOUSING | {"leader"}
    cast.do(matter, "rule", "leader", unit="water", reason="水利设施")
    assert readers(matter) == TEAM | WATER | {"leader"}
    ended = Grant.objects.filter(matter=matter).exclude(revoked_at=None)
    assert set(ended.values_list("post", flat=True)) == HOUSING


@pytest.mark.parametrize("named", ["housing", "区住建局（演示）", "住建局（演示）"])
def test_a_unit_complained_of_is_known_by_code_or_name(
    version: MechanismVersion, named: str
) -> None:
    matter = arrive(version, whom=named)
    assert matter.state["accused"] == ["housing"]


def test_where_a_name_may_mean_two_units_neither_reads_it(version: MechanismVersion) -> None:
    for code in ("school-1", "school-2"):
        facts = UnitFacts(code, "区第一小学", region=cast.REGION)
        registers.record_unit(facts, by=SYSTEM, now=cast.NOW)
    assert arrive(version, whom="区第一小学").state["accused"] == ["school-1", "school-2"]


def test_a_unit_complained_of_is_never_assigned_the_matter(version: MechanismVersion) -> None:
    matter = arrive(version, whom="housing")
    matter = cast.do(matter, "accept", "member")
    before = (matter.length, set(Grant.objects.values_list("post", "level")))
    with pytest.raises(Refused) as refused:
        cast.do(matter, "assign", "member", unit="housing")
    assert refused.value.code == "matter.accused-unit"
    matter.refresh_from_db()
    assert (matter.length, set(Grant.objects.values_list("post", "level"))) == before


def test_those_below_a_unit_complained_of_are_granted_nothing(version: MechanismVersion) -> None:
    facts = UnitFacts("station", "房管站（演示）", region=cast.REGION, territorial="housing")
    registers.record_unit(facts, by=SYSTEM, now=cast.NOW)
    for post, unit in (("keeper", "station"), ("inside", "housing")):
        duties = frozenset({"handler", "clerk", "verifier", "leader"})
        registers.record_post(PostFacts(post, unit, post, duties), by=SYSTEM, now=cast.NOW)
    matter = arrive(version, whom="housing")
    cast.do(matter, "accept", "member")
    with pytest.raises(Refused):
        cast.do(matter, "assign", "member", unit="station")
    cast.do(matter, "assign", "member", unit="water")
    granted = set(Grant.objects.filter(matter=matter).values_list("post", flat=True))
    assert granted == TEAM | WATER


def test_a_letter_about_all_who_might_read_it_is_not_taken(version: MechanismVersion) -> None:
    with pytest.raises(Refused) as refused:
        arrive(version, whom="team")
    assert refused.value.code == "matter.nobody-reads"
    assert "team" not in str(refused.value.facts["units"])
    assert (Matter.objects.count(), Grant.objects.count()) == (0, 0)


def test_the_declared_fallback_alone_reads_a_letter_about_the_owner(db: None) -> None:
    cast.district()
    version = publish("access: {fallback: office}\n")
    about_owner = arrive(version, whom="team")
    assert readers(about_owner) == {"clerk", "second-clerk", "caller"}
    assert whole(about_owner) == readers(about_owner)
    assert readers(arrive(version, whom="housing")) == TEAM


def test_a_fallback_complained_of_reads_nothing(db: None) -> None:
    cast.district()
    version = publish("access: {fallback: team}\n")
    with pytest.raises(Refused) as refused:
        arrive(version, whom="team")
    assert refused.value.code == "matter.nobody-reads"


def test_a_correction_that_would_leave_no_reader_is_refused(version: MechanismVersion) -> None:
    matter = arrive(version)
    before = (matter.length, readers(matter))
    with pytest.raises(Refused) as refused:
        cast.do(matter, "correct", "member", entry=1, field="whom", value="team", reason="笔误")
    assert refused.value.code == "matter.nobody-reads"
    matter.refresh_from_db()
    assert (matter.length, readers(matter)) == before


def test_a_part_is_kept_from_those_its_parent_complains_of(version: MechanismVersion) -> None:
    matter = arrive(version, whom="water")
    cast.do(matter, "accept", "member")
    with pytest.raises(Refused) as refused:
        cast.do(matter, "assign", "member", unit="housing", assist=["water"])
    assert refused.value.code == "matter.accused-unit"
    cast.do(matter, "assign", "member", unit="housing", assist=["street"])
    part = Matter.objects.get(parent=matter)
    assert part.state["accused"] == ["water"]
    assert readers(part) == TEAM | HOUSING | {"street-handler"}


def test_a_mechanism_that_hides_nothing_from_the_accused_hides_nothing(db: None) -> None:
    cast.district()
    version = publish("access: {hide_from_accused: false}\n")
    assert arrive(version, whom="housing").state["accused"] == []


def test_declared_readers_read_whole_and_the_accused_among_them_do_not(db: None) -> None:
    cast.district()
    version = publish("access: {readers: [team-office, office]}\n")
    assert readers(arrive(version)) == TEAM | {"heir", "clerk", "second-clerk", "caller"}
    assert readers(arrive(version, whom="office")) == TEAM | {"heir"}


def test_the_leader_who_must_sign_reads_it_while_he_must(db: None) -> None:
    cast.district()
    version = publish(signoff=BY_LEADER)
    matter = assigned(version)
    cast.do(matter, "sign-for", "handler")
    cast.do(matter, "reply", "handler", closing="solved", text="已扶正")
    assert readers(matter) == TEAM | HOUSING | {"leader"}
    cast.do(matter, "sign", "leader")
    assert readers(matter) == TEAM | HOUSING


def test_the_office_of_a_dissolved_team_inherits_the_call_backs(
    version: MechanismVersion, django_capture_on_commit_callbacks: object
) -> None:
    matter = assigned(version)
    for name, post, said in (
        ("sign-for", "handler", {}),
        ("reply", "handler", {"closing": "solved", "text": "已扶正"}),
        ("sign", "deputy", {}),
        ("sign", "head", {}),
    ):
        cast.do(matter, name, post, **said)
    assert "heir" not in readers(matter)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        dissolve_team()
    assert (readers(matter), whole(matter)) == (HOUSING | {"heir"}, {"heir"})
    called = cast.do(matter, "call-back", "heir", contacted="yes", solved="yes", satisfied="yes")
    assert called.verified


def test_a_team_that_ends_next_month_reads_until_then(version: MechanismVersion) -> None:
    matter = assigned(version)
    dissolve_team(on=date(2026, 4, 1))
    regranting.catch_up(now=cast.NOW)
    assert readers(matter) == TEAM | HOUSING
    assert regranting.catch_up(now=cast.later(days=30)) == 2
    assert readers(matter) == HOUSING | {"heir"}


def test_a_post_that_loses_its_duty_loses_its_grant(
    version: MechanismVersion, django_capture_on_commit_callbacks: object
) -> None:
    matter = assigned(version)
    facts = PostFacts("head", "housing", "head", frozenset({"owner"}))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        registers.record_post(facts, by=SYSTEM, now=cast.NOW)
    assert readers(matter) == TEAM | {"handler", "deputy"}


def test_a_post_that_reads_the_whole_may_come_to_read_the_summary_only(
    version: MechanismVersion,
) -> None:
    facts = PostFacts("both", "team", "both", frozenset({"clerk"}))
    registers.record_post(facts, by=SYSTEM, now=cast.NOW)
    matter = assigned(version, unit="team")
    assert Grant.objects.get(post="both", revoked_at=None).level == "full"
    narrowed = PostFacts("both", "team", "both", frozenset({"handler"}))
    registers.record_post(narrowed, by=SYSTEM, now=cast.NOW)
    regranting.revise_all(by=SYSTEM, now=cast.NOW)
    assert Grant.objects.get(post="both", revoked_at=None).level == "handling"
    assert matter.restricted


def test_a_new_post_reads_what_its_office_reads_and_a_closed_one_nothing(
    version: MechanismVersion,
) -> None:
    matter = assigned(version)
    registers.record_post(
        PostFacts("second", "team", "second", frozenset({"clerk"})), by=SYSTEM, now=cast.NOW
    )
    closed = PostFacts("member", "team", "member", cast.actor("member").duties, active=False)
    registers.record_post(closed, by=SYSTEM, now=cast.NOW)
    assert regranting.revise_all(cast.REGION, by=SYSTEM, now=cast.NOW) == 2
    granted = Grant.objects.filter(matter=matter, revoked_at=None, level="full")
    assert list(granted.values_list("post", flat=True)) == ["second"]


def test_revising_again_changes_nothing_until_the_register_does(
    version: MechanismVersion,
) -> None:
    assigned(version)
    dissolve_team()
    assert regranting.catch_up(now=cast.NOW) == 2
    before = list(Grant.objects.order_by("pk").values())
    assert regranting.catch_up(now=cast.NOW) == 0
    Progress.objects.all().delete()
    assert regranting.catch_up(now=cast.NOW) == 0
    assert list(Grant.objects.order_by("pk").values()) == before


def test_a_revision_that_was_stopped_goes_on_behind_its_last_batch(
    version: MechanismVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regranting, "BATCH", 2)
    for _ in range(5):
        arrive(version)
    dissolve_team()
    revised: list[int] = []
    revise = grants.revise

    def falling(rows: list[Matter], **said: object) -> int:
        if len(revised) == 2:
            raise KeyboardInterrupt
        revised.append(len(rows))
        return revise(rows, **said)  # type: ignore[arg-type]

    monkeypatch.setattr(regranting.grants, "revise", falling)
    with pytest.raises(KeyboardInterrupt):
        regranting.catch_up(now=cast.NOW)
    assert Grant.objects.filter(post="heir", revoked_at=None).count() == 4
    monkeypatch.setattr(regranting.grants, "revise", revise)
    assert regranting.catch_up(now=cast.NOW) == 2
    assert Grant.objects.filter(post="heir", revoked_at=None).count() == 5
    assert not Grant.objects.filter(post="member", revoked_at=None).exists()


def test_a_stranger_is_told_of_no_matter_at_all(version: MechanismVersion) -> None:
    matter = assigned(version)
    with pytest.raises(Refused) as refused:
        acting.act(
            matter.number, acting.Asked("contact", {"note": "x"}),
            by=cast.actor("clerk"), now=cast.NOW,
        )  # fmt: skip
    assert refused.value.code == "matter.unknown"
