"""Return, ruling, no further return; and whom a unit's clocks then hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.kernel import cast
from tests.kernel.cast import CLERK, HANDLER, RULER, WATER, Story

from bihuan.kernel.declaration import Return
from bihuan.kernel.matter import ClockRun


def held(run: ClockRun) -> tuple[str, str]:
    return (run.name, "running" if run.running else run.stopped_by)


def clocks_of(story: Story) -> list[tuple[str, str]]:
    return [held(run) for run in story.matter.clocks]


def test_the_window_closes() -> None:
    story = cast.at("assigned").on("2026-03-03", "23:59")
    story.do("return", HANDLER)
    assert (story.stage, story.matter.return_asked) == ("contested", ("housing", "water"))
    late = cast.at("assigned").on("2026-03-04", "00:00")
    late.refuses("matter.return-closed", "return", HANDLER)


@pytest.mark.parametrize("missing", ["reason", "suggested"])
def test_a_return_states_what_the_mechanism_asks(missing: str) -> None:
    cast.at("assigned").refuses("action.field-missing", "return", HANDLER, **{missing: ""})


def test_a_mechanism_may_know_no_return() -> None:
    story = cast.at("assigned", replace(cast.PLAIN, returns=None))
    story.refuses("matter.return-undeclared", "return", HANDLER)


def test_without_a_common_superior_nobody_could_rule() -> None:
    story = cast.at("assigned")
    story.known = {"common_superior": None}
    story.refuses("matter.ruler-unknown", "return", HANDLER)


def test_a_ruling_for_the_unit_that_returned_keeps_its_clock_and_ends_the_dispute() -> None:
    story = cast.at("assigned").later(hours=5).do("return", HANDLER)
    assert story.run("reply").due_at is None
    story.on("2026-03-04").do("rule", RULER)
    assert (story.stage, story.matter.unit) == ("assigned", "housing")
    assert (story.matter.ruled, story.matter.relieved) == (("housing",), ())
    assert clocks_of(story) == [
        ("accept", "accepted"), ("person", "running"), ("sign", "returned"),
        ("return", "returned"), ("reply", "running"), ("ruling", "ruled"),
        ("sign", "running"), ("return", "running"),
    ]  # fmt: skip
    pause = story.run("reply").pauses[0]
    assert (pause.began.day, pause.ended and pause.ended.day, pause.ground) == (2, 4, "contested")
    assert story.due("reply") == "2026-03-17 23:59"  # Monday 16th, and Tuesday 3 March given back
    refused = story.refuses("matter.already-ruled", "return", HANDLER)
    assert refused.facts == {"unit": "housing"}
    story.refuses("matter.already-ruled", "return", HANDLER, new_facts="   ")


def test_a_ruled_unit_returns_again_on_new_facts_only() -> None:
    story = cast.at("contested").do("rule", RULER)
    story.do("return", HANDLER, new_facts="产权已移交水利局")
    assert story.stage == "contested"
    story.do("rule", RULER)
    story.refuses("matter.already-ruled", "return", HANDLER)
    assert story.matter.ruled == ("housing",)


@pytest.mark.parametrize(("final", "again"), [("always", False), ("never", True)])
def test_the_mechanism_says_how_final_a_ruling_is(final: str, *, again: bool) -> None:
    mechanism = replace(cast.PLAIN, returns=Return(("reason",), "common_superior", final))
    story = cast.at("contested", mechanism).do("rule", RULER)
    if again:
        assert story.do("return", HANDLER).stage == "contested"
    else:
        story.refuses("matter.already-ruled", "return", HANDLER, new_facts="新情况")


def test_a_ruling_for_another_unit_relieves_the_first() -> None:
    story = cast.at("contested").on("2026-03-05").do("rule", RULER, unit="water")
    assert (story.matter.unit, story.matter.relieved) == ("water", ("housing",))
    assert clocks_of(story) == [
        ("accept", "accepted"), ("person", "running"), ("sign", "returned"),
        ("return", "returned"), ("reply", "ruled"), ("ruling", "ruled"), ("sign", "running"),
        ("return", "running"), ("reply", "running"),
    ]  # fmt: skip
    old = next(run for run in story.matter.clocks if held(run) == ("reply", "ruled"))
    assert [pause.ended for pause in old.pauses] == [story.now]
    assert (story.run("reply").started_at, story.run("reply").round) == (story.now, 2)
    assert story.run("person").started_at == cast.NOW
    story.refuses("matter.already-ruled", "return", WATER)
    story.refuses("matter.capacity-missing", "sign-for", HANDLER)


def test_only_a_ruling_gives_the_matter_back_to_a_relieved_unit() -> None:
    story = cast.at("contested").do("rule", RULER, unit="water").do("recall", CLERK)
    story.refuses("matter.relieved-unit", "assign", CLERK, unit="housing")
    story.do("assign", CLERK, unit="water")
    story.refuses("matter.already-ruled", "return", WATER)
    story.do("return", WATER, new_facts="河道已划出", suggested="housing")
    story.do("rule", RULER, unit="housing")
    assert story.matter.relieved == ("water",)
    assert story.matter.ruled == ("water", "housing")


def test_a_recalled_dispute_can_be_assigned_anew() -> None:
    story = cast.at("contested").do("recall", CLERK)
    assert (story.stage, story.matter.unit, story.matter.return_asked) == ("accepted", None, None)
    assert clocks_of(story) == [
        ("accept", "accepted"), ("person", "running"), ("sign", "returned"),
        ("return", "returned"), ("reply", "recalled"), ("ruling", "recalled"),
    ]  # fmt: skip


def test_a_clock_that_reviews_start_too_is_still_the_units_own() -> None:
    sign = cast.clock("sign", "1wd", "assigned review-asked", "signed", silence="sign-for")
    story = cast.at("assigned", replace(cast.PLAIN, clocks={**cast.CLOCKS, "sign": sign}))
    story.do("recall", CLERK)
    assert held(story.run("sign")) == ("sign", "recalled")
