"""One row written in one statement that was put together once.

`Model.save` builds its statement anew each time, which takes longer than the database takes to
carry it out, and an action writes three rows. No row written here listens to signals or has a
parent table, which is the rest of what `save` would see to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models

_Fields = tuple["models.Field[Any, Any]", ...]
Values = Sequence[Sequence[Any]]

# What a column of this kind takes as it stands: it is not asked how to write it.
_AS_IT_STANDS: tuple[tuple[type[models.Field[Any, Any]], frozenset[type]], ...] = (
    (models.ForeignKey, frozenset({int, str})),
    (models.BooleanField, frozenset({bool})),
    (models.IntegerField, frozenset({int})),
    (models.CharField, frozenset({str})),
    (models.TextField, frozenset({str})),
)


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
        fields = _insertion(type(rows[0]))[1]
        _insert(type(rows[0]), fields, [_held(row, fields) for row in rows], known_stay=known_stay)


def insert_values(model: type[models.Model], names: Sequence[str], values: Values) -> None:
    """Insert rows of one model given as their columns, in the order of the names of attributes.

    Nothing is filled in: every column without a default of the table's own is named.
    """
    if values:
        fields = _fields(model, tuple(names))
        _insert(model, fields, [_written(fields, row) for row in values], known_stay=False)


def insert_numbers(
    model: type[models.Model],
    names: Sequence[str],
    values: Sequence[tuple[int, ...]],
    *,
    known_stay: bool = False,
) -> None:
    """The same for rows that are all whole numbers: they go in as they are.

    With `known_stay`, a row that a constraint keeps out is passed over.
    """
    if values:
        _insert(model, _fields(model, tuple(names)), values, known_stay=known_stay)


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
    fields = _insertion(type(rows[0]), keyed=True)[1]
    _insert(type(rows[0]), fields, [_held(row, fields) for row in rows], known_stay=False)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001  documented too


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write these columns of a row, named by their attributes."""
    statement, fields = _change(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_held(row, fields), row.pk])
        if cursor.rowcount != 1:
            raise ObjectDoesNotExist(f"{row._meta.db_table} {row.pk}")  # noqa: SLF001


def _insert(
    model: type[models.Model], fields: _Fields, values: Values, *, known_stay: bool
) -> None:
    """One statement for all of them; PostgreSQL takes them in a stream."""
    table, columns = _columns(model, fields)
    if connection.vendor == "postgresql" and not known_stay:
        _copied(f"COPY {table} ({columns}) FROM STDIN", values)
        return
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608  names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement + (" ON CONFLICT DO NOTHING" if known_stay else ""), values)


def _copied(statement: str, values: Values) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as stream,
    ):
        for row in values:
            stream.write_row(row)


def _held(row: models.Model, fields: _Fields) -> list[Any]:
    return _written(fields, [getattr(row, each.attname) for each in fields])


def _written(fields: _Fields, values: Iterable[object]) -> list[Any]:
    """The values as the database takes them; most are what they are."""
    return [
        value
        if value is None or type(value) in plain
        else _moment(value, value.fold)
        if moment and type(value) is datetime
        else field.get_db_prep_save(value, connection)
        for value, (field, plain, moment) in zip(values, _kinds(fields), strict=True)
    ]


@cache
def _kinds(
    fields: _Fields,
) -> tuple[tuple[models.Field[Any, Any], frozenset[type], bool], ...]:
    return tuple(
        (
            each,
            next((as_is for kind, as_is in _AS_IT_STANDS if isinstance(each, kind)), frozenset()),
            isinstance(each, models.DateTimeField),
        )
        for each in fields
    )


@lru_cache(maxsize=4096)
def _moment(value: datetime, _fold: int) -> Any:
    """A moment as the database takes it: the rows of a batch share most of theirs."""
    return models.DateTimeField().get_db_prep_save(value, connection)


def _columns(model: type[models.Model], fields: _Fields) -> tuple[str, str]:
    names = ", ".join(f'"{each.column}"' for each in fields)
    return model._meta.db_table, names  # noqa: SLF001


@cache
def _fields(model: type[models.Model], names: tuple[str, ...]) -> _Fields:
    by_name = {each.attname: each for each in model._meta.concrete_fields}  # noqa: SLF001
    return tuple(by_name[name] for name in names)


@cache
def _insertion(model: type[models.Model], *, keyed: bool = False) -> tuple[str, _Fields]:
    described = model._meta  # noqa: SLF001
    fields = tuple(
        each
        for each in described.concrete_fields
        if keyed or not isinstance(each, models.AutoField)
    )
    table, columns = _columns(model, fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {table} ({columns}) VALUES ({places})", fields  # noqa: S608  names of ours


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, _Fields]:
    fields = _fields(model, names)
    table, _ = _columns(model, fields)
    places = ", ".join(f'"{each.column}" = %s' for each in fields)
    return f"UPDATE {table} SET {places} WHERE id = %s", fields  # noqa: S608  names of ours
