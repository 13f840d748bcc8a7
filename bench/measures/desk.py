"""The desk of one unit, and of the office above all, in a large ledger and in a small one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.test import Client

from bench import browsing, city, million, standing, templates
from bench.figures import Bar, Figure
from bench.rounds import in_turns

LARGE, SMALL = 1_000_000, 10_000
TURNS, PAGES = 9, 10
DESKS = {
    "desk": ("handler", "/desk/?queue=handling"),
    "desk-overdue": ("handler", "/desk/?queue=overdue"),
    "desk-office": ("clerk", "/desk/?queue=overdue"),
}


@dataclass(frozen=True, slots=True)
class Ledgers:
    """What was founded in the large ledger and in the small one beside it."""

    large: city.City
    small: city.City
    due: templates.Templates


def built(due: int = 0) -> Ledgers:
    """Both ledgers; in the large one so many clocks fall due in one minute."""
    with standing.on("other"):
        small, _ = founded_ledger(SMALL, 0)
    with standing.on("default"):
        large, made = founded_ledger(LARGE, due)
    return Ledgers(large, small, made)


def founded_ledger(matters: int, due: int) -> tuple[city.City, templates.Templates]:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    founded = city.found()
    made = templates.made(founded)
    million.fill(made, matters, due)
    return founded, made


def measured(name: str) -> Iterator[Figure]:
    """Queries and time of each desk."""
    ledgers = built()
    yield from figures(ledgers, name.removeprefix("desk-"))
    standing.close()


def figures(ledgers: Ledgers, database: str) -> Iterator[Figure]:
    """The desks in two ledgers that are there already."""
    for name, (who, path) in DESKS.items():
        yield from _one(ledgers, f"{name}-{database}", who, path)


def _one(ledgers: Ledgers, name: str, who: str, path: str) -> Iterator[Figure]:
    with standing.on("other"):
        small = browsing.signed_in(ledgers.small.accounts[who])
    with standing.on("default"):
        large = browsing.signed_in(ledgers.large.accounts[who])
        queries = browsing.queries_of(large, path)
    yield Figure(f"{name}-queries", queries, "queries", None, "", Bar("value", "most", 10))
    turns = in_turns(
        lambda: _open("default", large, path), lambda: _open("other", small, path), TURNS
    )
    seconds, base = (each / PAGES * 1000 for each in turns.medians)
    yield Figure(
        name, seconds, "ms a page", base, f"{SMALL:,} matters instead of {LARGE:,}",
        Bar("ratio", "most", 3),
    )  # fmt: skip


def _open(database: str, browser: Client, path: str) -> None:
    with standing.on(database):
        for _ in range(PAGES):
            browsing.opened(browser, path)
