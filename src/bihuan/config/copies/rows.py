"""What the database holds, as it is: a file for SQLite, one file for each table of PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from bihuan.kernel.refused import Refused
from bihuan.registers.journal import dialect

SQLITE = "rows.sqlite3"
FOLDER = "rows"
WITNESSES = ("parties_account", "journal_entry")


def migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """The steps that made the tables, in order of app and name."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def hold_something(connection: BaseDatabaseWrapper) -> bool:
    """Whether anybody or anything was recorded here."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in there.intersection(WITNESSES):
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - one of two names above
            if cursor.fetchone():
                return True
    return False


def save(connection: BaseDatabaseWrapper, scratch: Path) -> dict[str, list[str]]:
    """Write the rows of one moment under `scratch`; returns the columns of each table written."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(scratch / SQLITE)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return {}
    (scratch / FOLDER).mkdir()
    with dialect.still_view(connection):
        tables = _columns(connection)
        for table, columns in tables.items():
            _copy_out(connection, table, columns, scratch / FOLDER / table)
    return tables


def load(
    connection: BaseDatabaseWrapper,
    scratch: Path,
    steps: list[str],
    tables: dict[str, list[str]],
) -> None:
    """Put saved rows in the place of those that are here, all or none."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(scratch / SQLITE)) as saved:
            _check_sound(saved, scratch / SQLITE)
            connection.ensure_connection()
            saved.backup(connection.connection)
        connection.close()
        return
    with transaction.atomic():
        _rebuild(connection, steps)
        for table, columns in tables.items():
            _copy_in(connection, table, columns, scratch / FOLDER / table)
        _set_counters(connection, tables)


def _check_sound(saved: sqlite3.Connection, path: Path) -> None:
    try:
        sound = saved.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as fault:
        raise Refused("backup.damaged", file=path.name, member=SQLITE) from fault
    if not sound:
        raise Refused("backup.damaged", file=path.name, member=SQLITE)


def _columns(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        return {
            table: [
                column.name
                for column in connection.introspection.get_table_description(cursor, table)
            ]
            for table in sorted(connection.introspection.table_names(cursor))
        }


def _named(connection: BaseDatabaseWrapper, table: str, columns: list[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table)} ({', '.join(map(quote, columns))})"


def _copy_out(connection: BaseDatabaseWrapper, table: str, columns: list[str], path: Path) -> None:
    statement = f"COPY {_named(connection, table, columns)} TO STDOUT"
    with (
        connection.cursor() as cursor,
        path.open("wb") as file,
        cursor.copy(statement) as blocks,
    ):
        file.writelines(blocks)


def _copy_in(connection: BaseDatabaseWrapper, table: str, columns: list[str], path: Path) -> None:
    statement = f"COPY {_named(connection, table, columns)} FROM STDIN"
    with (
        connection.cursor() as cursor,
        path.open("rb") as file,
        cursor.copy(statement) as blocks,
    ):
        while block := file.read(1024 * 1024):
            blocks.write(block)


def _rebuild(connection: BaseDatabaseWrapper, steps: list[str]) -> None:
    """Make the tables anew, as they were when the rows were saved, and leave them empty."""
    _drop(connection)
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, _, name in (step.partition(".") for step in steps)}
    graph = executor.loader.graph
    last = [
        key
        for key in wanted
        if not any(
            child.key in wanted and child.key[0] == key[0]
            for child in graph.node_map[key].children
        )
    ]
    executor.migrate(sorted(last))
    dialect.take_down(connection)
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
    dialect.put_up(connection)


def _drop(connection: BaseDatabaseWrapper) -> None:
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    if tables:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {tables} CASCADE")


def _set_counters(connection: BaseDatabaseWrapper, tables: dict[str, list[str]]) -> None:
    """The next row continues after the last one that was put back."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, columns in tables.items():
            for column in columns:
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quote(table), column])
                (counter,) = cursor.fetchone()
                if counter:
                    last = f"SELECT max({quote(column)}) FROM {quote(table)}"  # noqa: S608 - quoted
                    cursor.execute(
                        f"SELECT setval(%s, COALESCE(({last}), 1), ({last}) IS NOT NULL)",
                        [counter],
                    )
