"""The sweep: what fell due is taken once, late or not; a fault in one matter stops no other."""

from __future__ import annotations

import logging

import pytest
from tests.matters import cast

from bihuan.matters.actions import acting, sweeping
from bihuan.matters.models import Matter, MechanismVersion, Notice
from bihuan.registers.journal.queries import entries_of


def test_after_an_outage_every_step_is_recorded_and_the_latest_announced(
    version: MechanismVersion,
) -> None:
    matter = cast.handled(version)
    swept = sweeping.sweep(now=cast.later(days=30))
    assert (swept.matters, swept.faults) == (1, 0)
    matter.refresh_from_db()
    assert (matter.card, matter.next_due_at) == ("red", None)
    tick = entries_of(matter).get(kind="tick")
    assert [step["do"] for step in tick.data["data"]["steps"]] == ["remind", "yellow", "red"]
    told = list(Notice.objects.exclude(kind="draft").values_list("kind", flat=True))
    assert told == ["red"]
    assert Notice.objects.get(kind="draft").letter == "urge"


@pytest.mark.usefixtures("version")
def test_a_step_that_only_drafts_a_letter_leaves_one_notice_the_letter() -> None:
    drafting = cast.publish("drafting", last_step="draft")
    matter = cast.handled(drafting)
    sweeping.sweep(now=cast.later(days=30))
    notice = Notice.objects.get(matter=matter)
    assert (notice.kind, notice.letter, notice.to) == ("draft", "urge", ["housing"])


def test_a_second_sweep_changes_nothing(version: MechanismVersion) -> None:
    cast.handled(version)
    at = cast.later(days=30)
    sweeping.sweep(now=at)
    before = list(Matter.objects.values())
    assert sweeping.sweep(now=at).matters == 0
    assert list(Matter.objects.values()) == before


def test_a_fault_in_one_matter_stops_no_other(
    version: MechanismVersion, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = cast.handled(version), cast.handled(version)
    make = acting.make

    def failing(row: Matter, *args: object, **kwargs: object) -> object:
        if row.pk == broken.pk:
            raise RuntimeError("half a row")
        return make(row, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping.acting, "make", failing)
    with caplog.at_level(logging.CRITICAL):
        swept = sweeping.sweep(now=cast.later(days=30))
    assert (swept.matters, swept.faults) == (1, 1)
    assert Matter.objects.get(pk=broken.pk).card == ""
    assert Matter.objects.get(pk=sound.pk).card == "red"


def test_the_lease_is_held_by_one_and_taken_over_when_it_ran_out(
    version: MechanismVersion,
) -> None:
    assert sweeping.take_lease("sweep", "one", now=cast.NOW)
    assert sweeping.take_lease("sweep", "one", now=cast.NOW)
    assert not sweeping.take_lease("sweep", "two", now=cast.later(minutes=1))
    assert sweeping.take_lease("sweep", "two", now=cast.later(minutes=6))


def test_outside_bodies_are_reported_to_and_never_carded(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    cast.do(matter, "accept", "clerk")
    cast.do(matter, "assign", "clerk", unit="power")
    sweeping.sweep(now=cast.later(days=30))
    matter.refresh_from_db()
    assert matter.card == ""
    assert Notice.objects.exclude(kind="draft").get().kind == "report"


def test_a_later_date_calls_for_its_steps_once_more(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    sweeping.sweep(now=cast.later(days=5))
    cast.do(matter, "set-date", "leader", cast.later(days=5), clock="reply",
            until=cast.later(days=20), source="区长批示")  # fmt: skip
    assert sweeping.sweep(now=cast.later(days=30)).faults == 0
    rounds = Notice.objects.filter(clock="reply").order_by("pk").values_list("round", "kind")
    assert list(rounds) == [(1, "remind"), (2, "red")]
