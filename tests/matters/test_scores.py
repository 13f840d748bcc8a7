"""Figures of a period: what is counted, in what it is counted, and on how large a sample."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from tests.matters import cast

from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import asking, sweeping
from bihuan.matters.actions.acting import Asked
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import scores
from bihuan.matters.rules.scoring.rates import Counts

MARCH = datetime(2026, 3, 1, tzinfo=LOCAL)
APRIL = datetime(2026, 4, 1, tzinfo=LOCAL)
EVER = scores.Period(None, None)


def scored(by: str = "unit", period: scores.Period = EVER) -> dict[str, scores.Line]:
    lines = scores.score(scores.statistics(), period, by=by, now=cast.later(days=30))
    return {line.code or line.kind: line for line in lines}


def called(version: MechanismVersion, *, closing: str = "solved", **said: str) -> Matter:
    matter = cast.replied(version, closing=closing)
    answers = {"contacted": "yes", "solved": "yes", "satisfied": "yes", **said}
    matter = cast.do(matter, "call-back", "caller", **answers)
    return cast.do(matter, "strike-off", "clerk")


def test_nothing_is_counted_where_there_is_nothing(version: MechanismVersion) -> None:
    (line,) = scored().values()
    assert (line.kind, line.counts) == ("whole", Counts())
    assert (line.rates.solution, line.longest_days) == (None, None)
    assert version.pk


def test_an_explanation_is_counted_beside_the_solved_and_never_among_them(
    version: MechanismVersion,
) -> None:
    called(version)
    called(version, closing="explained")
    line = scored()["housing"]
    assert (line.counts.answered, line.counts.called_back) == (2, 2)
    assert (line.counts.solved, line.counts.explained) == (1, 1)
    assert line.rates.solution == 0.5


def test_only_what_was_called_back_counts_as_solved(version: MechanismVersion) -> None:
    cast.replied(version)
    unreached = cast.replied(version)
    cast.do(unreached, "call-back", "caller", contacted="no", solved="no", satisfied="no")
    line = scored()["housing"]
    assert (line.counts.answered, line.counts.called_back, line.counts.solved) == (2, 0, 0)
    assert line.rates.solution is None


def test_rates_have_a_composite_from_the_least_sample_on(version: MechanismVersion) -> None:
    called(version)
    called(version, satisfied="no")
    assert scored()["housing"].rates.composite is None
    called(version, closing="explained")
    rates = scored()["housing"].rates
    assert (rates.response, rates.solution, rates.satisfaction) == (1.0, 2 / 3, 2 / 3)
    assert rates.composite == pytest.approx(0.3 + 0.35 * 2 / 3 + 0.35 * 2 / 3)


def test_late_is_what_outran_its_date_answered_or_not(version: MechanismVersion) -> None:
    cast.replied(version)
    cast.handled(version)
    late = cast.handled(version)
    cast.do(late, "reply", "handler", cast.later(days=20), closing="solved", text="好")
    cast.do(late, "sign", "deputy", cast.later(days=20))
    cast.do(late, "sign", "head", cast.later(days=20))
    line = scored()["housing"]
    assert (line.counts.matters, line.counts.answered) == (3, 2)
    assert (line.counts.on_time, line.counts.overdue) == (1, 2)


def test_a_date_whose_start_is_not_on_record_is_scored_nowhere(version: MechanismVersion) -> None:
    cast.replied(version)
    cast.handled(version)
    Matter.objects.update(due_inferred=True)
    line = scored()["housing"]
    assert (line.counts.on_time, line.counts.overdue) == (0, 0)


def test_what_ended_outside_the_loop_is_never_solved(version: MechanismVersion) -> None:
    refused = cast.arrive(version).matter
    cast.do(refused, "refuse", "clerk", ground="in-court", reason="已立案")
    received = cast.arrive(version, text="算了")
    asking.ask(
        received.matter.number,
        received.code,
        Asked("withdraw", {"reason": "不需要了"}),
        now=cast.NOW,
    )
    whole = scored()["whole"]
    assert (whole.counts.matters, whole.counts.ended_outside, whole.counts.withdrawn) == (2, 2, 1)
    assert (whole.counts.answered, whole.counts.closed, whole.counts.overdue) == (0, 0, 0)


def test_elapsed_days_are_counted_from_receipt_whatever_the_limit(
    version: MechanismVersion,
) -> None:
    for days in (30, 31, 61):
        matter = cast.handled(version)
        at = cast.later(days=days)
        cast.do(matter, "reply", "handler", at, closing="solved", text="好")
        cast.do(matter, "sign", "deputy", at)
        cast.do(matter, "sign", "head", at)
    line = scored()["housing"]
    assert line.answered_after == {30: 2, 60: 1}
    assert line.longest_days == 61


def test_a_period_holds_its_first_moment_and_not_its_last(version: MechanismVersion) -> None:
    for at in (MARCH, cast.NOW, APRIL):
        cast.arrive(version, at=at)
    assert scored(period=scores.Period(MARCH, APRIL))["whole"].counts.matters == 2
    assert scored(period=scores.Period(APRIL, None))["whole"].counts.matters == 1
    assert scored(period=scores.Period(None, MARCH))["whole"].counts.matters == 0


def test_parts_are_not_counted_beside_their_matter(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    cast.do(matter, "accept", "clerk")
    cast.do(matter, "assign", "clerk", unit="housing", assist=["water"])
    assert scored()["whole"].counts.matters == 1
    assert "water" not in scored()


def test_restricted_matters_are_not_in_statistics(version: MechanismVersion) -> None:
    cast.handled(version)
    cast.handled(cast.publish("restricted", restricted=True))
    assert scored()["whole"].counts.matters == 1


@pytest.mark.parametrize(
    ("by", "code", "name"),
    [
        ("unit", "housing", "区住建局（演示）"),
        ("mechanism", "requests", "诉求办理（演示）"),
        ("region", cast.REGION, "荷塘区"),
    ],
)
def test_groups_are_named(version: MechanismVersion, by: str, code: str, name: str) -> None:
    cast.handled(version)
    assert scored(by)[code].name == name


def test_what_is_assigned_to_nobody_is_a_line_and_the_lines_add_up(
    version: MechanismVersion,
) -> None:
    cast.arrive(version)
    called(version)
    lines = scores.score(scores.statistics(), EVER, now=cast.NOW)
    assert [(line.code, line.kind, line.counts.matters) for line in lines] == [
        ("", "whole", 2), ("housing", "group", 1), ("", "unassigned", 1),
    ]  # fmt: skip


def test_a_thousand_matters_take_no_more_questions_than_one(
    version: MechanismVersion, django_assert_num_queries: Any
) -> None:
    cast.handled(version)
    scored()
    for _ in range(9):
        cast.handled(version)
    with django_assert_num_queries(3):
        scored()


def test_a_sweep_changes_no_figure(version: MechanismVersion) -> None:
    cast.handled(version)
    before = scored()
    sweeping.sweep(now=cast.later(days=30))
    assert scored() == before
