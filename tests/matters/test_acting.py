"""Moves on rows: decided by the kernel, written once, journaled, and all or nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.matters import cast

from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting, asking, rebuilding
from bihuan.matters.models import Involvement, Matter, MechanismVersion, Notice, Rating
from bihuan.registers.journal.models import Entry
from bihuan.registers.journal.queries import entries_of
from bihuan.registers.parties import queries as parties

QUERIES_OF_AN_ACTION = 8


def test_a_matter_goes_from_receipt_to_striking_off(version: MechanismVersion) -> None:
    matter = cast.replied(version)
    cast.do(matter, "call-back", "caller", contacted="yes", solved="yes", satisfied="yes")
    matter = cast.do(matter, "strike-off", "clerk")
    assert (matter.stage, matter.closing_kind, matter.verified) == ("closed", "solved", True)
    kinds = [entry.kind for entry in entries_of(matter)]
    assert kinds == [
        "receive", "accept", "assign", "sign-for", "reply-asked", "sign", "reply", "call-back",
        "strike-off",
    ]  # fmt: skip
    assert rebuilding.differing(matter.pk, list(entries_of(matter))) is None


def test_a_reply_takes_effect_with_the_last_signature(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    matter = cast.do(matter, "reply", "handler", closing="solved", text="已扶正")
    assert (matter.stage, matter.pending_duty) == ("handling", "unit-deputy")
    with pytest.raises(Refused) as refused:
        cast.do(matter, "sign", "head")
    assert refused.value.code == "matter.signature-not-due"
    matter = cast.do(matter, "sign", "deputy")
    assert (matter.stage, matter.pending_duty) == ("handling", "unit-head")
    matter = cast.do(matter, "sign", "head")
    assert (matter.stage, matter.pending_duty) == ("replied", "")


def test_a_refused_move_leaves_everything_as_it_was(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    before = Matter.objects.filter(pk=matter.pk).values().get()
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        cast.do(matter, "assign", "clerk", unit="housing")
    assert refused.value.code == "matter.stage-wrong"
    assert Matter.objects.filter(pk=matter.pk).values().get() == before
    assert Entry.objects.count() == entries


def test_a_stale_page_is_told_and_nothing_changes(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    drawn_from = matter.length
    cast.do(matter, "accept", "clerk")
    entries = Entry.objects.count()
    asked = acting.Asked("accept", {}, expected=drawn_from)
    with pytest.raises(Refused) as refused:
        acting.act(matter.number, asked, by=cast.actor("second-clerk"), now=cast.NOW)
    assert refused.value.code == "matter.stale"
    assert Entry.objects.count() == entries


def test_a_stranger_does_not_learn_that_a_matter_exists(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    for number in (matter.number, "REQUESTS-2026-99999"):
        with pytest.raises(Refused) as refused:
            acting.act(
                number, acting.Asked("progress", {"note": "x"}),
                by=cast.actor("water-handler"), now=cast.NOW,
            )  # fmt: skip
        assert refused.value.code == "matter.unknown"


def test_a_fault_after_the_write_undoes_the_write(
    version: MechanismVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = cast.arrive(version).matter
    before = Matter.objects.filter(pk=matter.pk).values().get()

    def broken(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(acting.effects, "carry_out", broken)
    with pytest.raises(KeyboardInterrupt):
        cast.do(matter, "accept", "clerk")
    assert Matter.objects.filter(pk=matter.pk).values().get() == before
    assert [entry.kind for entry in entries_of(matter)] == ["receive"]


def test_an_action_costs_few_queries(version: MechanismVersion) -> None:
    matter, handler = cast.handled(version), cast.actor("handler")
    asked = acting.Asked("contact", {"note": "已联系"})
    with parties.one_reading():
        parties.all_units()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            acting.act(matter.number, asked, by=handler, now=cast.NOW)
    assert len(queries) <= QUERIES_OF_AN_ACTION, [q["sql"][:80] for q in queries]


def test_assisting_units_get_parts_and_the_parent_waits_for_them(
    version: MechanismVersion,
) -> None:
    matter = cast.arrive(version).matter
    cast.do(matter, "accept", "clerk")
    cast.do(matter, "assign", "clerk", unit="housing", assist=["water"], copy=["street"])
    part = Matter.objects.get(parent=matter)
    assert (part.number, part.unit_id, part.stage) == (f"{matter.number}/1", "water", "assigned")
    assert Involvement.objects.filter(matter=matter, unit="street", role="copied").exists()
    cast.do(matter, "sign-for", "handler")
    cast.do(matter, "reply", "handler", closing="explained", text="说明")
    cast.do(matter, "sign", "deputy")
    cast.do(matter, "sign", "head")
    cast.do(matter, "call-back", "caller", contacted="yes", solved="no", satisfied="no")
    with pytest.raises(Refused) as refused:
        cast.do(matter, "strike-off", "clerk")
    assert refused.value.code == "matter.parts-open"
    assert Matter.objects.get(pk=matter.pk).stage == "replied"


def test_a_return_is_ruled_by_the_common_superior_and_not_repeated(
    version: MechanismVersion,
) -> None:
    matter = cast.arrive(version).matter
    cast.do(matter, "accept", "clerk")
    cast.do(matter, "assign", "clerk", unit="housing")
    cast.do(matter, "return", "handler", reason="不属本局职责", suggested="water")
    matter = cast.do(matter, "rule", "leader", unit="housing", reason="属地管理")
    assert (matter.stage, matter.unit_id) == ("assigned", "housing")
    with pytest.raises(Refused) as refused:
        cast.do(matter, "return", "handler", reason="仍不属本局职责", suggested="water")
    assert refused.value.code == "matter.already-ruled"


def test_the_person_rates_with_the_code_and_the_stars_stay_out_of_the_journal(
    version: MechanismVersion,
) -> None:
    received = cast.arrive(version)
    matter = received.matter
    for name, post, params in (
        ("accept", "clerk", {}), ("assign", "clerk", {"unit": "housing"}),
        ("sign-for", "handler", {}), ("reply", "handler", {"closing": "solved", "text": "好"}),
        ("sign", "deputy", {}), ("sign", "head", {}),
    ):  # fmt: skip
        cast.do(matter, name, post, **params)
    rating = acting.Asked("rate", {"solved": "yes", "stars": "4"})
    with pytest.raises(Refused) as refused:
        asking.ask(matter.number, "22222222", rating, now=cast.NOW)
    assert refused.value.code == "matter.code-wrong"
    assert not Rating.objects.exists()
    asking.ask(matter.number, received.code.lower(), rating, now=cast.NOW)
    kept = Rating.objects.get()
    assert (kept.unit, kept.solved, kept.stars, kept.cycle) == ("housing", "yes", 4, 1)
    assert kept.sealed_until > cast.NOW
    entry = entries_of(matter).get(kind="rate")
    assert "4" not in str(entry.data["data"])


def test_a_withdrawal_ends_the_parts_first(version: MechanismVersion) -> None:
    received = cast.arrive(version)
    cast.do(received.matter, "accept", "clerk")
    cast.do(received.matter, "assign", "clerk", unit="housing", assist=["water"])
    asked = acting.Asked("withdraw", {"reason": "不再需要"})
    asking.ask(received.matter.number, received.code, asked, now=cast.NOW)
    assert set(Matter.objects.values_list("stage", flat=True)) == {"withdrawn"}


def test_a_pending_signature_is_announced_to_its_post(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    cast.do(matter, "reply", "handler", closing="solved", text="好")
    notice = Notice.objects.get(kind="sign")
    assert notice.to == ["unit-deputy"]


def test_a_reply_that_waits_for_signatures_is_in_the_open_nowhere(
    version: MechanismVersion,
) -> None:
    matter = cast.handled(version)
    matter = cast.do(matter, "reply", "handler", closing="solved", text="电话 13800002207 已联系")
    assert all("13800002207" not in entry.payload for entry in entries_of(matter))
    assert rebuilding.differing(matter.pk, list(entries_of(matter))) is None
    cast.do(matter, "sign", "deputy")
    matter = cast.do(matter, "sign", "head")
    assert all("13800002207" not in entry.payload for entry in entries_of(matter))
    assert rebuilding.differing(matter.pk, list(entries_of(matter))) is None
    assert entries_of(matter).get(kind="reply").sealed.data["text"].endswith("已联系")
