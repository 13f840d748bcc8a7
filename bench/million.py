"""Ledgers of any size, copied inside the database from matters that real actions made.

A copy has its own number, unit and text digest, and the state, content, involvement and last
journal entry of its template. Only the last entry of each chain is copied: what is measured here
reads no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from bench.city import UNITS
from bench.templates import UNIT, Templates
from bihuan.matters.models import Content, Involvement, Matter
from bihuan.registers.journal.models import Entry

BATCH = 50_000
FIRST = 1_000_000  # keys of copies begin here
CHOICES = ("bench_open", "bench_closed", "bench_units", "bench_due")

# One matter in twenty is open, every eleventh is the measured unit's, and every so many-th (the
# column `every`) is the one whose clock falls due.
PLAN = """
SELECT s.n AS n, {first} + s.n AS pk,
 CASE WHEN s.n / 20 % 11 = 0 THEN '{unit}'
      ELSE (SELECT what FROM bench_units WHERE place = s.n % {units}) END AS unit,
 CASE WHEN d.every > 0 AND s.n % d.every = 0 THEN d.matter
      WHEN s.n % 20 = 1 THEN (SELECT what FROM bench_open WHERE place = s.n / 20 % {open})
      ELSE (SELECT what FROM bench_closed WHERE place = s.n % {closed}) END AS template
FROM {series} CROSS JOIN bench_due AS d
"""
COPY = "INSERT INTO {table} ({columns}) SELECT {values} FROM ({plan}) AS p JOIN {table} t ON {on}"
LAST_ENTRY = """
t.subject_kind = 'matter' AND t.subject_id = p.template
 AND t.seq = (SELECT length FROM matters_matter AS m WHERE m.id = p.template)
"""
STATE = "replace(replace({text}, '\"{unit}\"', '\"' || p.unit || '\"'), t.number, 'BENCH-' || p.n)"


@dataclass(frozen=True, slots=True)
class _Dialect:
    """What the two databases say differently."""

    series: str
    digest: str
    state: str
    quick: tuple[str, ...]  # before the copying: no checks of keys that are known to be right
    steady: tuple[str, ...]  # after it, and what a database does by itself in a night


DIALECTS = {
    "postgresql": _Dialect(
        series="generate_series({low}, {high}) AS s(n)",
        digest="md5(p.n::text) || md5((-p.n)::text)",
        state="(" + STATE.replace("{text}", "t.state::text") + ")::jsonb",
        quick=("SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"),
        steady=("SET session_replication_role = origin", "VACUUM ANALYZE"),
    ),
    "sqlite": _Dialect(
        series=(
            "(WITH RECURSIVE r(n) AS (SELECT {low} UNION ALL SELECT n + 1 FROM r WHERE n < {high})"
            " SELECT n FROM r) AS s"
        ),
        digest="lower(hex(randomblob(32)))",
        state=STATE.replace("{text}", "t.state"),
        quick=("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF"),
        steady=("PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL"),
    ),
}


def fill(templates: Templates, matters: int, due: int) -> None:
    """Copy so many matters, `due` of them with a clock that falls due in the same minute."""
    dialect = DIALECTS[connection.vendor]
    with connection.cursor() as cursor, _quickly(cursor, dialect):
        _choose(cursor, templates, matters // due if due else 0)
        for low in range(1, matters + 1, BATCH):
            series = dialect.series.format(low=low, high=min(low + BATCH - 1, matters))
            with transaction.atomic():
                for statement in _statements(dialect, _plan(templates, series)):
                    cursor.execute(statement)


@contextmanager
def _quickly(cursor: CursorWrapper, dialect: _Dialect) -> Iterator[None]:
    """Without the checks and the searching indexes, which come back at the end."""
    for statement in dialect.quick:
        cursor.execute(statement)
    indexes = Matter._meta.indexes  # noqa: SLF001  there is no other way to name them
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Matter, index)
    yield
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(Matter, index)
    for statement in (*(f"DROP TABLE {name}" for name in CHOICES), *dialect.steady):
        cursor.execute(statement)


def _choose(cursor: CursorWrapper, templates: Templates, every: int) -> None:
    """Write down which template and which unit a place stands for."""
    listed: tuple[tuple[Any, ...], ...] = (templates.open, templates.closed, UNITS[1:])
    for name, choices in zip(CHOICES, listed, strict=False):
        kind = "varchar(40)" if choices is listed[2] else "bigint"
        cursor.execute(f"CREATE TABLE {name} (place integer PRIMARY KEY, what {kind})")
        cursor.executemany(f"INSERT INTO {name} VALUES (%s, %s)", list(enumerate(choices)))  # noqa: S608
    cursor.execute("CREATE TABLE bench_due (every integer, matter bigint)")
    cursor.execute("INSERT INTO bench_due VALUES (%s, %s)", [every, templates.due])


def _plan(templates: Templates, series: str) -> str:
    """Which copies a stretch of places makes, of which template, for which unit."""
    return PLAN.format(
        first=FIRST, unit=UNIT, units=len(UNITS) - 1, open=len(templates.open),
        closed=len(templates.closed), series=series,
    )  # fmt: skip


def _statements(dialect: _Dialect, plan: str) -> Iterator[str]:
    """One copying statement for each table."""
    matter = {
        "id": "p.pk",
        "number": "'BENCH-' || p.n",
        "unit_id": "CASE WHEN t.unit_id IS NULL THEN NULL ELSE p.unit END",
        "state": dialect.state.format(unit=UNIT),
        "text_digest": dialect.digest,
    }
    of_matter = {"matter_id": "p.pk"}
    yield _copied(Matter, plan, "t.id = p.template", matter)
    yield _copied(Content, plan, "t.matter_id = p.template", of_matter)
    yield _copied(Involvement, plan, "t.matter_id = p.template", of_matter | {"unit_id": "p.unit"})
    yield _copied(Entry, plan, LAST_ENTRY, {"subject_id": "p.pk"})


def _copied(model: type[models.Model], plan: str, on: str, own: Mapping[str, str]) -> str:
    """The statement that copies the rows of a model; what it does not name is as in the template.

    A key of its own is left to the database.
    """
    described = model._meta  # noqa: SLF001  the documented door to a model's columns
    columns = [
        field.column
        for field in described.concrete_fields
        if field.column != "id" or field.column in own
    ]
    return COPY.format(
        table=described.db_table,
        columns=", ".join(f'"{column}"' for column in columns),
        values=", ".join(own.get(str(column)) or f't."{column}"' for column in columns),
        plan=plan,
        on=on,
    )
