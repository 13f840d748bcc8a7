"""Call-back, striking off, sending back, review, putting off, merging; what cannot be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from tests.kernel import cast
from tests.kernel.cast import CLERK, HANDLER, LEADER, RULER, VERIFIER, Story

from bihuan.kernel.actor import REQUESTER, SYSTEM
from bihuan.kernel.declaration import Verify


def unsolved(story: Story) -> Story:
    return story.do("call-back", VERIFIER, solved="no")


def answered_again(story: Story) -> Story:
    return story.do("reopen", VERIFIER).do("reply", HANDLER)


# --- call-back and striking off


def test_nothing_is_struck_off_before_the_call_back() -> None:
    story = cast.at("replied")
    story.refuses("matter.not-called-back", "strike-off", CLERK)
    assert story.do("call-back", VERIFIER).do("strike-off", CLERK).stage == "closed"
    assert story.matter.closed_at == story.now


def test_a_mechanism_that_draws_a_share_asks_only_those_drawn() -> None:
    mechanism = replace(cast.PLAIN, verify=Verify("owner", share=0.5))
    ways = {"drawn": 0, "passed": 0}
    for number in range(40):
        story = cast.at("replied", mechanism, number=f"LOOP-{number}")
        try:
            story.do("strike-off", CLERK)
            ways["passed"] += 1
        except cast.Refused:
            ways["drawn"] += 1
    assert ways == {"drawn": 22, "passed": 18}


def test_a_mechanism_without_verification_closes_at_once() -> None:
    story = cast.at("replied", replace(cast.PLAIN, verify=None))
    story.refuses("matter.capacity-missing", "call-back", VERIFIER)
    assert story.do("strike-off", CLERK).stage == "closed"


def test_what_the_person_denies_is_not_closed_as_solved() -> None:
    story = unsolved(cast.at("replied"))
    story.refuses("matter.unsolved", "strike-off", CLERK)
    answered_again(story)
    assert story.matter.call_back is None
    story.refuses("matter.not-called-back", "strike-off", CLERK)


def test_an_explanation_is_closed_as_an_explanation() -> None:
    story = cast.at("handling").do("reply", HANDLER, closing="explained")
    assert unsolved(story).do("strike-off", CLERK).stage == "closed"


@dataclass(frozen=True)
class Dissatisfied:
    text: str = "satisfied == no"

    def holds(self, values: Mapping[str, object]) -> bool:
        return values["satisfied"] == "no"


def test_the_mechanism_says_which_answers_send_a_matter_back() -> None:
    mechanism = replace(cast.PLAIN, verify=Verify("owner", reopen_when=Dissatisfied()))
    story = cast.at("replied", mechanism).do("call-back", VERIFIER, satisfied="no")
    story.refuses("matter.unsolved", "strike-off", CLERK)
    assert unsolved(story).do("strike-off", CLERK).stage == "closed"


def test_what_was_inferred_never_replaces_what_was_heard() -> None:
    story = unsolved(cast.at("replied"))
    story.refuses("matter.already-called-back", "call-back", VERIFIER, origin="inferred")
    story.do("call-back", VERIFIER)
    assert story.matter.call_back is not None
    assert story.matter.call_back.verifies
    inferred = cast.at("replied").do("call-back", VERIFIER, origin="inferred")
    assert inferred.matter.call_back is not None
    assert not inferred.matter.call_back.verifies
    assert not replace(inferred.matter.call_back, observed=True, contacted=False).verifies


def test_what_a_file_implies_needs_no_call() -> None:
    confirm = replace(cast.PLAIN, confirm_first=True)
    story = Story(confirm).do("accept", CLERK, origin="inferred")
    story.do("assign", CLERK, origin="inferred").do("sign-for", HANDLER).do("reply", HANDLER)
    assert story.do("strike-off", CLERK, origin="inferred").stage == "closed"


def test_a_mechanism_may_ask_for_a_verification_call_first() -> None:
    story = Story(replace(cast.PLAIN, confirm_first=True))
    story.refuses("matter.not-confirmed", "accept", CLERK)
    story.do("confirm", CLERK).do("accept", CLERK)
    assert story.do("assign", CLERK).stage == "assigned"


# --- sending back


def test_a_new_cycle_keeps_its_own_clocks_reply_and_call_back() -> None:
    story = unsolved(cast.at("replied")).later(days=1).do("reopen", VERIFIER)
    matter = story.matter
    assert (matter.cycle, matter.cycle_kind, matter.reopened) == (2, "reopened", 1)
    assert (matter.replied_at, matter.closing_kind, matter.call_back) == (None, "", None)
    assert [run.name for run in matter.clocks] == ["reply"]
    past = matter.past[0]
    assert (past.number, past.kind, past.unit, past.closing_kind) == (
        1,
        "first",
        "housing",
        "solved",
    )
    assert past.call_back is not None
    assert past.call_back.solved == "no"
    assert [(r.name, r.stopped_by) for r in past.clocks if r.name in ("reply", "calling")] == [
        ("reply", "replied"),
        ("calling", "called-back"),
    ]


def test_a_new_cycle_is_never_without_a_date() -> None:
    reply = replace(cast.CLOCKS["reply"], starts=frozenset({"assigned"}))
    story = cast.at("closed", replace(cast.PLAIN, clocks={**cast.CLOCKS, "reply": reply}))
    story.do("reopen", CLERK)
    assert [(run.name, run.started_at) for run in story.matter.clocks] == [("person", story.now)]


def test_after_the_last_sending_back_a_leader_must_look() -> None:
    story = cast.at("replied")
    for _ in range(2):
        answered_again(unsolved(story))
    unsolved(story)
    refused = story.refuses("matter.reopen-limit", "reopen", VERIFIER)
    assert refused.facts == {"times": 2}
    story.refuses("matter.reopen-limit", "reopen", CLERK)
    assert story.do("reopen", LEADER).stage == "handling"
    story.do("reply", HANDLER)
    assert unsolved(story).do("strike-off", CLERK).stage == "closed"


def test_where_the_mechanism_names_who_sends_back_nobody_else_does() -> None:
    mechanism = replace(cast.PLAIN, verify=Verify("owner", reopen_by="leader"))
    story = unsolved(cast.at("replied", mechanism))
    for other in (VERIFIER, CLERK):
        story.refuses("matter.capacity-missing", "reopen", other)
    assert story.do("reopen", LEADER).stage == "handling"


def test_a_matter_is_rated_once_in_a_cycle() -> None:
    story = cast.at("replied").do("rate", REQUESTER, comment="好")
    assert (story.matter.rated, story.history[-1].sealed) == (True, {"comment": "好"})
    story.refuses("matter.already-rated", "rate", REQUESTER)
    assert answered_again(story).do("rate", REQUESTER).matter.rated


# --- review


def test_review_and_rereview_and_then_no_more() -> None:
    story = cast.at("closed").later(days=10).do("ask-review", REQUESTER)
    matter = story.matter
    assert (matter.stage, matter.unit, matter.cycle_kind) == ("assigned", "county", "review")
    assert [run.name for run in matter.clocks] == ["review"]
    story.do("sign-for", SYSTEM).do("reply", RULER).do("call-back", VERIFIER)
    story.do("strike-off", CLERK)
    story.known = {"superior": "county"}
    story.do("ask-review", REQUESTER)
    assert (story.matter.reviews, story.matter.cycle_kind) == (2, "rereview")
    story.do("sign-for", SYSTEM).do("reply", RULER).do("call-back", VERIFIER)
    story.do("strike-off", CLERK)
    story.refuses("matter.final", "ask-review", REQUESTER)
    story.refuses("matter.final", "reopen", CLERK)
    story.refuses("matter.final", "reopen", LEADER)


def test_the_last_review_can_be_sent_back_until_it_is_closed() -> None:
    story = cast.at("closed")
    for _ in range(2):
        story.known = {"superior": "county"}
        story.do("ask-review", REQUESTER).do("sign-for", SYSTEM).do("reply", RULER)
        unsolved(story)
        story.refuses("matter.unsolved", "strike-off", CLERK)
        story.do("reopen", VERIFIER).do("reply", RULER).do("call-back", VERIFIER)
        story.do("strike-off", CLERK)
    story.refuses("matter.final", "reopen", CLERK)


def test_a_review_is_asked_for_in_time() -> None:
    story = cast.at("closed").on("2026-04-01", "23:59")
    assert story.do("ask-review", REQUESTER).stage == "assigned"
    late = cast.at("closed").on("2026-04-02", "00:00")
    late.refuses("matter.review-late", "ask-review", REQUESTER)


def test_a_review_needs_a_rule_a_superior_and_one_not_complained_of() -> None:
    bare = cast.at("closed", replace(cast.PLAIN, reviews=()))
    bare.refuses("matter.review-undeclared", "ask-review", REQUESTER)
    story = cast.at("closed")
    story.known = {"superior": None}
    story.refuses("matter.superior-unknown", "ask-review", REQUESTER)
    accused = cast.at("closed", accused=("county-x",))
    accused.known = {"superior": "county-x"}
    accused.refuses("matter.accused-unit", "ask-review", REQUESTER)


# --- putting off


def test_a_carried_matter_stays_open_with_a_date_of_its_own() -> None:
    story = cast.at("handling").do("carry", HANDLER)
    assert (story.stage, story.matter.carried) == ("handling", 1)
    assert story.matter.carried_until is not None
    assert (story.due("person"), story.due("reply")) == ("2026-04-30 23:59",) * 2
    story.do("carry", CLERK, until="2026-05-29")
    refused = story.refuses("matter.carry-limit", "carry", CLERK, until="2026-06-01")
    assert refused.facts == {"times": 2}
    assert story.do("reply", HANDLER).matter.carried_until is None


def test_carrying_is_capped_and_declared() -> None:
    story = cast.at("handling")
    assert story.do("carry", HANDLER, until="2026-06-02").due("reply") == "2026-06-02 23:59"
    story.refuses("matter.carry-too-long", "carry", HANDLER, until="2026-06-03")
    bare = cast.at("handling", replace(cast.PLAIN, carry=None))
    bare.refuses("matter.carry-limit", "carry", HANDLER)


def test_a_unit_cannot_put_off_what_a_leader_has_dated() -> None:
    story = cast.at("handling").do("set-date", LEADER)
    refused = story.refuses("matter.date-set", "carry", HANDLER)
    assert refused.facts["source"] == "县长批示"
    assert story.do("carry", HANDLER, until="2026-03-31").matter.carried == 1


# --- ended outside


def test_a_matter_is_merged_into_an_open_one_and_not_into_itself() -> None:
    story = cast.at("accepted")
    story.refuses("matter.merge-itself", "merge", CLERK, into="LOOP-1")
    story.known = {"into_open": False}
    story.refuses("matter.merge-ended", "merge", CLERK)
    story.known = {"into_open": True}
    assert story.do("merge", CLERK).matter.into == "LOOP-0"


@pytest.mark.parametrize("stage", ["received", "accepted"])
def test_what_was_merged_by_mistake_stands_where_it_stood_and_its_clocks_ran_on(
    stage: str,
) -> None:
    before = cast.at(stage).matter
    story = cast.at(stage).later(hours=1).do("merge", CLERK).later(days=3).do("unmerge", CLERK)
    matter = story.matter
    assert (matter.stage, matter.cycle, matter.into) == (stage, before.cycle, "")
    assert (matter.clocks, matter.next_due_at) == (before.clocks, before.next_due_at)
    assert matter.closed_at is None


def test_a_clock_that_ended_before_the_merging_stays_ended() -> None:
    story = (
        cast.at("accepted").later(hours=1).do("merge", CLERK).later(days=1).do("unmerge", CLERK)
    )
    (accept,) = (run for run in story.matter.clocks if run.name == "accept")
    assert accept.stopped_by == "accepted"
    assert story.matter.clock("person") is not None


def test_a_merged_person_rates_the_common_answer_once() -> None:
    story = cast.at("merged")
    story.refuses("matter.merged-unanswered", "rate", REQUESTER)
    story.known = {"into_answered": True}
    assert story.do("rate", REQUESTER).matter.rated
    story.refuses("matter.already-rated", "rate", REQUESTER)
    story.refuses("matter.merged-rated", "unmerge", CLERK)
    assert story.do("reconsider", LEADER).matter.rated is False


def test_one_of_several_persons_does_not_end_it_for_all() -> None:
    story = cast.at("handling")
    story.known = {"merged_here": 2}
    refused = story.refuses("matter.others-behind", "withdraw", REQUESTER)
    assert refused.facts == {"count": 2}


@pytest.mark.parametrize("stage", ["refused", "merged", "handed-over"])
def test_what_was_turned_away_can_come_back(stage: str) -> None:
    story = cast.at(stage).later(days=3).do("reconsider", LEADER)
    matter = story.matter
    assert (matter.stage, matter.cycle, matter.into) == ("received", 2, "")
    assert [(run.name, run.started_at) for run in matter.clocks] == [("accept", story.now)]
    assert story.do("accept", CLERK).do("assign", CLERK).stage == "assigned"


def test_the_system_withdraws_no_matter_of_a_person() -> None:
    cast.at("handling").refuses("matter.capacity-missing", "withdraw", SYSTEM)


def test_moves_of_the_desk() -> None:
    story = cast.at("handling")
    story.known = {"desks": frozenset({"handler", "deputy"})}
    story.refuses("matter.desk-elsewhere", "pass-on", HANDLER, desk="water-handler")
    assert story.do("pass-on", HANDLER, desk="deputy").matter.desk == "deputy"
    assert story.do("recall", CLERK).matter.desk is None
