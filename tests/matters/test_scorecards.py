"""A run keeps its rows: contested, excluded from, ruled on, signed, published, corrected."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.matters import cast
from tests.matters.scorecast import (
    AFTER,
    LATER,
    PERIOD,
    clerk,
    closed,
    code_of,
    handler,
    made,
    second,
    units,
    water,
    whole,
)

from bihuan.kernel.actor import Actor
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions.scoring import excluding, objecting, running
from bihuan.matters.actions.scoring.objecting import Ruling
from bihuan.matters.models import (
    Matter,
    MechanismVersion,
    ScoreRow,
)
from bihuan.matters.queries.scoring import drill, runs
from bihuan.matters.rules.scoring import keeping
from bihuan.matters.rules.scoring.tallying import summed
from bihuan.registers.journal.verification import verify


def test_a_run_keeps_a_row_for_every_matter_and_where_its_chain_stood(
    scored: MechanismVersion,
) -> None:
    matter, unassigned = closed(scored), cast.arrive(scored).matter
    run = made()
    rows = {row.matter_id: row for row in ScoreRow.objects.filter(run=run)}
    kept = rows[matter.pk]
    assert (kept.head, kept.length) == (matter.head, matter.length)
    assert (kept.unit, kept.solved, kept.satisfied, kept.on_time) == ("housing", True, True, True)
    assert rows[unassigned.pk].unit == ""
    assert units(run) == {"": 1, "housing": 1}
    assert run.names["unit"] == {"housing": "区住建局（演示）"}


def test_a_run_gives_the_same_figures_again_from_its_rows_whatever_became_of_the_matters(
    scored: MechanismVersion,
) -> None:
    matter = cast.handled(scored)
    run = made()
    cast.do(matter, "reply", "handler", LATER, closing="solved", text="好")
    assert keeping.to_record(summed(runs.rows(run))) == run.sums
    assert whole(run).answered == 0


def test_only_the_office_that_owns_the_mechanism_makes_a_run(scored: MechanismVersion) -> None:
    cast.handled(scored)
    for post in ("handler", "leader", "member"):
        assert code_of(made, by=cast.actor(post)) == "score.not-owner"


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (PERIOD.until, PERIOD.since, "score.period-wrong"),
        (PERIOD.since, LATER + timedelta(days=1), "score.period-not-over"),
    ],
)
def test_a_period_begins_before_it_ends_and_is_over(
    scored: MechanismVersion, since: datetime, until: datetime, code: str
) -> None:
    asked = running.Asked(cast.REGION, since, until, ("m",))
    assert code_of(running.run, asked, by=clerk(), now=LATER) == code
    unknown = running.Asked(cast.REGION, PERIOD.since, PERIOD.until, ("none",))
    assert code_of(running.run, unknown, by=clerk(), now=LATER) == "score.mechanism-unknown"


def test_restricted_matters_and_parts_are_in_no_run(scored: MechanismVersion) -> None:
    secret = cast.handled(scored)
    Matter.objects.filter(pk=secret.pk).update(restricted=True)
    matter = cast.arrive(scored).matter
    cast.do(matter, "accept", "clerk")
    cast.do(matter, "assign", "clerk", unit="housing", assist=["water"])
    assert units(made()) == {"housing": 1}


def test_the_window_is_counted_in_working_days(scored: MechanismVersion) -> None:
    cast.handled(scored)
    run = made()
    assert run.objections_until == datetime(2026, 4, 3, 23, 59, 59, tzinfo=LOCAL)


def test_many_matters_take_no_more_statements_than_few(scored: MechanismVersion) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            cast.handled(scored)
        made()
        with CaptureQueriesContext(connection) as asked:
            made()
        counts.append(len(asked))
    assert counts[0] == counts[1] < 40


def test_an_exclusion_is_approved_by_somebody_else_and_shown_beside(
    scored: MechanismVersion,
) -> None:
    closed(scored)
    matter = closed(scored, satisfied="no")
    run = made()
    asked = excluding.ask(run.pk, matter.number, "beyond", "归市里管", by=handler(), now=AFTER)
    assert whole(run).excluded == 0
    excluding.decide(run.pk, asked.pk, "approved", "属实", by=clerk(), now=AFTER)
    assert (whole(run).matters, whole(run).excluded, whole(run).satisfied) == (1, 1, 1)
    asked.refresh_from_db()
    assert (asked.decided_by, asked.decision) == ("clerk", "approved")


@pytest.mark.parametrize(
    ("asker", "decider", "code"),
    [
        ("clerk", "clerk", "score.asker-decides"),
        ("handler", "handler", "score.asker-decides"),
        ("handler", "head", "score.rated-line"),
        ("handler", "leader", "score.rated-line"),
        ("handler", "water-handler", "score.unknown"),
    ],
)
def test_neither_the_asker_nor_the_rated_line_decides_an_exclusion(
    scored: MechanismVersion, asker: str, decider: str, code: str
) -> None:
    matter = closed(scored)
    run = made()
    asked = excluding.ask(
        run.pk, matter.number, "beyond", "归市里管", by=cast.actor(asker), now=AFTER
    )
    by = cast.actor(decider)
    decide = (excluding.decide, run.pk, asked.pk, "approved", "属实")
    assert code_of(*decide, by=by, now=AFTER) == code


def test_the_same_person_in_another_post_is_still_the_asker(scored: MechanismVersion) -> None:
    matter = closed(scored)
    run = made()
    asked = excluding.ask(run.pk, matter.number, "beyond", "归市里管", by=clerk(), now=AFTER)
    other = cast.actor("second-clerk")
    same = Actor("person of clerk", other.post, other.unit, other.duties, other.line, other.region)
    decide = (excluding.decide, run.pk, asked.pk, "approved", "属实")
    assert code_of(*decide, by=same, now=AFTER) == "score.asker-decides"
    excluding.decide(run.pk, asked.pk, "declined", "不属实", by=second(), now=AFTER)
    assert whole(run).excluded == 0
    assert code_of(*decide, by=second(), now=AFTER) == "score.decided-already"


def test_an_exclusion_needs_a_declared_ground_and_a_reason(scored: MechanismVersion) -> None:
    matter = closed(scored)
    run = made()

    def ask(ground: str, why: str) -> object:
        return excluding.ask(run.pk, matter.number, ground, why, by=clerk(), now=AFTER)

    assert code_of(ask, "because", "归市里管") == "score.ground-unknown"
    assert code_of(ask, "beyond", "  ") == "score.reason-missing"
    ask("beyond", "归市里管")
    assert code_of(ask, "beyond", "归市里管") == "score.excluded-already"


def test_a_unit_objects_to_its_own_rows_within_the_window(scored: MechanismVersion) -> None:
    matter = closed(scored)
    run = made()

    def object_to(by: Actor, now: datetime) -> object:
        return objecting.object_to(run.pk, matter.number, "已按期联系", by=by, now=now)

    assert code_of(object_to, clerk(), AFTER) == "score.own-rows"
    assert code_of(object_to, water(), AFTER) == "score.unknown"
    assert code_of(object_to, handler(), LATER) == "score.window-over"
    object_to(handler(), AFTER)
    assert code_of(object_to, handler(), AFTER) == "score.objected-already"


@pytest.mark.parametrize(
    ("ruling", "left"),
    [
        (Ruling("rejected", "有录音"), {"housing": 1}),
        (Ruling("upheld", "属实", "move", unit="water"), {"water": 1}),
        (Ruling("upheld", "属实", "exclude", ground="beyond"), {"housing": 0}),
        (Ruling("upheld", "属实", "rejudge"), {"housing": 1}),
    ],
)
def test_an_objection_is_ruled_on_with_a_reason(
    scored: MechanismVersion, ruling: Ruling, left: dict[str, int]
) -> None:
    matter = closed(scored)
    run = made()
    asked = objecting.object_to(run.pk, matter.number, "不是我单位职责", by=handler(), now=AFTER)
    for by in (handler(), cast.actor("head")):
        code = code_of(objecting.rule, run.pk, asked.pk, ruling, by=by, now=AFTER)
        assert code in ("score.asker-decides", "score.rated-line")
    objecting.rule(run.pk, asked.pk, ruling, by=clerk(), now=AFTER)
    assert units(run) == left
    assert verify().ok


def test_a_row_judged_anew_counts_as_the_matter_stands(scored: MechanismVersion) -> None:
    matter = cast.handled(scored, at=cast.NOW)
    run = made()
    assert whole(run).overdue == 1
    asked = objecting.object_to(run.pk, matter.number, "领导批示延期", by=handler(), now=AFTER)
    cast.do(matter, "set-date", "leader", AFTER, clock="reply", until="2026-05-01", source="批示")
    ruling = Ruling("upheld", "批示在案", "rejudge")
    objecting.rule(run.pk, asked.pk, ruling, by=clerk(), now=AFTER)
    assert whole(run).overdue == 0
    assert not drill.drill(clerk(), run, "unit", "housing", "overdue").rows


@pytest.mark.parametrize(
    ("ruling", "code"),
    [
        (Ruling("upheld", "属实"), "score.remedy-unknown"),
        (Ruling("upheld", "属实", "exclude", ground="no"), "score.ground-unknown"),
        (Ruling("upheld", "属实", "move", unit="nobody"), "unit.unknown"),
        (Ruling("upheld", "", "rejudge"), "score.reason-missing"),
    ],
)
def test_a_ruling_needs_a_remedy_that_can_be_carried_out(
    scored: MechanismVersion, ruling: Ruling, code: str
) -> None:
    matter = closed(scored)
    run = made()
    asked = objecting.object_to(run.pk, matter.number, "不实", by=handler(), now=AFTER)
    assert code_of(objecting.rule, run.pk, asked.pk, ruling, by=clerk(), now=AFTER) == code
