"""Extensions, suspensions and dates set for a matter: their limits and what they do to clocks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.kernel import cast
from tests.kernel.cast import CLERK, HANDLER, HEAD, LEADER, OFFICE_HEAD, WATER, Story

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.declaration import Extend
from bihuan.kernel.worktime import parse_span

REPLY = {"clock": "reply", "by": "3wd", "judgement": "涉及三家单位"}


def extended(story: Story) -> Story:
    return story.do("extend", HANDLER, **REPLY).do("sign", HEAD)


# --- extensions


def test_an_extension_waits_for_its_approver_and_counts_from_the_old_due_day() -> None:
    story = cast.at("handling")
    assert story.due("person") == "2026-03-23 23:59"
    story.do("extend", HANDLER)
    assert story.due("person") == "2026-03-23 23:59"
    story.refuses("matter.signature-not-due", "sign", HEAD)
    story.do("sign", OFFICE_HEAD)
    assert story.due("person") == "2026-03-30 23:59"
    given = story.run("person").extensions[0]
    assert (given.approved_by, given.reason, str(given.by)) == ("office-head", "需采购", "5wd")


def test_the_approver_who_asks_needs_nobody_else() -> None:
    story = cast.at("handling").do("extend", CLERK)
    assert (story.due("person"), story.matter.pending) == ("2026-03-30 23:59", None)


def test_a_refusal_calls_a_clock_by_its_label() -> None:
    named = {n: replace(c, label=f"时限{n}") for n, c in cast.PLAIN.clocks.items()}
    story = cast.at("handling", replace(cast.PLAIN, clocks=named)).do("extend", CLERK)
    refused = story.refuses("matter.extension-limit", "extend", CLERK)
    assert refused.facts == {"clock": "时限person", "times": 1}


def test_an_extension_is_counted_once_per_round() -> None:
    story = cast.at("handling").do("extend", CLERK)
    refused = story.refuses("matter.extension-limit", "extend", CLERK)
    assert refused.facts == {"clock": "person", "times": 1}
    extended(extended(story))
    assert story.due("reply") == "2026-03-24 23:59"
    story.refuses("matter.extension-limit", "extend", HANDLER, **REPLY)


@pytest.mark.parametrize("by", ["6wd", "0", "-1wd", "5d", "1mo"])
def test_an_extension_is_no_longer_than_declared(by: str) -> None:
    cast.at("handling").refuses("matter.extension-long", "extend", CLERK, by=by)


def test_a_clock_without_a_rule_is_not_extended() -> None:
    cast.at("assigned").refuses("matter.extension-limit", "extend", CLERK, clock="return")


def test_a_judgement_is_made_by_a_person() -> None:
    story = cast.at("handling")
    story.refuses("matter.judgement-missing", "extend", HANDLER, clock="reply", by="3wd")


def test_a_mechanism_may_ask_for_the_date_of_the_unit_itself() -> None:
    rule = Extend(1, parse_span("5wd"), "owner", needs=("reason", "own_date"))
    person = replace(cast.CLOCKS["person"], extend=rule)
    story = cast.at("handling", replace(cast.PLAIN, clocks={**cast.CLOCKS, "person": person}))
    story.refuses("action.field-missing", "extend", CLERK)
    story.do("extend", CLERK, own_date="2026-03-25")
    assert story.history[-1].data["own_date"] == "2026-03-25T23:59:59+08:00"


def test_an_extension_is_asked_for_in_time() -> None:
    story = cast.at("handling").on("2026-03-20", "23:00")
    story.do("extend", HANDLER)
    assert story.on("2026-03-27").do("sign", OFFICE_HEAD).due("person") == "2026-03-30 23:59"
    late = cast.at("handling").on("2026-03-21")
    refused = late.refuses("matter.extension-late", "extend", HANDLER)
    assert str(refused.facts["latest"]) == "2026-03-20 23:59:59+08:00"


def test_an_overdue_clock_is_not_healed_by_a_suspension() -> None:
    story = cast.at("handling").on("2026-03-25").do("suspend", HANDLER, clock="person")
    assert story.due("person") == "2026-03-23 23:59"
    story.refuses("matter.extension-late", "extend", HANDLER)


def test_a_suspended_clock_may_be_extended() -> None:
    story = cast.at("handling").on("2026-03-05").do("suspend", HANDLER, clock="person")
    story.do("extend", CLERK).on("2026-03-12").do("resume", HANDLER, clock="person")
    assert story.due("person") == "2026-04-07 23:59"  # 5 days given back; 6 April is off


# --- suspensions


def test_a_clock_stands_still_on_a_listed_ground_and_runs_on_afterwards() -> None:
    story = cast.at("handling").on("2026-03-05").do("suspend", HANDLER, clock="reply")
    assert story.due("reply") == ""
    assert story.due("person") == "2026-03-23 23:59"
    story.refuses("matter.already-suspended", "suspend", HANDLER, clock="reply")
    story.on("2026-03-09").do("resume", HANDLER, clock="reply")
    assert story.due("reply") == "2026-03-18 23:59"  # the 5th and the 6th given back
    story.refuses("matter.not-suspended", "resume", HANDLER, clock="reply")


def test_a_clock_that_lists_no_ground_is_not_suspended() -> None:
    cast.at("handling").refuses("matter.ground-unlisted", "suspend", HANDLER, clock="contact")


def test_a_clock_that_does_not_run_is_not_suspended() -> None:
    story = cast.at("handling").do("contact", HANDLER)
    story.refuses("matter.no-clock", "suspend", HANDLER, clock="contact")
    story.refuses("matter.no-clock", "resume", HANDLER, clock="review")


def test_a_suspension_does_not_outlive_the_handling() -> None:
    story = cast.at("handling").on("2026-03-05").do("suspend", HANDLER, clock="person")
    story.on("2026-03-06").do("recall", CLERK)
    assert story.due("person") == "2026-03-24 23:59"
    assert [pause.ended for pause in story.run("person").pauses] == [story.now]
    story.do("assign", CLERK, unit="water").do("sign-for", WATER)
    story.refuses("matter.not-suspended", "resume", WATER, clock="person")


def test_a_suspended_clock_that_the_dispute_pauses_too() -> None:
    paused = replace(cast.CLOCKS["person"], pauses=frozenset({"contested", "accepted"}))
    story = cast.at("handling", replace(cast.PLAIN, clocks={**cast.CLOCKS, "person": paused}))
    assert [pause.ground for pause in story.run("person").pauses] == ["accepted"]
    story.on("2026-03-05").do("suspend", HANDLER, clock="person")
    story.on("2026-03-06").do("recall", CLERK)
    assert [(p.ground, p.ended is None) for p in story.run("person").pauses] == [
        ("accepted", False),
        ("hearing", False),
        ("accepted", True),
    ]
    story.on("2026-03-10").do("assign", CLERK)
    assert all(pause.ended for pause in story.run("person").pauses)
    assert story.due("person") == "2026-03-26 23:59"  # the 5th, 6th and 9th given back


def test_a_clock_that_starts_in_a_stage_it_pauses_in_stands_still() -> None:
    ruling = cast.clock("ruling", "1wd", "progressed", "ruled", pauses=frozenset({"contested"}))
    story = cast.at("contested", replace(cast.PLAIN, clocks={**cast.CLOCKS, "ruling": ruling}))
    assert story.do("progress", CLERK).due("ruling") == ""


# --- dates that were set


def test_a_leaders_date_stands_beside_the_computed_one() -> None:
    story = cast.at("handling").do("set-date", LEADER, until="2026-03-10")
    run = story.run("person")
    assert story.due("person") == "2026-03-10 23:59"
    assert run.due_at is not None
    assert run.due_at.strftime("%m-%d") == "03-23"
    assert run.override is not None
    assert (run.override.source, run.override.by) == ("县长批示", "county-leader")


def test_a_date_that_has_passed_is_not_set() -> None:
    story = cast.at("handling").on("2026-03-05")
    story.refuses("matter.date-past", "set-date", LEADER, until="2026-03-04")
    story.refuses("matter.date-past", "platform", CLERK, until="2026-03-04")
    story.refuses("matter.date-past", "carry", HANDLER, until="2026-03-04")


def test_the_platforms_date_is_known_at_the_door_and_holds_for_whoever_handles() -> None:
    story = cast.at("received").do("platform", CLERK, until="2026-03-12")
    story.do("accept", CLERK)
    assert story.due("person") == "2026-03-12 23:59"
    story.do("set-date", LEADER, clock="reply", until="2026-03-11")
    story.do("assign", CLERK).do("sign-for", HANDLER).do("recall", CLERK)
    story.do("assign", CLERK, unit="water")
    assert (story.due("reply"), story.run("reply").started_at) == ("2026-03-11 23:59", story.now)


def test_a_platform_without_a_date_changes_no_clock() -> None:
    story = cast.at("handling")
    before = story.matter.clocks
    assert story.do("platform", CLERK).matter.clocks == before


def test_no_date_is_set_for_a_clock_that_has_stopped() -> None:
    story = cast.at("handling").do("contact", HANDLER)
    story.refuses("matter.no-clock", "set-date", LEADER, clock="contact")
    cast.at("replied").refuses("matter.no-clock", "set-date", LEADER)


def test_a_date_set_for_a_suspended_clock_holds_at_once() -> None:
    story = cast.at("handling").do("suspend", HANDLER, clock="reply")
    story.do("set-date", LEADER, clock="reply", until="2026-03-09")
    assert story.due("reply") == "2026-03-09 23:59"
    assert story.on("2026-03-10").do("tick", SYSTEM).matter.card == "yellow"


def test_without_a_clock_named_a_move_speaks_of_the_one_the_reply_is_owed_by() -> None:
    person = replace(cast.CLOCKS["person"], classes=frozenset({"consult"}))
    mechanism = replace(cast.PLAIN, clocks={**cast.CLOCKS, "person": person})
    story = cast.at("handling", mechanism, class_="complaint").do("set-date", LEADER)
    assert story.due("hard") == "2026-03-31 23:59"


def test_the_calendar_of_a_move_never_makes_a_clock_overdue_after_the_fact() -> None:
    story = cast.at("handling")
    story.on("2026-03-06", "20:00").do("suspend", HANDLER, clock="reply")
    story.calendar = cast.WORKED_THROUGH
    story.on("2026-03-21").do("resume", HANDLER, clock="reply")
    assert story.due("reply") >= "2026-03-21"


def test_a_date_no_office_means_is_not_taken() -> None:
    story = cast.at("handling")
    before = story.matter
    story.refuses("action.field-wrong", "set-date", LEADER, until="9999-12-31")
    assert story.matter == before
