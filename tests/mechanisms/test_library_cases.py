"""What each shipped mechanism says of its own, played with one matter each."""

from datetime import date

import pytest
from tests.mechanisms.walking import CALENDAR, UNIT, Walk, shipped

from bihuan.kernel import routing
from bihuan.kernel.actor import REQUESTER
from bihuan.kernel.case import Action
from bihuan.kernel.facts import Facts
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import Stage
from bihuan.kernel.step import step
from bihuan.mechanisms import checker, library, loading


def _handled(walk: Walk, closing: str = "solved") -> Walk:
    """From acceptance to the answer."""
    office = walk.mechanism.owner
    for action, by, params in (
        ("accept", office, {}), ("assign", office, {"unit": UNIT}), ("sign-for", UNIT, {}),
        ("contact", UNIT, {"note": "已联系"}),
        ("reply", UNIT, {"closing": closing, "text": "已办"}),
    ):  # fmt: skip
        walk.take(action, by, **params)
    return walk


def _ended(walk: Walk, solved: str = "yes") -> Walk:
    office = walk.mechanism.owner
    walk.take("call-back", office, contacted="yes", solved=solved, satisfied=solved)
    walk.take("strike-off", office)
    return walk


def test_a_post_in_the_group_is_answered_in_minutes_and_its_time_stays_as_shown() -> None:
    walk = Walk(shipped("wechat-group"), said_at="7:30")
    accept = walk.matter.clock("accept")
    assert accept is not None
    assert accept.due_at is not None
    assert (accept.due_at - walk.now).total_seconds() == 600
    walk.take("accept", "supervision-office")
    walk.take("assign", "supervision-office", unit=UNIT)
    contact = walk.matter.clock("contact")
    assert contact is not None
    assert contact.due_at is not None
    assert (contact.due_at - walk.now).total_seconds() == 3600


def test_eight_named_channels_lead_to_one_ledger() -> None:
    found = shipped("no-favours")
    kinds = [found.channel_kinds[name] for name in found.channels]
    assert (kinds[:2], kinds[2:5]) == (["hotline", "phone"], ["meeting"] * 3)
    for channel in found.channels:
        walk = Walk(found, channel=channel, enterprise="某某公司（演示）")
        assert walk.matter.stage is Stage.RECEIVED
    with pytest.raises(Refused) as refused:
        Walk(found, channel="hotline", enterprise="某某公司（演示）")
    assert refused.value.code == "mechanism.channel-unknown"


def test_a_service_nobody_asked_for_is_rated_too_and_the_clock_waits_for_it() -> None:
    walk = _handled(Walk(shipped("firm-rating"), channel="site-visit", class_="offered"))
    assert walk.matter.clock("rating") is not None
    rated = step(
        walk.mechanism, walk.matter, Action("rate", {"solved": "yes", "stars": 4}, REQUESTER),
        Facts(), CALENDAR, walk.now,
    )  # fmt: skip
    assert rated.matter.clock("rating") is None
    assert walk.mechanism.access.hide_person


def test_every_unit_a_report_names_assists_and_none_of_them_twice() -> None:
    found = routing.routed(shipped("media"), {"unit": "a", "units": ["a", "b", "b", "c"]})
    assert found is not None
    assert (found.unit, found.assist) == ("a", ("b", "c"))
    _ended(_handled(Walk(shipped("media"))))


def test_a_proposal_has_three_months_and_a_hard_one_six() -> None:
    easy = Walk(shipped("proposals"))
    assert easy.matter.class_ == "suggestion"
    hard = Walk(shipped("proposals"), class_="hard")
    for walk in (easy, hard):
        walk.take("accept", "supervision-office")
        walk.take("assign", "supervision-office", unit=UNIT)
    assert easy.due("reply") == date(2023, 9, 12)
    assert hard.due("reply-hard") == date(2023, 12, 12)
    assert easy.matter.clock("reply-hard") is None


def test_an_unsatisfied_deputy_sends_the_answer_back() -> None:
    walk = _handled(Walk(shipped("proposals")), "planned")
    walk.take("call-back", "supervision-office", contacted="yes", solved="no", satisfied="no")
    walk.take("reopen", "supervision-office", reason="代表不满意")
    assert walk.matter.stage is Stage.HANDLING
    assert walk.matter.clock("reply") is not None


def test_the_date_of_a_note_overrides_and_both_dates_stay() -> None:
    walk = Walk(shipped("leader-notes"), due="2023-06-16")
    walk.take("accept", "supervision-office")
    walk.take("assign", "supervision-office", unit=UNIT)
    run = walk.matter.clock("reply")
    assert run is not None
    counted = run.due_at
    walk.take(
        "set-date",
        "supervision-office",
        until="2023-06-16",
        source="某领导批示（演示）",
        clock="reply",
    )
    run = walk.matter.clock("reply")
    assert run is not None
    assert run.due_at == counted
    assert walk.due("reply") == date(2023, 6, 16)


