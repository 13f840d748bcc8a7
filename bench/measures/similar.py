"""The matters like one text among a million, beside a plain indexed look-up of twenty rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from bench import city, million, standing
from bench.figures import Bar, Figure
from bench.measures.desk import LARGE, founded_ledger
from bench.rounds import in_turns
from bench.templates import UNIT
from bihuan.kernel.actor import Actor
from bihuan.matters.actions import receiving
from bihuan.matters.models import Matter, NeighbourKey
from bihuan.matters.queries import beside
from bihuan.matters.rules.nearness import shingles, signatures
from bihuan.registers.parties import queries as parties

TURNS, TIMES = 15, 20
NEAR = 25  # matters like the text, made by real actions
CAMPAIGN = 500  # matters that share one key with the text, and nothing else
POPULAR, OF_ALL = 500, 15  # keys that thousands share; keys of a matter that nobody else has
TEXT = (
    "育才路从小学到五中一段，三根电线杆歪了一个多月，孩子上学天天从下面走，下雨天电线快垂到地上，"
    "居委会说归供电所管，供电所说归城建管，没有人来看过一次，请尽快派人扶正，不要等出了事再来管。"
)
FILL = """
INSERT INTO {table} (key, matter_id) SELECT * FROM (
 SELECT {random} AS key, {first} + s.n AS matter FROM {matters} CROSS JOIN {keys}
 UNION ALL SELECT s.n % {popular}, {first} + s.n FROM {matters}
 UNION ALL SELECT {shared}, {first} + s.n * {every} FROM {campaign}
) AS made ORDER BY 1, 2
"""
RANDOM = {"postgresql": "(random() * 9.0e18)::bigint", "sqlite": "random()"}


def measured(name: str) -> Iterator[Figure]:
    """One look-up of each kind, in turns."""
    database = name.removeprefix("similar-")
    with standing.on("default"):
        founded = founded_ledger(LARGE, 0)[0]
        fill()
        clerk = founded.actor("clerk", city.FOUNDED + timedelta(days=80))
        _near(founded, clerk)
        yield _figure(database, founded, clerk)
    standing.close()


def fill() -> None:
    """Sixteen keys for each copied matter: some that thousands share, the others its own."""
    dialect = million.DIALECTS[connection.vendor]
    shared = signatures.text_keys(shingles.shingles(TEXT))[0]
    statement = FILL.format(
        table=NeighbourKey._meta.db_table,  # noqa: SLF001  the documented door to its name
        random=RANDOM[connection.vendor],
        first=million.FIRST,
        matters=dialect.series.format(low=1, high=LARGE),
        keys=dialect.series.format(low=1, high=OF_ALL).replace(" AS s", " AS k"),
        popular=POPULAR,
        shared=shared,
        every=LARGE // CAMPAIGN,
        campaign=dialect.series.format(low=1, high=CAMPAIGN),
    )
    with connection.cursor() as cursor:
        for line in dialect.quick:
            cursor.execute(line)
        cursor.execute(statement)
        for line in dialect.steady:
            cursor.execute(line)


def _near(founded: city.City, clerk: Actor) -> None:
    """Matters that say the same in a few other words."""
    for n in range(NEAR):
        values = {"title": "电线杆歪了", "text": f"{n} 号楼居民来信：{TEXT[n:]}", "unit": UNIT}
        arrival = receiving.Arrival("phone", values, requester="王某（演示）")
        at = city.FOUNDED + timedelta(days=79, minutes=n)
        receiving.receive(founded.version, arrival, by=clerk, now=at)


def _figure(database: str, founded: city.City, clerk: Actor) -> Figure:
    region, now = founded.version.region_id, city.FOUNDED + timedelta(days=80)

    def similar() -> int:
        with parties.one_reading():
            return sum(len(beside.like(clerk, TEXT, region=region, now=now)) for _ in range(TIMES))

    def plain() -> int:
        found = Matter.objects.filter(unit=UNIT, stage="closed").order_by("due_at")
        return sum(len(list(found.all()[:20])) for _ in range(TIMES))

    if (similar(), plain()) != (20 * TIMES, 20 * TIMES):
        raise AssertionError("both must find twenty rows")
    seconds, base = (each / TIMES * 1000 for each in in_turns(similar, plain, TURNS).medians)
    return Figure(
        f"similar-{database}", seconds, "ms a text", base,
        f"a plain indexed look-up of 20 rows among {LARGE:,} matters", Bar("ratio", "most", 5),
    )  # fmt: skip
