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


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model in one statement, without giving them their keys."""
    if rows:
        statement, fields = _insertion(type(rows[0]))
        with connection.cursor() as cursor:
            cursor.executemany(statement, [_held(row, fields) for row in rows])


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
def _insertion(model: type[models.Model]) -> tuple[str, _Fields]:
    described = model._meta  # noqa: SLF001
    fields = tuple(
        each for each in described.concrete_fields if not isinstance(each, models.AutoField)
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