def test_a_note_that_is_only_to_be_read_proposes_its_own_ground() -> None:
    found = shipped("leader-notes")
    assert routing.grounds_suggested(found, {"class": "read"}) == ("read-only",)


def test_a_campaign_opens_its_list_and_does_not_end_before_it() -> None:
    walk = Walk(shipped("campaign"))
    walk.take("accept", "supervision-office")
    walk.take("assign", "supervision-office", unit=UNIT)
    assert [one.data["role"] for one in walk.effects] == ["land", "finance", "power"]
    assert walk.due("zero") == date(2023, 7, 3)  # the twentieth day is a Sunday
    for action, params in (("sign-for", {}), ("reply", {"closing": "solved", "text": "清零"})):
        walk.take(action, UNIT, **params)
    walk.take("call-back", "supervision-office", contacted="yes", solved="yes", satisfied="yes")
    walk.facts = Facts(owner="supervision-office", open_parts=1)
    with pytest.raises(Refused) as refused:
        walk.take("strike-off", "supervision-office")
    assert (refused.value.code, walk.matter.stage) == ("matter.parts-open", Stage.REPLIED)


def test_anyang_counts_from_receipt_and_returns_in_a_day() -> None:
    walk = Walk(shipped("anyang-hotline"))
    assert walk.due("reply") == date(2023, 6, 19)
    walk = _handled(walk)
    walk.take("call-back", "hotline-office", contacted="yes", solved="no", satisfied="no")
    walk.take("reopen", "hotline-office", reason="实名差评")
    again = walk.matter.clock("again")
    assert again is not None
    assert walk.due("again") == date(2023, 6, 13)


def test_quanzhou_rules_once_and_for_all() -> None:
    found = shipped("quanzhou-enterprise")
    assert found.returns is not None
    assert found.returns.final == "always"
    fired = routing.routed(found, {"lead": "a", "assisting": ["b"], "link": "c"})
    assert fired is not None
    assert (fired.unit, fired.assist, fired.copy) == ("a", ("b",), ("supervision-office", "c"))
    _ended(_handled(Walk(found)))


def test_shanggao_files_away_in_two_days_after_the_firm_has_spoken() -> None:
    walk = _handled(Walk(shipped("shanggao-roundtable")))
    walk.take(
        "call-back", "enterprise-service-office", contacted="yes", solved="yes", satisfied="yes"
    )
    assert walk.due("file") == date(2023, 6, 14)
    walk.take("strike-off", "enterprise-service-office")
    assert walk.matter.stage is Stage.CLOSED


@pytest.mark.parametrize(
    ("gap", "class_", "clock"),
    [("31", "red", "reply-red"), ("10", "yellow", "reply"), ("5", "reminder", "reply")],
)
def test_the_light_follows_how_far_a_project_is_behind(gap: str, class_: str, clock: str) -> None:
    walk = Walk(shipped("yinchuan-lights"), gap=gap)
    assert walk.matter.class_ == class_
    walk.take("accept", "project-office")
    walk.take("assign", "project-office", unit=UNIT)
    assert walk.matter.clock(clock) is not None


def test_the_published_lights_leave_nine_points_without_a_light() -> None:
    text = library.read("yinchuan-lights").decode()
    start, end = text.index("classify:"), text.index("\naccept:")
    rule = """classify:
  - {when: gap <= 0, class: reminder}
  - {when: gap >= 10 and gap <= 30, class: yellow}
  - {when: gap > 30, class: red}
"""
    found = checker.examine((text[:start] + rule + text[end:]).encode(), "lights")
    assert [(one.code, one.facts["numbers"]) for one in found] == [("route.gap", "0 < gap < 10")]


def test_a_patrol_that_cannot_help_hands_its_finding_up() -> None:
    found = shipped("shantou-river")
    up = routing.routed(found, {"able": "up", "unit": "village"})
    own = routing.routed(found, {"able": "self", "unit": "village"})
    assert up is not None
    assert own is not None
    assert (up.unit, up.copy, own.unit) == ("district-government", ("village",), "village")
    _ended(_handled(Walk(found, channel="patrol")))


def test_a_ledger_row_with_nothing_but_its_text_goes_round() -> None:
    walk = Walk(loading.load(library.read("ledger"), "ledger").mechanism, channel="import")
    _ended(_handled(walk))
    assert walk.matter.closing_kind == "solved"
