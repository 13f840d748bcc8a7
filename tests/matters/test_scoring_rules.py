"""From rows to figures: intervals, places, and what is withheld when figures are published."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kernel.declaration import Score
from bihuan.kernel.refused import Refused
from bihuan.matters.rules.scoring import snapshot, withholding
from bihuan.matters.rules.scoring.bursts import burst
from bihuan.matters.rules.scoring.intervals import wilson
from bihuan.matters.rules.scoring.judging import Judged
from bihuan.matters.rules.scoring.lines import BELOW, RANKED, UNRANKED, WITHHELD, Ranked, lines
from bihuan.matters.rules.scoring.rates import Counts, figures, known, rates
from bihuan.matters.rules.scoring.tallying import summed

FORMULA = Score(min_sample=10)
ANSWERED = Judged(
    unit="a", town="t", mechanism="m", outside="", closed=True, answered=True, on_time=True,
    unit_on_time=True, contact_on_time=None, called=True, reached=True, solved=True, partly=False,
    explained=False, satisfied=True, sent_back=0, date_set=False, answered_in=86_400,
)  # fmt: skip
OPEN = ANSWERED._replace(
    closed=False, answered=False, on_time=None, unit_on_time=None, called=False, reached=False,
    solved=False, satisfied=None, answered_in=None,
)  # fmt: skip
OUTSIDE = OPEN._replace(outside="withdrawn")


def counts(called: int, solved: int, satisfied: int) -> Counts:
    return Counts(matters=called, called=called, called_back=called, contacted=called,
                  solved=solved, satisfied=satisfied, asked_satisfied=called)  # fmt: skip


@st.composite
def samples(draw: st.DrawFn) -> Counts:
    n = draw(st.integers(0, 60))
    return counts(n, draw(st.integers(0, n)), draw(st.integers(0, n)))


GROUPS = st.dictionaries(st.sampled_from("abcdefgh"), samples(), max_size=8)
ROWS = st.lists(
    st.builds(
        lambda row, unit, town, ground: row._replace(unit=unit, town=town, excluded=ground),
        st.sampled_from([ANSWERED, OPEN, OUTSIDE]),
        st.sampled_from(["", "a", "b", "c", "d"]),
        st.sampled_from(["s", "t"]),
        st.sampled_from(["", "", "", "beyond-duty"]),
    ),
    max_size=80,
)


def order(groups: dict[str, Counts], formula: Score = FORMULA) -> list[Ranked]:
    return lines({code: known(one) for code, one in groups.items()}, {}, formula)


@pytest.mark.parametrize(
    ("hits", "sample", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634),
     (81, 263, 0.2553, 0.3662)],
)  # fmt: skip
def test_the_interval_is_that_of_wilson(hits: int, sample: int, low: float, high: float) -> None:
    found = wilson(hits, sample)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nobody_asked_has_no_interval() -> None:
    assert wilson(0, 0) is None


@given(st.integers(1, 500), st.data())
def test_a_rate_lies_in_its_interval_and_a_larger_sample_narrows_it(
    sample: int, data: st.DataObject
) -> None:
    hits = data.draw(st.integers(0, sample))
    small, large = wilson(hits, sample), wilson(hits * 4, sample * 4)
    assert small is not None
    assert large is not None
    assert 0 <= small.low <= hits / sample <= small.high <= 1
    assert large.high - large.low < small.high - small.low


@given(samples())
def test_the_weighted_mean_lies_in_its_interval(found: Counts) -> None:
    told = figures(known(found), FORMULA)
    if told.rates.composite is None:
        assert told.sample is not None
        assert told.sample < 10
    else:
        interval = told.intervals["composite"]
        assert interval is not None
        assert 0 <= interval.low <= told.rates.composite <= interval.high <= 1 + 1e-12


@pytest.mark.parametrize(
    ("responds", "response"), [("call-back", 0.5), ("contact", 0.25), ("reply", 0.75)]
)
def test_the_response_rate_counts_what_is_declared(responds: str, response: float) -> None:
    found = Counts(called=8, contacted=4, contact_judged=8, contact_in_time=2,
                   reply_judged=4, reply_in_time=3)  # fmt: skip
    assert rates(found, Score(responds=responds)).response == response


def test_three_ratings_neither_lead_nor_trail() -> None:
    found = order({"best": counts(3, 3, 3), "a": counts(40, 30, 30), "worst": counts(3, 0, 0)})
    assert [(one.code, one.standing, one.place) for one in found] == [
        ("a", RANKED, 1), ("best", BELOW, None), ("worst", BELOW, None),
    ]  # fmt: skip


def test_who_has_a_withheld_sample_is_not_said_to_have_too_small_a_one() -> None:
    told = known(counts(40, 30, 30)) | {"called": None}
    [found] = lines({"a": told}, {}, FORMULA)
    assert (found.standing, found.place, found.composite) == (WITHHELD, None, None)


def test_equals_share_a_place_and_the_next_one_counts_them() -> None:
    groups = {"a": counts(40, 30, 30), "b": counts(40, 30, 30), "c": counts(40, 1, 1)}
    found = order(groups)
    assert [(one.code, one.place, one.tied, one.apart) for one in found] == [
        ("a", 1, True, False), ("b", 1, True, True), ("c", 3, False, None),
    ]  # fmt: skip
    assert [(one.place_from, one.place_to) for one in found] == [(1, 2), (1, 2), (3, 3)]


def test_nobody_is_ranked_where_the_declaration_ranks_none() -> None:
    found = order({"b": counts(40, 9, 9), "a": counts(40, 1, 1)}, replace(FORMULA, ranks="none"))
    assert [(one.code, one.standing, one.place) for one in found] == [
        ("a", UNRANKED, None), ("b", UNRANKED, None),
    ]  # fmt: skip


def test_what_is_assigned_to_nobody_is_never_ranked() -> None:
    assert [one.standing for one in order({"": counts(40, 9, 9)})] == [UNRANKED]


@given(GROUPS)
def test_places_follow_the_figures_and_lie_where_the_intervals_allow(
    groups: dict[str, Counts],
) -> None:
    found = order(groups)
    assert sorted(one.code for one in found) == sorted(groups)
    ranked = [one for one in found if one.standing == RANKED]
    assert found[: len(ranked)] == ranked
    for one, after in itertools.pairwise(ranked):
        assert round(one.composite or 0, 12) >= round(after.composite or 0, 12)
        assert (one.place == after.place) == (
            round(one.composite or 0, 12) == round(after.composite or 0, 12)
        )
    for one in ranked:
        assert one.place_from is not None
        assert one.place is not None
        assert one.place_to is not None
        assert 1 <= one.place_from <= one.place <= one.place_to <= len(ranked)


@given(GROUPS, st.randoms())
def test_the_order_the_groups_come_in_changes_nothing(
    groups: dict[str, Counts], by: object
) -> None:
    shuffled = dict(sorted(groups.items(), key=lambda _: by.random()))  # type: ignore[attr-defined]
    assert order(shuffled) == order(groups)


@given(ROWS)
def test_groups_add_up_to_the_whole_whatever_they_go_by(rows: list[Judged]) -> None:
    sums = summed(rows)
    assert sums.whole.counts.matters + sums.whole.counts.excluded == len(rows)
    for groups in sums.groups.values():
        assert withholding.added([one.counts for one in groups.values()]) == sums.whole.counts


def test_an_excluded_row_is_counted_beside_and_in_no_figure() -> None:
    sums = summed([ANSWERED, ANSWERED._replace(excluded="beyond-duty")])
    assert (sums.whole.counts.matters, sums.whole.counts.excluded) == (1, 1)
    assert sums.whole.counts.solved == 1


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30)), st.integers(1, 8))
def test_no_single_withheld_count_follows_from_the_others(
    column: dict[str, int], least: int
) -> None:
    taken = withholding.hidden(column, least)
    assert {code for code, n in column.items() if 0 < n < least} <= taken
    others = {code for code, n in column.items() if n and code not in taken}
    if taken and others:
        assert len(taken) > 1
        assert sum(column[code] for code in taken) >= least


@given(ROWS, st.integers(2, 6))
def test_small_groups_are_pooled_and_the_sum_is_kept(rows: list[Judged], least: int) -> None:
    groups = {code: one.counts for code, one in summed(rows).groups["unit"].items()}
    kept = withholding.pooled(groups, least)
    assert withholding.added(list(kept.values())) == withholding.added(list(groups.values()))
    small = [one for code, one in kept.items() if code != "+" and 0 < one.matters < least]
    assert small == []
    pool, rest = kept.get("+"), [code for code in kept if code != "+" and kept[code].matters]
    if pool is not None and rest:
        assert pool.matters >= least
        assert len(groups) - (len(kept) - 1) > 1


def taken_out(rows: list[Judged]) -> snapshot.Snapshot:
    names = {"unit": {"a": "=甲局（演示）"}, "town": {}, "mechanism": {}}
    return snapshot.snapshot(summed(rows), replace(FORMULA, min_sample=3), 3, names, {"run": 7})


@given(ROWS)
def test_a_published_file_gives_the_same_lines_again_in_either_form(rows: list[Judged]) -> None:
    found = taken_out(rows)
    for data in (json.dumps(found).encode(), snapshot.to_csv(found).encode("utf-8-sig")):
        again = snapshot.read(data)
        told = [snapshot.shown(way, line) for way, line in snapshot.recomputed(again)]
        assert json.loads(json.dumps(told)) == json.loads(json.dumps(found["lines"]))


def test_a_published_file_names_no_matter_and_holds_no_formula() -> None:
    found = taken_out([ANSWERED] * 5)
    assert set(found) == {"form", "run", "formula", "small_cells", "rows", "lines"}
    assert "'=甲局" in snapshot.to_csv(found)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"\xff\xfe", b'{"form": "bihuan-scores-1"}', b"#,{}\r\nby\r\n", b"a,b\r\n"],
)
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        snapshot.recomputed(snapshot.read(data))
    assert refused.value.code == "score.file-broken"


def test_top_marks_within_one_hour_are_a_burst() -> None:
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)
    within = [begin + timedelta(minutes=10 * i) for i in range(7)]
    assert burst(within) == 7
    assert burst(begin + timedelta(hours=2 * i) for i in range(9)) == 0
    assert burst(within[:4]) == 0
