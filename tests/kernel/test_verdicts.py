"""What a matter counts as, and what never counts as solved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.kernel import cast
from tests.kernel.cast import CLERK, HANDLER, LEADER, PLAIN, RULER, VERIFIER, WATER, Story

from bihuan.kernel.actor import REQUESTER
from bihuan.kernel.verdicts import Verdict, verdict

UNKNOWN = Verdict(
    answered=False, on_time=None, unit_on_time=None, verified=False, solved=False, partly=False,
    satisfied=None, explained=False, excluded="", carried=False, sent_back=0, reviewed=0,
    date_set=False, called=False, contact_on_time=None,
)  # fmt: skip
SOLVED = replace(
    UNKNOWN, answered=True, on_time=True, unit_on_time=True, verified=True, solved=True,
    satisfied=True, called=True, contact_on_time=False,
)  # fmt: skip


def judged(story: Story, **at: int) -> Verdict:
    return verdict(story.mechanism, story.matter, story.later(**at).now if at else None)


def closed(origin: str = "observed", closing: str = "solved", **said: str) -> Story:
    story = cast.at("handling").do("reply", HANDLER, closing=closing)
    story.do("call-back", VERIFIER, origin=origin, **said)
    return story.do("strike-off", CLERK, origin="inferred")


def test_solved_is_closed_so_and_confirmed() -> None:
    assert judged(cast.at("closed")) == SOLVED


@pytest.mark.parametrize(
    ("story", "solved", "partly", "explained", "verified"),
    [
        (closed(), True, False, False, True),
        (closed("imported"), True, False, False, True),
        (closed("inferred"), False, False, False, False),
        (closed(contacted="no"), False, False, False, False),
        (closed(solved="partly"), False, True, False, True),
        (closed(solved="unknown"), False, False, False, True),
        (closed(closing="explained"), False, False, True, True),
        (closed(closing="explained", solved="no"), False, False, True, True),
        (closed(closing="partly"), False, False, False, True),
        (cast.at("replied").do("call-back", VERIFIER), False, False, False, True),
        (cast.at("replied"), False, False, False, False),
    ],
)
def test_neither_word_stands_for_another(
    story: Story, *, solved: bool, partly: bool, explained: bool, verified: bool
) -> None:
    found = judged(story)
    assert (found.solved, found.partly, found.explained, found.verified) == (
        solved, partly, explained, verified,
    )  # fmt: skip
    assert found.answered


@pytest.mark.parametrize(
    ("said", "satisfied"), [("yes", True), ("partly", True), ("no", False), ("unknown", None)]
)
def test_satisfaction_is_a_question_of_its_own(said: str, *, satisfied: bool | None) -> None:
    assert judged(closed(satisfied=said)).satisfied is satisfied
    assert judged(closed("inferred", satisfied=said)).satisfied is None


@pytest.mark.parametrize("stage", ["refused", "merged", "withdrawn", "handed-over"])
def test_what_ended_outside_counts_as_nothing(stage: str) -> None:
    assert judged(cast.at(stage)) == replace(UNKNOWN, excluded=stage)


def test_not_even_after_a_good_call_back() -> None:
    story = cast.at("replied").do("call-back", VERIFIER).do("withdraw", REQUESTER)
    found = judged(story)
    assert (found.solved, found.satisfied, found.excluded) == (False, None, "withdrawn")


def test_a_source_that_gives_no_closing_kind_neither_solves_nor_explains() -> None:
    story = cast.at("handling").do("reply", HANDLER, origin="imported", closing=None)
    found = judged(story.do("strike-off", CLERK, origin="inferred"))
    assert (found.solved, found.explained, found.answered) == (False, False, True)


def test_in_time_is_judged_by_the_date_that_holds() -> None:
    late = cast.at("handling").on("2026-03-17").do("reply", HANDLER)
    assert (judged(late).on_time, judged(late).unit_on_time) == (False, False)
    dated = cast.at("handling").do("set-date", LEADER, until="2026-03-05")
    found = judged(dated.on("2026-03-06").do("reply", HANDLER))
    assert (found.on_time, found.unit_on_time, found.date_set) == (False, True, True)
    carried = cast.at("handling").do("carry", HANDLER)
    assert judged(carried).carried
    found = judged(carried.on("2026-04-30").do("reply", HANDLER))
    assert (found.on_time, found.carried) == (True, False)


def test_an_open_matter_is_late_as_of_a_moment() -> None:
    story = cast.at("handling")
    assert judged(story).on_time is None
    assert judged(story, days=10).on_time is None
    assert judged(story, days=6).on_time is False


def test_a_suspended_clock_is_not_late() -> None:
    story = cast.at("handling").do("suspend", HANDLER, clock="reply")
    assert judged(story, days=10).unit_on_time is None


def test_a_unit_that_was_relieved_owes_nothing() -> None:
    story = cast.at("contested").on("2026-03-04").do("rule", RULER, unit="water")
    story.do("sign-for", WATER).on("2026-03-16").do("reply", WATER)
    assert (judged(story).on_time, judged(story).unit_on_time) == (True, True)


def test_every_cycle_must_have_been_in_time() -> None:
    story = cast.at("handling").on("2026-03-25").do("reply", HANDLER)
    story.do("call-back", VERIFIER, solved="no").do("reopen", VERIFIER).do("reply", HANDLER)
    found = judged(story)
    assert (found.on_time, found.unit_on_time, found.sent_back) == (False, True, 1)


def test_without_a_clock_nothing_is_in_time_or_late() -> None:
    story = cast.at("replied", replace(PLAIN, clocks={}))
    assert (judged(story).on_time, judged(story).unit_on_time) == (None, None)
