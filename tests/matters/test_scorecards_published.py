"""Figures are signed, published, corrected beside, verified, and opened to their matters."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.matters import cast
from tests.matters.scorecast import (
    AFTER,
    LATER,
    caller,
    clerk,
    closed,
    code_of,
    handler,
    leader,
    made,
    published,
    units,
    water,
    whole,
)

from bihuan.kernel.actor import Actor
from bihuan.matters.actions.scoring import excluding, objecting, publishing, running
from bihuan.matters.actions.scoring.objecting import Ruling
from bihuan.matters.models import (
    Exclusion,
    MechanismVersion,
    ScoreRow,
    ScoreRun,
)
from bihuan.matters.queries.scoring import drill, runs
from bihuan.matters.rules.scoring import snapshot
from bihuan.registers.journal.models import Entry
from bihuan.registers.journal.verification import verify


def test_figures_are_published_after_the_window_when_all_is_decided_and_signed(
    scored: MechanismVersion,
) -> None:
    matter = closed(scored)
    closed(scored)
    run = made()
    assert code_of(publishing.ask, run.pk, by=clerk(), now=AFTER) == "score.window-open"
    asked = objecting.object_to(run.pk, matter.number, "不实", by=handler(), now=AFTER)
    assert code_of(publishing.ask, run.pk, by=clerk(), now=LATER) == "score.undecided"
    objecting.rule(run.pk, asked.pk, Ruling("rejected", "有录音"), by=clerk(), now=LATER)
    assert code_of(publishing.ask, run.pk, by=handler(), now=LATER) == "score.not-owner"
    assert code_of(publishing.sign, run.pk, by=caller(), now=LATER) == "score.not-asked"
    publishing.ask(run.pk, by=clerk(), now=LATER)
    code = code_of(publishing.sign, run.pk, by=leader(), now=LATER)
    assert code == "score.signature-not-due"
    publishing.sign(run.pk, by=caller(), now=LATER)
    run = publishing.sign(run.pk, by=leader(), now=LATER)
    assert run.published_at == LATER
    assert [duty for duty, _, _ in run.signatures] == ["verifier", "leader"]


def test_what_is_published_stays_and_can_be_computed_again(scored: MechanismVersion) -> None:
    matter = closed(scored)
    for _ in range(3):
        closed(scored)
    run = published(made())
    told = [snapshot.shown(way, line) for way, line in snapshot.recomputed(run.published)]
    assert json.loads(json.dumps(told)) == json.loads(json.dumps(run.published["lines"]))
    assert matter.number not in json.dumps(run.published)
    ask = (excluding.ask, run.pk, matter.number, "beyond", "职权")
    assert code_of(*ask, by=clerk(), now=LATER) == "score.published"


def test_a_correction_names_the_published_run_and_keeps_its_rulings(
    scored: MechanismVersion,
) -> None:
    moved, gone, late = closed(scored), closed(scored), cast.handled(scored)
    run = made()
    asked = objecting.object_to(run.pk, moved.number, "不是我单位", by=handler(), now=AFTER)
    ruling = Ruling("upheld", "属实", "move", unit="water")
    objecting.rule(run.pk, asked.pk, ruling, by=clerk(), now=AFTER)
    left_out = excluding.ask(run.pk, gone.number, "beyond", "职权", by=handler(), now=AFTER)
    excluding.decide(run.pk, left_out.pk, "approved", "属实", by=clerk(), now=AFTER)
    code = code_of(running.correct, run.pk, "漏计批示", by=clerk(), now=LATER)
    assert code == "score.not-published"
    run = published(run)
    before = run.published
    cast.do(late, "set-date", "leader", LATER, clock="reply", until="2026-05-01", source="批示")
    new = running.correct(run.pk, "漏计批示", by=clerk(), now=LATER)
    assert (new.corrects_id, units(new), whole(new).excluded) == (
        run.pk, {"water": 1, "housing": 1}, 1,
    )  # fmt: skip
    assert (whole(run).overdue, whole(new).overdue) == (1, 0)
    much_later = LATER + timedelta(days=9)
    publishing.ask(new.pk, by=clerk(), now=much_later)
    publishing.sign(new.pk, by=caller(), now=much_later)
    publishing.sign(new.pk, by=leader(), now=much_later)
    run.refresh_from_db()
    assert run.published == before
    chain = Entry.objects.filter(subject_kind="score", subject_id=run.pk).order_by("seq")
    assert [entry.kind for entry in chain][-2:] == ["correction-begun", "corrected"]
    assert verify().ok


@pytest.mark.parametrize(
    "spoil",
    [
        lambda run: ScoreRow.objects.filter(run=run)._raw_delete("default"),
        lambda run: ScoreRun.objects.filter(pk=run.pk).update(rows=9),
        lambda run: ScoreRun.objects.filter(pk=run.pk).update(sums={}),
        lambda run: ScoreRun.objects.filter(pk=run.pk).update(published={"form": "x"}),
        lambda run: Exclusion.objects.create(
            run=run, row=ScoreRow.objects.filter(run=run)[0], ground="beyond", reason="x",
            asked_by="x", asker="x", asked_unit="x", asked_at=AFTER, decision="approved",
        ),
    ],
)  # fmt: skip
def test_whoever_alters_a_run_behind_its_chain_is_found_out(
    scored: MechanismVersion, spoil: Callable[[ScoreRun], object]
) -> None:
    closed(scored)
    run = published(made())
    assert verify().ok
    spoil(run)
    [fault] = verify().faults
    assert fault.subject == f"score:{run.pk}"


def test_a_run_opens_to_the_matters_the_reader_may_see(scored: MechanismVersion) -> None:
    matter = closed(scored)
    cast.arrive(scored)
    run = made()
    found = drill.drill(clerk(), run, "unit", "housing", "")
    assert [(one.matter.number, one.blind) for one in found.rows] == [(matter.number, False)]
    [own] = drill.drill(handler(), run, "", "", "").rows
    assert (own.matter.number, own.blind) == (matter.number, True)
    assert drill.drill(handler(), run, "", "", "").closed == 1
    assert drill.drill(clerk(), run, "unit", "", "").counted == 1


def test_a_run_is_read_by_its_office_those_counted_and_once_published_by_all(
    scored: MechanismVersion,
) -> None:
    closed(scored)
    run = made()
    readers = ("clerk", "leader", "handler")
    assert all(runs.runs_for(cast.actor(post)).exists() for post in readers)
    assert not runs.runs_for(water()).exists()
    administrator = Actor("1", "", "", frozenset(), (), cast.REGION, "system")
    published(run)
    assert runs.run_for(water(), run.pk) == run
    assert not runs.runs_for(administrator).exists()
