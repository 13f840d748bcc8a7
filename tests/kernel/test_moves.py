"""Every row of the move table: from where, by whom, to where, and what happens otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from tests.kernel import cast
from tests.kernel.cast import (
    CLERK,
    HANDLER,
    HEAD,
    LEADER,
    OFFICE_HEAD,
    RULER,
    VERIFIER,
    Story,
)

from bihuan.kernel import record
from bihuan.kernel.actor import REQUESTER, SYSTEM, Actor
from bihuan.kernel.case import Action, Outcome
from bihuan.kernel.moves import MOVES
from bihuan.kernel.stages import Stage
from bihuan.kernel.step import moves_open, needs, params_of

_OPEN = "received accepted assigned contested handling replied"
_ALL = f"{_OPEN} closed refused merged withdrawn handed-over"

# Written by hand, as the design reads: move, stages, who may, the stage after (- where it stays).
TABLE = """
confirm     | received accepted           | clerk                    | -
accept      | received                    | clerk                    | accepted
refuse      | received                    | clerk                    | refused
reconsider  | refused merged handed-over  | office-head clerk leader | received
merge       | received accepted           | clerk                    | merged
unmerge     | merged                      | office-head clerk leader | received
assign      | accepted                    | clerk                    | assigned
release     | accepted                    | system                   | assigned
sign-for    | assigned                    | unit system              | handling
return      | assigned                    | unit                     | contested
rule        | contested                   | ruler                    | assigned
pass-on     | assigned handling           | unit                     | -
contact     | handling                    | unit                     | -
progress    | handling contested          | unit clerk               | -
refer-up    | handling                    | unit clerk               | -
extend      | assigned handling           | unit clerk               | -
suspend     | handling                    | unit clerk               | -
resume      | handling                    | unit clerk system        | -
reply       | handling                    | unit                     | replied
call-back   | replied                     | verifier                 | -
reopen      | replied closed              | verifier clerk leader    | handling
rate        | replied closed merged       | requester                | -
strike-off  | replied                     | clerk verifier           | closed
carry       | handling                    | unit clerk               | -
ask-review  | closed                      | requester clerk          | assigned
withdraw    | OPEN                        | requester system         | withdrawn
hand-over   | received accepted handling  | clerk                    | handed-over
recall      | assigned contested handling | clerk                    | accepted
reclassify  | OPEN                        | clerk                    | -
correct     | ALL                         | clerk                    | -
set-date    | OPEN                        | leader clerk             | -
platform    | OPEN                        | clerk                    | -
notice      | ALL                         | clerk unit               | -
sign        | ALL                         | signatory                | -
decline     | ALL                         | signatory asker office   | -
tick        | OPEN                        | system                   | -
recount     | OPEN                        | system                   | -
"""
WHO: dict[str, tuple[Actor, ...]] = {
    "clerk": (CLERK,),
    "office-head": (OFFICE_HEAD,),
    "leader": (LEADER,),
    "unit": (HANDLER, cast.DEPUTY, HEAD),
    "ruler": (RULER, LEADER),
    "verifier": (VERIFIER,),
    "requester": (REQUESTER,),
    "system": (SYSTEM,),
}


def _rows() -> dict[str, tuple[frozenset[str], frozenset[str], str]]:
    found = {}
    for line in TABLE.strip().splitlines():
        name, stages, who, to = (cell.strip() for cell in line.split("|"))
        stages = stages.replace("OPEN", _OPEN).replace("ALL", _ALL)
        found[name] = (frozenset(stages.split()), frozenset(who.split()), to)
    return found


ROWS = _rows()
BY_ROLE = sorted(set(ROWS) - {"sign", "decline"})


def _suspended(story: Story) -> None:
    if story.stage == "handling":
        story.do("suspend", HANDLER)


def _called_back(story: Story) -> None:
    if story.stage == "replied":
        story.do("call-back", VERIFIER)


def _waiting_part(story: Story) -> None:
    """Only a part that was planned for a unit is ever released."""
    if story.stage == "accepted":
        story.outcome = Outcome(cast.part(waits=True), story.outcome.entry)


def _answered(story: Story) -> None:
    """Of a merged matter it is the leading one that has an answer."""
    story.known = {"into_answered": True}


READY: dict[str, Callable[[Story], None]] = {
    "rate": _answered,
    "resume": _suspended,
    "strike-off": _called_back,
    "release": _waiting_part,
}
# After the reply, only the clock of the call-back runs.
GIVEN: dict[tuple[str, str], dict[str, object]] = {("set-date", "replied"): {"clock": "calling"}}


def ready(name: str, stage: str) -> Story:
    """A matter at this stage, in which the move has what it rests on."""
    story = cast.at(stage)
    READY.get(name, lambda _: None)(story)
    return story


def actors(name: str) -> list[Actor]:
    return [actor for role in sorted(ROWS[name][1]) for actor in WHO[role]]


def test_the_table_here_names_every_move() -> None:
    assert set(ROWS) == set(MOVES)


@pytest.mark.parametrize("name", BY_ROLE)
def test_a_move_is_open_to_each_who_may_from_each_stage(name: str) -> None:
    stages, _, to = ROWS[name]
    for stage in stages:
        for by in actors(name):
            story = ready(name, stage)
            if by.unit == "housing" and story.matter.unit is None:
                continue  # nobody holds the matter here
            if name == "withdraw" and by is SYSTEM:
                continue  # of a part only, below
            story.do(name, by, **GIVEN.get((name, stage), {}))
            assert story.stage == (stage if to == "-" else to)
            assert story.history[-1].kind in (name, f"{name}-asked")


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_move_is_refused_at_every_other_stage(name: str) -> None:
    by = CLERK if name in ("sign", "decline") else actors(name)[0]
    for stage in sorted({stage.value for stage in Stage} - ROWS[name][0]):
        cast.at(stage).refuses("matter.stage-wrong", name, by)


@pytest.mark.parametrize("name", BY_ROLE)
def test_a_move_is_refused_to_everybody_else(name: str) -> None:
    stages, _, _ = ROWS[name]
    others = [one for one in cast.EVERYBODY if one not in actors(name)]
    assert len(others) >= 8
    for stage in stages:
        story = ready(name, stage)
        for by in others:
            story.refuses("matter.capacity-missing", name, by)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_move_says_which_answer_is_missing(name: str) -> None:
    required = [param.name for param in params_of(name) if param.required]
    stage = min(ROWS[name][0])
    for missing in required:
        refused = ready(name, stage).refuses(
            "action.field-missing", name, CLERK, **{missing: None}
        )
        assert refused.facts == {"action": name, "field": missing}


def test_a_move_played_from_a_file_may_lack_all_but_what_names() -> None:
    story = cast.at("handling").do("reply", HANDLER, origin="imported", closing=None, text=None)
    assert (story.stage, story.matter.closing_kind) == ("replied", "")
    cast.at("accepted").refuses(
        "action.field-missing", "assign", CLERK, origin="imported", unit=None
    )


def test_an_unknown_move_is_refused() -> None:
    cast.at("received").refuses("action.unknown", "fly", CLERK)


@pytest.mark.parametrize(
    ("name", "stage", "by", "given", "code"),
    [
        ("accept", "received", CLERK, {"class": "x"}, "mechanism.class-unknown"),
        ("reply", "handling", HANDLER, {"closing": "x"}, "mechanism.closing-unknown"),
        ("refuse", "received", CLERK, {"ground": "x"}, "mechanism.refusal-unknown"),
        ("suspend", "handling", HANDLER, {"ground": "x"}, "action.field-wrong"),
        ("assign", "accepted", CLERK, {"letter": "x"}, "action.field-wrong"),
        ("call-back", "replied", VERIFIER, {"contacted": "perhaps"}, "action.field-wrong"),
        ("call-back", "replied", VERIFIER, {"solved": "perhaps"}, "action.field-wrong"),
        ("rate", "replied", REQUESTER, {"stars": "6"}, "action.field-wrong"),
        ("rate", "replied", REQUESTER, {"stars": "-1"}, "action.field-wrong"),
        ("set-date", "handling", LEADER, {"until": "soon"}, "action.field-wrong"),
        ("correct", "handling", CLERK, {"entry": "first"}, "action.field-wrong"),
        ("extend", "handling", HANDLER, {"by": "5"}, "span.malformed"),
        ("assign", "accepted", CLERK, {"unit": "moon"}, "matter.unit-unknown"),
        ("assign", "accepted", CLERK, {"assist": ["moon"]}, "matter.unit-unknown"),
        ("assign", "accepted", CLERK, {"assist": ["housing"]}, "matter.unit-twice"),
        ("return", "assigned", HANDLER, {"suggested": "moon"}, "matter.unit-unknown"),
        ("rule", "contested", RULER, {"unit": "moon"}, "matter.unit-unknown"),
        ("refer-up", "handling", HANDLER, {"unit": "moon"}, "matter.unit-unknown"),
    ],
)
def test_a_wrong_answer_is_refused(
    name: str, stage: str, by: Actor, given: dict[str, object], code: str
) -> None:
    cast.at(stage).refuses(code, name, by, **given)


def test_a_move_dated_before_the_matter_came_in_is_refused() -> None:
    cast.at("received").later(minutes=-1).refuses("matter.before-receipt", "accept", CLERK)


def test_the_buttons_are_the_moves_that_are_taken() -> None:
    for stage in Stage:
        story = cast.at(stage)
        for by in cast.EVERYBODY:
            asked = Action("", {}, by)
            shown = moves_open(story.mechanism, story.matter, asked, story.facts())
            allowed = {
                name for name in BY_ROLE if stage in MOVES[name].stages and by in actors(name)
            }
            if story.matter.unit is None:
                allowed -= {"notice"} if by.unit == "housing" else set()
            assert set(shown) == allowed, (stage, by.post)


def test_needs_names_the_facts_of_the_move_that_waits() -> None:
    story = cast.at("handling", cast.SIGNED)
    assert needs(story.matter, "strike-off") == {"open_parts"}
    assert needs(story.matter, "sign") == frozenset()
    story.do("reply", HANDLER).do("sign", cast.DEPUTY).do("sign", HEAD)
    story.do("call-back", VERIFIER).do("strike-off", CLERK)
    assert needs(story.matter, "sign") == {"open_parts"}
    assert needs(story.matter, "fly") == frozenset()


@pytest.mark.parametrize("stage", list(Stage))
def test_a_record_is_the_matter_again(stage: Stage) -> None:
    matter = cast.at(stage).matter
    text = json.dumps(record.to_record(matter), allow_nan=False)
    assert record.from_record(json.loads(text)) == matter


def test_a_record_keeps_all_that_can_happen_to_a_matter() -> None:
    story = cast.at("assigned", cast.SIGNED, accused=("street",), class_="consult")
    story.do("return", HANDLER).later(hours=1).do("rule", RULER, unit="water")
    story.do("set-date", LEADER).do("sign-for", cast.WATER).do("pass-on", cast.WATER)
    story.do("suspend", cast.WATER, clock="reply").do("carry", cast.WATER, until="2026-03-31")
    story.do("extend", CLERK).on("2026-04-10").do("tick", SYSTEM)
    story.calendar = cast.WORKED_THROUGH
    story.do("recount", SYSTEM).do("recall", CLERK).do("assign", CLERK, unit="station")
    story.do("sign-for", cast.STATION).do("reply", cast.STATION)
    story.do("sign", replace(cast.DEPUTY, unit="station"))
    story.do("sign", replace(HEAD, unit="station")).do("call-back", VERIFIER, solved="no")
    story.do("rate", REQUESTER).do("reopen", VERIFIER).do(
        "extend",
        cast.STATION,
        clock="reply",
        by="3wd",
        judgement="复杂",
        own_date="2026-05-01",
    )
    matter = story.matter
    text = json.dumps(record.to_record(matter), allow_nan=False)
    assert record.from_record(json.loads(text)) == matter
    assert matter.pending is not None
    unset = [f.name for f in fields(matter) if getattr(matter, f.name) in (None, "", (), 0, False)]
    assert unset == ["desk", "part", "confirmed", "return_asked", "dates", "card", "closing_kind",
                     "replied_at", "closed_at", "call_back", "carried_until", "reviews", "rated",
                     "into"]  # fmt: skip
