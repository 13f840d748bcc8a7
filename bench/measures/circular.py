"""The figures of a week's papers, in a ledger of a million matters and in one of ten thousand.

The week is the same: what is open and what was ended in it. Everything else of the large ledger
was ended years before, as in an office that has kept its ledger for long.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from bench import city, million, standing
from bench.figures import Bar, Figure
from bench.measures.desk import LARGE, SMALL, founded_ledger
from bench.rounds import in_turns
from bihuan.kernel.actor import Actor
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.models import Matter
from bihuan.matters.queries.figures import reading
from bihuan.matters.rules.figures import frozen, periods

TURNS = 9
LONG_AGO = datetime(2019, 3, 4, 9, tzinfo=LOCAL)


def measured(name: str) -> Iterator[Figure]:
    """The time of one press in each ledger, and whether the figures are the same."""
    with standing.on("other"):
        small, _ = founded_ledger(SMALL, 0)
    with standing.on("default"):
        large, _ = founded_ledger(LARGE, 0)
        _bury()
    now = Matter.objects.order_by("-received_at").values_list("received_at", flat=True)[0]
    yield _compared(large, small, now + timedelta(days=1), name.removeprefix("circular-"))
    standing.close()


def _bury() -> None:
    """End, long ago, every matter that the small ledger does not have."""
    Matter.objects.filter(pk__gt=million.FIRST + SMALL).update(
        stage="closed", received_at=LONG_AGO, closed_at=LONG_AGO + timedelta(days=9),
        replied_at=LONG_AGO + timedelta(days=8), card="", next_due_at=None,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _compared(large: city.City, small: city.City, now: datetime, database: str) -> Figure:
    week = periods.of("week", now=now)
    with standing.on("other"):
        there = small.actor("clerk", now)
    with standing.on("default"):
        here = large.actor("clerk", now)
    long, short = _press("default", here, week), _press("other", there, week)
    if long != short:
        raise AssertionError(f"the week is not the same: {long} and {short}")
    turns = in_turns(
        lambda: _press("default", here, week), lambda: _press("other", there, week), TURNS
    )
    seconds, base = (each * 1000 for each in turns.medians)
    return Figure(
        f"circular-{database}", seconds, "ms a press", base,
        f"{SMALL:,} matters instead of {LARGE:,}, the same week", Bar("ratio", "most", 3),
    )  # fmt: skip


def _press(database: str, actor: Actor, week: periods.Period) -> object:
    with standing.on(database):
        found = reading.figures(actor, week, reading.Scope())
        frozen.digest(frozen.written(found))
        return found["whole"]
