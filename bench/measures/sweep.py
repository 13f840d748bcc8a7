"""The sweep of ten thousand clocks that fall due in one minute, beside bare transactions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bench import standing
from bench.bare import rows
from bench.figures import Bar, Figure
from bench.measures.desk import Ledgers
from bench.rounds import counted_turns
from bihuan.matters.actions import sweeping
from bihuan.matters.models import Matter

DUE, TURNS = 10_000, 10
SHARE = DUE // TURNS


def figures(ledgers: Ledgers, database: str) -> Iterator[Figure]:
    """Seconds for all of them, in tenths; each tenth beside as many bare transactions."""
    now = ledgers.due.falls_due + timedelta(minutes=1)
    with standing.on("default"):
        waiting = Matter.objects.filter(next_due_at__lte=now).count()
        work = _Sweep(now)
        swept, bare = counted_turns(work.sweep, work.bare, TURNS).sums
        left = Matter.objects.filter(next_due_at__lte=now).count()
    if work.matters < DUE or work.matters + left != waiting:
        raise AssertionError(f"{work.matters} of {waiting} were swept, {left} are left")
    yield Figure(
        f"sweep-{database}", swept, "s", bare, "as many transactions that write the same rows",
        Bar("value", "most", 60),
    )  # fmt: skip


class _Sweep:
    """The sweep in tenths, and the writes of each tenth on other matters."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.matters = 0
        ended = Matter.objects.filter(stage="closed", pk__gt=0).order_by("-pk")
        self.others = iter(list(ended.values_list("pk", flat=True)[:DUE]))

    def sweep(self) -> None:
        done = sweeping.sweep(now=self.now, most=SHARE)
        if done.faults:
            raise AssertionError(f"{done.faults} faults")
        self.matters += done.matters

    def bare(self) -> None:
        for _ in range(SHARE):
            with transaction.atomic():
                rows.write(next(self.others), timezone.now(), note=None)
