"""Taking a matter in, correcting what was said, and another class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.kernel import cast
from tests.kernel.cast import CALENDAR, CLERK, HANDLER, INTAKE, LEADER, NOW, PLAIN, VERIFIER, Story

from bihuan.kernel import receiving
from bihuan.kernel.actor import REQUESTER
from bihuan.kernel.refused import Refused

SAID = {
    "title": "路灯",
    "text": "路灯不亮",
    "contact": "张三（演示）",
    "topic": "power",
    "firms": "3",
}


# --- receiving


def test_a_matter_comes_in_with_its_clock_and_its_personal_answers_apart() -> None:
    story = Story(values=SAID)
    assert story.matter.values == {"title": "路灯", "topic": "power", "firms": "3"}
    entry = story.history[0]
    assert entry.sealed == {"text": "路灯不亮", "contact": "张三（演示）"}
    assert entry.data == {
        "channel": "web",
        "class": "",
        "values": story.matter.values,
        "accused": [],
        "refusal_suggested": [],
    }
    assert story.due("accept") == "2026-03-03 23:59"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"channel": "pigeon"}, "mechanism.channel-unknown"),
        ({"class_": "poem"}, "mechanism.class-unknown"),
        ({"values": SAID | {"title": ""}}, "action.field-missing"),
        ({"values": SAID | {"topic": "sea"}}, "action.field-wrong"),
        ({"values": SAID | {"firms": "many"}}, "action.field-wrong"),
        ({"values": SAID | {"firms": "0"}}, "action.field-wrong"),
        ({"values": SAID | {"firms": "501"}}, "action.field-wrong"),
        ({"values": SAID | {"firms": "nan"}}, "action.field-wrong"),
        ({"values": SAID | {"firms": "inf"}}, "action.field-wrong"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        receiving.receive(PLAIN, replace(INTAKE, **changed), CALENDAR, NOW)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_a_mechanism_with_a_window_takes_in_nothing_outside_it() -> None:
    mechanism = replace(PLAIN, window=(date(2026, 3, 2), date(2026, 3, 2)))
    assert Story(mechanism).stage == "received"
    for window in ((date(2026, 3, 3), None), (None, date(2026, 3, 1))):
        with pytest.raises(Refused) as caught:
            Story(replace(PLAIN, window=window))
        assert caught.value.code == "mechanism.window-closed"


# --- corrections


def test_a_correction_names_the_entry_the_field_and_both_values() -> None:
    story = Story(values=SAID).do("correct", CLERK, entry=1, field="title", value="路灯不亮")
    entry = story.history[-1]
    assert (entry.kind, entry.sealed) == ("correct", {})
    assert entry.data == {
        "entry": 1, "field": "title", "reason": "笔误", "old": "路灯", "new": "路灯不亮",
    }  # fmt: skip
    assert story.matter.values["title"] == "路灯不亮"


@pytest.mark.parametrize("field", ["text", "contact", "requester", "phone"])
def test_a_personal_answer_is_corrected_under_seal_and_not_in_the_state(field: str) -> None:
    story = Story(values=SAID)
    before = story.matter
    story.do("correct", CLERK, field=field, value="李四（演示）")
    assert story.matter == before
    entry = story.history[-1]
    assert entry.data == {"entry": 1, "field": field, "reason": "笔误"}
    assert entry.sealed == {"value": "李四（演示）"}


@pytest.mark.parametrize("field", ["stage", "unit", "class", "received_at", "closing_kind", "x"])
def test_no_correction_touches_what_has_its_own_move(field: str) -> None:
    Story().refuses("action.field-wrong", "correct", CLERK, field=field)


@pytest.mark.parametrize(("field", "value"), [("topic", "sea"), ("firms", "many"), ("firms", "0")])
def test_a_correction_is_held_to_the_form(field: str, value: str) -> None:
    Story(values=SAID).refuses("action.field-wrong", "correct", CLERK, field=field, value=value)


def test_what_was_closed_can_still_be_corrected_and_stays_closed() -> None:
    story = cast.at("closed").do("correct", CLERK)
    assert (story.stage, story.matter.next_due_at) == ("closed", None)


# --- another class


def test_the_class_given_on_acceptance_brings_its_clock() -> None:
    story = Story().do("accept", CLERK, **{"class": "complaint"})
    assert (story.matter.class_, story.due("hard")) == ("complaint", "2026-04-01 23:59")


def test_another_class_counts_from_the_moments_on_record() -> None:
    story = cast.at("handling").on("2026-03-10").do("reclassify", CLERK, **{"class": "complaint"})
    assert (story.run("hard").started_at, story.due("hard")) == (NOW, "2026-04-01 23:59")
    story.do("reclassify", CLERK)
    assert (story.run("hard").stopped_by, story.matter.clock("person") is not None) == (
        "reclassified", True,
    )  # fmt: skip
    story.do("reclassify", CLERK, **{"class": "complaint"})
    assert (story.run("hard").running, story.run("hard").round) == (True, 2)


def test_a_date_that_was_set_holds_for_the_clock_of_the_class() -> None:
    story = Story().do("set-date", LEADER, clock="hard")
    story.do("accept", CLERK, **{"class": "complaint"})
    assert story.due("hard") == "2026-03-31 23:59"


def test_a_clock_whose_purpose_is_met_does_not_run_for_the_new_class() -> None:
    story = cast.at("handling").on("2026-03-10").do("reply", HANDLER)
    replied = story.now
    story.on("2026-03-12").do("reclassify", CLERK, **{"class": "complaint"})
    assert (story.run("hard").stopped_at, story.run("hard").stopped_by) == (replied, "replied")


def test_the_same_class_again_changes_nothing() -> None:
    story = cast.at("handling", class_="consult")
    before = story.matter
    assert story.do("reclassify", CLERK).matter == before


def test_in_a_new_cycle_the_class_counts_from_its_beginning() -> None:
    hard = replace(cast.CLOCKS["hard"], starts=frozenset({"accepted", "reopened"}))
    story = cast.at("replied", replace(PLAIN, clocks={**cast.CLOCKS, "hard": hard}))
    story.do("call-back", VERIFIER, solved="no").on("2026-04-01").do("reopen", VERIFIER)
    reopened = story.now
    story.later(days=2).do("reclassify", CLERK, **{"class": "complaint"})
    assert story.run("hard").started_at == reopened


def test_in_a_review_no_clock_of_the_first_handling_comes_back() -> None:
    hard = replace(cast.CLOCKS["hard"], starts=frozenset({"assigned"}))
    story = cast.at("closed", replace(PLAIN, clocks={**cast.CLOCKS, "hard": hard}))
    story.do("ask-review", REQUESTER).do("reclassify", CLERK, **{"class": "complaint"})
    assert [run.name for run in story.matter.clocks] == ["review"]
