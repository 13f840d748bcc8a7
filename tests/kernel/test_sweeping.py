"""What falls due by itself: steps, silence, and recounts after a notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel import cast
from tests.kernel.cast import CLERK, HANDLER, LEADER, POWER, RULER, Story

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.case import Action
from bihuan.kernel.facts import NOTHING
from bihuan.kernel.step import step
from bihuan.kernel.sweeping import overtaken


def steps(story: Story) -> list[tuple[object, ...]]:
    taken = story.history[-1].data["steps"]
    assert isinstance(taken, list)
    return [(step["clock"], step["round"], step["do"], step["fell_due"][:10]) for step in taken]


def told(story: Story) -> list[tuple[object, ...]]:
    return [(said["clock"], said["do"], said["to"]) for said in story.effects("notify")]


def test_each_step_is_taken_in_its_turn_and_never_twice() -> None:
    story = cast.at("handling").do("contact", HANDLER)
    assert story.matter.next_due_at is not None
    assert story.matter.next_due_at.strftime("%m-%d %H:%M") == "03-13 23:59"
    story.on("2026-03-14", "09:00").do("tick", SYSTEM)
    assert (steps(story), story.matter.card) == ([("reply", 1, "remind", "2026-03-13")], "")
    assert told(story) == [("reply", "remind", ["handler"])]
    assert story.do("tick", SYSTEM).history[-1].data == {"steps": [], "silent": []}
    story.on("2026-03-17").do("tick", SYSTEM)
    assert (steps(story), story.matter.card) == ([("reply", 1, "yellow", "2026-03-16")], "yellow")
    story.on("2026-03-20").do("tick", SYSTEM)
    assert (steps(story), story.matter.card) == ([("reply", 1, "red", "2026-03-19")], "red")
    assert story.effects("draft") == [{"letter": "urge", "to": "housing"}]
    assert story.matter.next_due_at is None


def test_after_an_outage_every_step_is_recorded_and_the_latest_announced() -> None:
    story = cast.at("handling").on("2026-04-10").do("tick", SYSTEM)
    assert steps(story) == [
        ("reply", 1, "remind", "2026-03-13"),
        ("reply", 1, "yellow", "2026-03-16"),
        ("reply", 1, "red", "2026-03-19"),
    ]
    assert told(story) == [("reply", "red", ["unit-head", "leader"])]
    assert story.matter.card == "red"
    assert story.run("reply").fired == (0, 1, 2)


def test_an_outside_body_is_reported_to_and_never_carded() -> None:
    story = cast.at("accepted").do("assign", CLERK, unit="power").do("sign-for", POWER)
    story.on("2026-04-10").do("tick", SYSTEM)
    assert told(story) == [("reply", "report", ["unit-head", "leader"])]
    assert story.matter.card == ""


@pytest.mark.parametrize(
    ("quiet", "at", "send"),
    [
        ((time(22), time(7)), "23:30", "2026-03-18T07:00"),
        ((time(22), time(7)), "06:59", "2026-03-17T07:00"),
        ((time(22), time(7)), "07:00", "2026-03-17T07:00"),
        ((time(22), time(7)), "21:59", "2026-03-17T21:59"),
        ((time(12), time(14)), "13:00", "2026-03-17T14:00"),
        ((time(12), time(14)), "14:30", "2026-03-17T14:30"),
        (None, "23:30", "2026-03-17T23:30"),
    ],
)
def test_messages_wait_for_the_end_of_the_quiet_hours(
    quiet: tuple[time, time] | None, at: str, send: str
) -> None:
    story = cast.at("handling", replace(cast.PLAIN, quiet=quiet))
    story.on("2026-03-17", at).do("tick", SYSTEM)
    assert [str(said["send_after"])[:16] for said in story.effects("notify")] == [send]


def test_silence_signs_for_the_unit() -> None:
    story = cast.at("assigned").on("2026-03-03", "23:59").do("tick", SYSTEM)
    assert story.effects("act") == []
    story.on("2026-03-04").do("tick", SYSTEM)
    assert story.history[-1].data["silent"] == ["sign"]
    assert story.effects("act") == [{"action": "sign-for", "clock": "sign"}]
    assert story.run("sign").stopped_by == "silence"
    assert story.do("sign-for", SYSTEM).stage == "handling"


def test_silence_comes_too_late_where_the_matter_has_moved_on() -> None:
    clocks = {**cast.CLOCKS, "sign": cast.clock("sign", "1wd", "assigned", "", silence="sign-for")}
    story = cast.at("handling", replace(cast.PLAIN, clocks=clocks))
    story.on("2026-03-04").do("tick", SYSTEM)
    assert story.effects("act") == []
    assert story.run("sign").stopped_by == "silence"


def test_a_clock_that_stands_still_takes_no_step() -> None:
    story = cast.at("contested").on("2026-04-10").do("tick", SYSTEM)
    assert (steps(story), story.run("reply").fired) == ([], ())
    story.do("rule", RULER)
    assert story.run("reply").due_at is not None
    assert story.do("tick", SYSTEM).matter.card == ""


def test_a_later_date_calls_for_the_steps_once_more() -> None:
    story = cast.at("handling").on("2026-03-17").do("tick", SYSTEM)
    assert story.run("reply").fired == (0, 1)
    story.do("carry", HANDLER, until="2026-05-29")
    run = story.run("reply")
    assert (run.fired, run.round) == ((), 2)
    assert story.matter.next_due_at is not None
    assert story.matter.next_due_at.strftime("%m-%d") == "05-28"
    story.on("2026-05-29", "09:00").do("tick", SYSTEM)
    assert steps(story) == [("reply", 2, "remind", "2026-05-28")]


def test_an_earlier_date_calls_for_no_step_twice() -> None:
    story = cast.at("handling").on("2026-03-14").do("tick", SYSTEM)
    story.do("set-date", LEADER, clock="reply", until="2026-03-14")
    assert (story.run("reply").fired, story.run("reply").round) == ((0,), 1)
    story.on("2026-03-15").do("tick", SYSTEM)
    assert steps(story) == [("reply", 1, "yellow", "2026-03-14")]


def test_a_unit_that_is_relieved_takes_its_card_with_it() -> None:
    story = cast.at("handling").on("2026-04-10").do("tick", SYSTEM)
    assert story.do("recall", CLERK).matter.card == ""
    step = replace(cast.PLAIN.escalations[1], clock="person")
    own = cast.at("handling", replace(cast.PLAIN, escalations=(step,)))
    own.on("2026-04-10").do("tick", SYSTEM)
    assert own.matter.card == "yellow"
    assert own.do("recall", CLERK).matter.card == "yellow"
    assert own.do("assign", CLERK, unit="power").matter.card == ""
    assert own.do("recall", CLERK).do("assign", CLERK, unit="water").matter.card == "yellow"


def test_a_clock_begun_anew_has_a_round_of_its_own() -> None:
    story = cast.at("handling").on("2026-04-10").do("tick", SYSTEM).do("recall", CLERK)
    story.do("assign", CLERK)
    assert (story.run("reply").round, story.run("reply").fired) == (2, ())


def test_a_finished_matter_is_never_swept() -> None:
    for stage in ("closed", "refused", "merged", "withdrawn", "handed-over"):
        story = cast.at(stage)
        assert story.matter.next_due_at is None
        assert all(run.stopped_at for run in story.matter.clocks)
        story.refuses("matter.stage-wrong", "tick", SYSTEM)


def test_a_recount_follows_the_revised_calendar() -> None:
    story = cast.at("handling")
    story.calendar = cast.WORKED_THROUGH
    story.do("recount", SYSTEM)
    assert (story.due("person"), story.due("reply")) == ("2026-03-17 23:59", "2026-03-12 23:59")
    assert story.history[-1].data == {
        "revision": 2,
        "moved": [
            {"clock": "person", "from": "2026-03-23T23:59:59+08:00",
             "to": "2026-03-17T23:59:59+08:00"},
            {"clock": "reply", "from": "2026-03-16T23:59:59+08:00",
             "to": "2026-03-12T23:59:59+08:00"},
        ],
    }  # fmt: skip
    assert story.do("recount", SYSTEM).history[-1].data == {"revision": 2, "moved": []}


def test_a_recount_never_makes_a_clock_overdue_after_the_fact() -> None:
    story = cast.at("handling").on("2026-03-13")
    story.calendar = cast.WORKED_THROUGH
    story.do("recount", SYSTEM)
    run = story.run("reply")
    assert run.due_at is not None
    assert (run.due_at.strftime("%m-%d"), story.due("reply")) == ("03-12", "2026-03-16 23:59")
    assert story.due("person") == "2026-03-17 23:59"
    assert story.do("tick", SYSTEM).matter.card == ""


def test_a_clock_overdue_before_stays_so() -> None:
    story = cast.at("handling").on("2026-03-18")
    story.calendar = cast.WORKED_THROUGH
    story.do("recount", SYSTEM)
    assert story.due("reply") == "2026-03-12 23:59"
    assert story.run("reply").floor is None


def test_a_stopped_or_suspended_clock_is_left_alone_by_a_notice() -> None:
    story = cast.at("handling").do("contact", HANDLER).do("suspend", HANDLER, clock="reply")
    before = story.run("contact")
    story.calendar = cast.WORKED_THROUGH
    story.do("recount", SYSTEM)
    assert story.run("contact") == before
    assert (story.due("reply"), story.run("reply").revision) == ("", 2)


def test_a_deadline_in_a_year_not_yet_announced_is_provisional() -> None:
    long = cast.clock("person", "400d", "accepted", "replied")
    story = cast.at("accepted", replace(cast.PLAIN, clocks={**cast.CLOCKS, "person": long}))
    assert (story.run("person").provisional, story.due("person")[:4]) == (True, "2027")


@given(days=st.integers(0, 60))
def test_what_ran_out_before_a_matter_came_in_is_recorded_and_never_announced(days: int) -> None:
    story = cast.at("handling")
    at = cast.NOW + timedelta(days=days)
    before = story.matter
    alone = step(cast.PLAIN, before, Action("tick", {}, SYSTEM), NOTHING, cast.CALENDAR, at)
    passed = overtaken(cast.PLAIN, before, cast.CALENDAR, at)
    matter = passed.matter if passed else before
    rest = step(cast.PLAIN, matter, Action("tick", {}, SYSTEM), NOTHING, cast.CALENDAR, at)
    first = passed.entry.data["steps"] if passed else []
    assert [*first, *rest.entry.data["steps"]] == alone.entry.data["steps"]  # type: ignore[misc]
    out = {run.name for run in before.clocks if run.effective and run.effective <= at}
    assert not {said.data["clock"] for said in rest.effects if said.kind == "notify"} & out
    assert matter.card == before.card
    assert passed is None or not passed.effects
    assert rest.matter.clocks == alone.matter.clocks


def test_silence_that_counts_is_left_to_the_sweep_when_a_matter_comes_in() -> None:
    story = cast.at("assigned")
    at = cast.NOW + timedelta(days=30)
    passed = overtaken(cast.PLAIN, story.matter, cast.CALENDAR, at)
    matter = passed.matter if passed else story.matter
    ticked = step(cast.PLAIN, matter, Action("tick", {}, SYSTEM), NOTHING, cast.CALENDAR, at)
    assert [said.data["action"] for said in ticked.effects if said.kind == "act"] == ["sign-for"]
