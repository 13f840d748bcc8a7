"""One row written in one statement that was put together once.

`Model.save` builds its statement anew each time, which takes longer than the database takes to
carry it out, and an action writes three rows. No row written here listens to signals or has a
parent table, which is the rest of what `save` would see to.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models

_Fields = tuple["models.Field[Any, Any]", ...]


def insert(row: models.Model) -> None:
    """Insert a new row and give it its key."""
    statement, fields = _insertion(type(row))
    key = row._meta.pk  # noqa: SLF001  the documented door to a model's fields
    own = key not in fields
    returning = own and connection.features.can_return_columns_from_insert
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} RETURNING id" if returning else statement, _held(row, fields))
        if returning:
            row.pk = cursor.fetchone()[0]
        elif own:
            row.pk = cursor.lastrowid
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001  documented too


def insert_many(rows: Sequence[models.Model], *, known_stay: bool = False) -> None:
    """Insert new rows of one model in one statement, without giving them their keys.

    With `known_stay`, a row that a constraint keeps out is passed over.
    """
    if rows:
        statement, fields = _insertion(type(rows[0]))
        statement += " ON CONFLICT DO NOTHING" if known_stay else ""
        with connection.cursor() as cursor:
            cursor.executemany(statement, [_held(row, fields) for row in rows])


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys for so many new rows, taken before the rows are written; inside a transaction."""
    table = model._meta.db_table  # noqa: SLF001  documented
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            # One writer at a time, and the transaction has begun: nobody takes the same keys.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            last = (cursor.fetchone() or (0,))[0]
            return list(range(last + 1, last + count + 1))
        # Whoever takes a key holds the table's row lock first: see `dialect.settled`.
        cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
        taken = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
        cursor.execute(taken, [table, count])
        return [row[0] for row in cursor.fetchall()]


def insert_keyed(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model that were given reserved keys."""
    if not rows:
        return
    statement, fields = _insertion(type(rows[0]), keyed=True)
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_held(row, fields) for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001  documented too


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write these columns of a row, named by their attributes."""
    statement, fields = _change(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_held(row, fields), row.pk])
        if cursor.rowcount != 1:
            raise ObjectDoesNotExist(f"{row._meta.db_table} {row.pk}")  # noqa: SLF001


def _held(row: models.Model, fields: _Fields) -> list[Any]:
    return [each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]


@cache
def _insertion(model: type[models.Model], *, keyed: bool = False) -> tuple[str, _Fields]:
    described = model._meta  # noqa: SLF001
    fields = tuple(
        each
        for each in described.concrete_fields
        if keyed or not isinstance(each, models.AutoField)
    )
    columns = ", ".join(f'"{each.column}"' for each in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {described.db_table} ({columns}) VALUES ({places})", fields  # noqa: S608  names of ours


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, _Fields]:
    described = model._meta  # noqa: SLF001
    by_name = {each.attname: each for each in described.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    places = ", ".join(f'"{each.column}" = %s' for each in fields)
    return f"UPDATE {described.db_table} SET {places} WHERE id = %s", fields  # noqa: S608  names of ours
