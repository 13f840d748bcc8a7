"""A million matters built once, for the desk and for the sweep."""

from __future__ import annotations

import os
from collections.abc import Iterator

from bench import standing
from bench.figures import Figure
from bench.measures import desk, sweep


def measured(name: str) -> Iterator[Figure]:
    """The desks, then the sweep; only one of the two where only one is asked for."""
    database = name.removeprefix("ledger-")
    ledgers = desk.built(due=sweep.DUE)
    only = os.environ.get("BENCH_ONLY", "")
    if not only.startswith("sweep"):
        yield from desk.figures(ledgers, database)
    if not only.startswith("desk"):
        yield from sweep.figures(ledgers, database)
    standing.close()
