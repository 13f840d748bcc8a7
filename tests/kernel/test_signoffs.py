"""Sign-offs: in order, recorded, and nothing takes effect before the last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.kernel import cast
from tests.kernel.cast import (
    ADMIN,
    CLERK,
    DEPUTY,
    HANDLER,
    HEAD,
    LEADER,
    LEFT,
    OFFICE_HEAD,
    OUTSIDER,
    SIGNED,
    VERIFIER,
    WATER,
    Story,
)  # fmt: skip

from bihuan.kernel import record
from bihuan.kernel.actor import REQUESTER, SYSTEM
from bihuan.kernel.case import Action
from bihuan.kernel.step import moves_open


def asked() -> Story:
    return cast.at("handling", SIGNED).do("reply", HANDLER)


def test_a_move_waits_for_its_posts_in_order_and_takes_effect_with_the_last() -> None:
    story = asked()
    assert (story.stage, story.matter.replied_at) == ("handling", None)
    assert story.effects("notify") == [{"to": "unit-deputy", "about": "sign", "action": "reply"}]
    story.later(hours=1).refuses("matter.signature-not-due", "sign", HEAD)
    story.do("sign", DEPUTY, note="同意")
    assert (story.stage, story.history[-1].sealed) == ("handling", {"note": "同意"})
    story.refuses("matter.signature-not-due", "sign", DEPUTY)
    signed_at = story.later(hours=1).now
    story.do("sign", HEAD, note="照发")
    assert (story.stage, story.matter.replied_at) == ("replied", signed_at)
    entry = story.history[-1]
    assert entry.kind == "reply"
    assert entry.data["signatures"] == [
        ["unit-deputy", "deputy", (signed_at.replace(hour=10)).isoformat()],
        ["unit-head", "head", signed_at.isoformat()],
    ]
    assert entry.data["asked_by"] == "handler"
    assert entry.sealed == {"text": "已修复", "signing_note": "照发"}


@pytest.mark.parametrize(
    "by", [CLERK, HANDLER, HEAD, WATER, OUTSIDER, ADMIN, LEFT, REQUESTER, SYSTEM, VERIFIER]
)
def test_nobody_else_signs(by: cast.Actor) -> None:
    asked().refuses("matter.signature-not-due", "sign", by)


def test_nothing_to_sign_or_decline_is_refused() -> None:
    cast.at("handling").refuses("matter.sign-off-none", "sign", HEAD)
    cast.at("handling").refuses("matter.sign-off-none", "decline", HEAD)


@pytest.mark.parametrize("by", [HANDLER, DEPUTY, OFFICE_HEAD, CLERK])
def test_the_asker_the_signatory_and_the_owner_put_a_move_aside(by: cast.Actor) -> None:
    story = asked().do("decline", by)
    assert (story.stage, story.matter.pending) == ("handling", None)
    assert story.effects("notify") == [{"to": "handler", "about": "declined", "action": "reply"}]
    assert story.do("reply", HANDLER).matter.pending is not None


@pytest.mark.parametrize("by", [HEAD, WATER, OUTSIDER, ADMIN, VERIFIER, REQUESTER])
def test_nobody_else_puts_a_move_aside(by: cast.Actor) -> None:
    asked().refuses("matter.signature-not-due", "decline", by)


@pytest.mark.parametrize(
    ("name", "by"),
    [("contact", HANDLER), ("recall", CLERK), ("hand-over", CLERK), ("reply", HANDLER),
     ("extend", HANDLER), ("suspend", HANDLER), ("carry", HANDLER), ("reclassify", CLERK),
     ("progress", CLERK), ("pass-on", HANDLER)],
)  # fmt: skip
def test_what_changes_the_matter_waits_while_a_signature_is_due(name: str, by: cast.Actor) -> None:
    refused = asked().refuses("matter.sign-off-pending", name, by)
    assert refused.facts == {"action": "reply"}


@pytest.mark.parametrize(
    ("name", "by"), [("set-date", LEADER), ("platform", CLERK), ("correct", CLERK),
                     ("notice", CLERK), ("tick", SYSTEM), ("recount", SYSTEM)],
)  # fmt: skip
def test_what_only_adds_does_not_wait(name: str, by: cast.Actor) -> None:
    story = asked()
    pending = story.matter.pending
    assert story.do(name, by).matter.pending == pending


def test_the_person_may_withdraw_what_waits() -> None:
    story = asked().do("withdraw", REQUESTER)
    assert (story.stage, story.matter.pending) == ("withdrawn", None)


def test_a_leader_above_the_unit_strikes_off() -> None:
    story = asked().do("sign", DEPUTY).do("sign", HEAD).do("call-back", VERIFIER)
    story.do("strike-off", CLERK)
    assert story.stage == "replied"
    story.refuses("matter.signature-not-due", "sign", OUTSIDER)
    story.refuses("matter.signature-not-due", "sign", HEAD)
    assert story.do("sign", LEADER).stage == "closed"


def test_a_leader_signs_before_any_unit_holds_the_matter() -> None:
    story = cast.at("accepted", replace(cast.PLAIN, signoffs={"assign": ("leader",)}))
    assert story.do("assign", CLERK).stage == "accepted"
    assert story.do("sign", LEADER).stage == "assigned"


def test_what_was_right_when_asked_is_checked_again_at_the_last_signature() -> None:
    story = asked().do("sign", DEPUTY).do("sign", HEAD).do("call-back", VERIFIER)
    story.do("strike-off", CLERK)
    story.known = {"open_parts": 2}
    story.refuses("matter.parts-open", "sign", LEADER)
    story.known = {}
    assert story.do("sign", LEADER).stage == "closed"


def test_a_reopening_of_a_closed_matter_can_be_signed() -> None:
    story = cast.at("closed", replace(cast.PLAIN, signoffs={"reopen": ("unit-head",)}))
    assert story.do("reopen", CLERK).stage == "closed"
    assert story.do("sign", OFFICE_HEAD).stage == "handling"


def test_a_return_that_nobody_signed_lapses_when_silence_signs_for_the_unit() -> None:
    story = cast.at("assigned", replace(cast.PLAIN, signoffs={"return": ("unit-head",)}))
    story.do("return", HANDLER).on("2026-03-05").do("tick", SYSTEM)
    assert story.effects("act") == [{"action": "sign-for", "clock": "sign"}]
    story.do("sign-for", SYSTEM)
    assert (story.stage, story.matter.pending) == ("handling", None)
    assert story.history[-1].data == {"lapsed": "return"}
    story.refuses("matter.sign-off-none", "sign", HEAD)


def test_an_extension_that_waits_survives_the_signing_for() -> None:
    story = cast.at("assigned").do("extend", HANDLER)
    story.do("sign-for", SYSTEM)
    assert story.matter.pending is not None
    assert story.matter.pending.action == "extend"
    story.do("sign", OFFICE_HEAD)
    assert len(story.run("person").extensions) == 1


def test_a_return_asked_in_the_window_is_in_time_whenever_it_is_signed() -> None:
    mechanism = replace(
        cast.PLAIN,
        signoffs={"return": ("unit-head",)},
        clocks={**cast.CLOCKS, "sign": cast.clock("sign", "5wd", "assigned", "signed")},
    )
    story = cast.at("assigned", mechanism).do("return", HANDLER).later(days=3)
    assert story.do("sign", HEAD).stage == "contested"
    late = cast.at("assigned", mechanism).later(days=3)
    late.refuses("matter.return-closed", "return", HANDLER)


def test_what_the_chain_keeps_of_a_move_that_waits_is_not_personal() -> None:
    story = asked()
    whole = record.to_record(story.matter)
    assert whole["pending"]["params"] == {"closing": "solved", "text": "已修复"}
    assert record.journaled(whole)["pending"]["params"] == {"closing": "solved"}
    assert record.from_record(whole) == story.matter
    quiet = record.to_record(cast.at("handling").matter)
    assert record.journaled(quiet) == quiet


def test_the_buttons_of_those_who_may_sign_or_decline() -> None:
    story = asked()

    def shown(by: cast.Actor) -> set[str]:
        found = moves_open(SIGNED, story.matter, Action("", {}, by), story.facts())
        return set(found) & {"sign", "decline", "reply"}

    assert shown(DEPUTY) == {"sign", "decline"}
    assert shown(HANDLER) == {"decline"}
    assert shown(OFFICE_HEAD) == {"decline"}
    assert shown(HEAD) == shown(ADMIN) == set()
