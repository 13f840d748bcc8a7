"""Where the journal meets SQLite and PostgreSQL differently: guards, ids, a still view."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES = ("journal_entry", "journal_sealed", "journal_anchor")
_SAID = "the journal is append-only; a correction is a new entry"
_NOT_ERASING = "OLD.text IS NULL OR NEW.text IS NOT NULL OR NEW.entry_id <> OLD.entry_id"


def _sqlite_guard(table: str, deed: str) -> str:
    unless = f"WHEN {_NOT_ERASING} " if (table, deed) == ("journal_sealed", "UPDATE") else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        f"{unless}BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    )


def _postgresql_guard(table: str, deed: str) -> str:
    unless = f"WHEN ({_NOT_ERASING}) " if (table, deed) == ("journal_sealed", "UPDATE") else ""
    each = "STATEMENT" if deed == "TRUNCATE" else "ROW"
    return (
        f"CREATE OR REPLACE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
        f"FOR EACH {each} {unless}EXECUTE FUNCTION journal_keeps()"
    )


_POSTGRESQL_KEEPS = f"""
CREATE OR REPLACE FUNCTION journal_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

_UP = {
    "sqlite": [_sqlite_guard(t, d) for t in _TABLES for d in ("UPDATE", "DELETE")],
    "postgresql": [
        _POSTGRESQL_KEEPS,
        *[_postgresql_guard(t, d) for t in _TABLES for d in ("UPDATE", "DELETE", "TRUNCATE")],
    ],
}
_DOWN = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {t}_no_{d}" for t in _TABLES for d in ("update", "delete")
    ],
    "postgresql": ["DROP FUNCTION IF EXISTS journal_keeps() CASCADE"],
}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Let the database itself refuse to change or remove entries, sealed texts and anchors."""
    with connection.cursor() as cursor:
        for statement in _UP[connection.vendor]:
            cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away, as only emptying the whole database needs."""
    with connection.cursor() as cursor:
        for statement in _DOWN[connection.vendor]:
            cursor.execute(statement)


_WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE relation = 'journal_entry'::regclass AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND pid IS DISTINCT FROM pg_backend_pid()
"""


def settled(connection: BaseDatabaseWrapper, tries: int = 100) -> bool:
    """Whether every entry with an id seen before this call is committed, or never will be.

    Waits for the transactions that may still hold a smaller id, without holding up new ones.
    """
    # PostgreSQL gives out ids before commit, so entry 100 may appear after entry 101 was
    # anchored. Whoever took an id took the table's row lock first and keeps it to the end of his
    # transaction: once the lock holders of this moment are gone, no smaller id can appear.
    # SQLite has one writer at a time, and its ids come in the order of commits.
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS)
        waited_for = {row[0] for row in cursor.fetchall()}
        for _ in range(tries):
            if not waited_for:
                return True
            cursor.execute("SELECT pg_sleep(0.05)")
            cursor.execute(_WRITERS)
            waited_for &= {row[0] for row in cursor.fetchall()}
    return not waited_for


@contextmanager
def still_view(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Read everything as of one moment while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # atomic() would begin IMMEDIATE and keep every writer waiting to the last entry.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
