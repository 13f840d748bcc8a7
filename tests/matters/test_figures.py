"""The figures of a period: counted once, balanced, frozen the same way every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.matters import cast

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries.figures import reading
from bihuan.matters.rules.figures import counting, frozen, periods

FRIDAY = datetime(2026, 3, 6, 15, 30, tzinfo=LOCAL)
WEEK = periods.of("week", now=FRIDAY)
SOON = FRIDAY + timedelta(days=5)


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=LOCAL)


def seen(**given: object) -> counting.Seen:
    plain = counting.Seen(
        number="A-1", title="路坏了", unit="housing", class_="road", card="",
        spells=((at(3), None, False),), replies=(), accepted_at=None, answered=False,
        due_at=None, solves=False,
    )  # fmt: skip
    return replace(plain, **given)  # type: ignore[arg-type]


def counted(*matters: counting.Seen) -> counting.Counts:
    return counting.tally(matters, WEEK, SOON).whole


def told(counts: counting.Counts) -> dict[str, int]:
    return {name: n for name in counts.__slots__ if (n := getattr(counts, name))}


CASES = [
    ("came and stays", seen(), {"received": 1, "stock_end": 1}),
    ("was there and stays", seen(spells=((at(1), None, False),)),
     {"stock_start": 1, "stock_end": 1}),
    ("came and went", seen(spells=((at(3), at(4), True),)), {"received": 1, "closed": 1}),
    (
        "refused",
        seen(spells=((at(3), at(4), False),)),
        {"received": 1, "ended_outside": 1},
    ),
    ("solved", seen(spells=((at(1), at(4), True),), solves=True),
     {"stock_start": 1, "closed": 1, "solved": 1}),
    ("sent back after its end", seen(spells=((at(1), at(1, 12), True), (at(3), None, False))),
     {"reopened": 1, "stock_end": 1}),
    ("ended after the look", seen(spells=((at(3), at(7), True),)),
     {"received": 1, "stock_end": 1}),
    ("came after the look", seen(spells=((at(7), None, False),)), {}),
    ("overdue", seen(due_at=at(5)), {"received": 1, "stock_end": 1, "overdue": 1}),
    ("due soon", seen(due_at=at(9)), {"received": 1, "stock_end": 1, "due_soon": 1}),
    ("answered in time", seen(due_at=at(5), replies=(at(4),), answered=True),
     {"received": 1, "answered": 1, "stock_end": 1}),
    ("red", seen(card="red"), {"received": 1, "stock_end": 1, "red": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "matter", "expected"), CASES, ids=[c[0] for c in CASES])
def test_a_matter_counts_where_it_belongs(
    case: str, matter: counting.Seen, expected: dict[str, int]
) -> None:
    assert told(counted(matter)) == expected


def test_units_add_up_to_the_whole_and_the_stock_balances() -> None:
    matters = [
        replace(matter, unit=unit) for _, matter, _ in CASES for unit in ("housing", "water")
    ]
    tally = counting.tally(matters, WEEK, SOON)
    assert tally.whole == tally.units["housing"].plus(tally.units["water"])
    whole = tally.whole
    assert whole.stock_start + whole.entered - whole.left == whole.stock_end


def test_a_stock_that_does_not_balance_is_a_bug() -> None:
    backwards = seen(spells=((at(4), at(1), True),))
    with pytest.raises(AssertionError, match="balance"):
        counted(backwards)


@pytest.mark.parametrize(
    ("kind", "first", "last", "days"),
    [
        ("week", None, None, ("2026-03-02", "2026-03-09")),
        ("week", date(2026, 2, 25), None, ("2026-02-23", "2026-03-02")),
        ("last-week", None, None, ("2026-02-23", "2026-03-02")),
        ("month", None, None, ("2026-03-01", "2026-04-01")),
        ("month", date(2025, 12, 9), None, ("2025-12-01", "2026-01-01")),
        ("own", date(2026, 3, 2), date(2026, 3, 4), ("2026-03-02", "2026-03-05")),
    ],
)
def test_a_period_holds_whole_days(
    kind: str, first: date | None, last: date | None, days: tuple[str, str]
) -> None:
    found = periods.of(kind, now=FRIDAY, first=first, last=last)
    assert (found.since.date().isoformat(), found.until.date().isoformat()) == days
    assert found.as_of == min(found.until, FRIDAY)


@pytest.mark.parametrize(
    ("kind", "first", "last", "code"),
    [
        ("year", None, None, "figures.period-unknown"),
        ("own", date(2026, 3, 4), date(2026, 3, 2), "figures.period-empty"),
        ("week", date(2026, 4, 1), None, "figures.period-future"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    kind: str, first: date | None, last: date | None, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        periods.of(kind, now=FRIDAY, first=first, last=last)
    assert refused.value.code == code


def figures(post: str = "clerk", scope: reading.Scope | None = None) -> frozen.Plain:
    return reading.figures(cast.actor(post), WEEK, scope or reading.Scope())


def whole(found: frozen.Plain) -> dict[str, int]:
    counts = found["whole"]
    assert isinstance(counts, dict)
    return {name: n for name, n in counts.items() if n}


def test_the_figures_of_a_week_are_read_from_the_ledger(version: MechanismVersion) -> None:
    cast.arrive(version, at=at(2))
    cast.handled(version, at=at(2))
    done = cast.replied(version, at=at(3))
    cast.do(done, "call-back", "caller", at(4), contacted=True, solved="yes", satisfied="yes")
    cast.do(done, "strike-off", "clerk", at(4, 11))
    found = figures()
    assert whole(found) == {
        "received": 3, "entered": 3, "accepted": 2, "answered": 1, "closed": 1, "solved": 1,
        "left": 1, "stock_end": 2, "due_soon": 1, "overdue": 1,
    }  # fmt: skip


def test_a_matter_sent_back_comes_in_again(version: MechanismVersion) -> None:
    done = cast.replied(version, at=at(2))
    cast.do(done, "call-back", "caller", at(2, 11), contacted=True, solved="yes", satisfied="yes")
    cast.do(done, "strike-off", "clerk", at(2, 12))
    cast.do(done, "reopen", "clerk", at(3), reason="又坏了")
    found = whole(figures())
    assert (found["received"], found["reopened"], found["closed"]) == (1, 1, 1)
    assert found["stock_end"] == 1


def test_a_matter_sent_back_before_its_end_never_left(version: MechanismVersion) -> None:
    done = cast.replied(version, at=at(2))
    cast.do(done, "reopen", "clerk", at(3), reason="没有修好")
    found = whole(figures())
    assert "reopened" not in found
    assert (found["received"], found["answered"], found["stock_end"]) == (1, 1, 1)


def test_figures_hold_what_the_actor_may_know_of(version: MechanismVersion) -> None:
    cast.handled(version, at=at(2))
    assert whole(figures("clerk"))["received"] == 1
    assert whole(figures("water-handler")) == {}


def test_restricted_matters_are_told_only_where_they_are_many(version: MechanismVersion) -> None:
    secret = cast.publish("secret", owner="team", restricted=True)
    for n in range(reading.SMALL):
        few = figures("member")
        assert (whole(few), few["restricted_apart"]) == ({}, 0)
        cast.arrive(secret, text=f"第 {n} 件", at=at(2))
    many = figures("member")
    assert (whole(many), many["restricted_apart"]) == ({}, reading.SMALL)
    assert figures("clerk")["restricted_apart"] == 0


def test_a_scope_narrows_to_a_mechanism_and_a_subtree(version: MechanismVersion) -> None:
    other = cast.publish("other")
    cast.handled(version, at=at(2))
    cast.arrive(other, at=at(2))
    assert whole(figures(scope=reading.Scope("other")))["received"] == 1
    assert whole(figures(scope=reading.Scope(unit="housing")))["received"] == 1
    assert whole(figures(scope=reading.Scope(unit="district-government")))["received"] == 1


def test_numbers_of_people_do_not_go_into_the_figures(version: MechanismVersion) -> None:
    cast.handled(version, at=at(2))
    Matter.objects.update(title="请打 13800002207", due_at=at(3))
    assert "13800002207" not in frozen.written(figures())
    assert "138****2207" in frozen.written(figures())


def test_the_same_figures_are_the_same_bytes(version: MechanismVersion) -> None:
    cast.handled(version, at=at(2))
    first, second = frozen.written(figures()), frozen.written(figures())
    assert first == second
    assert frozen.digest(first) == frozen.digest(second)
