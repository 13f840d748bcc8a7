"""Many narrow stretches of an index as one query, each cut off before they are joined.

The text of every part comes from the ORM's own compiler; its values stay parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from bihuan.matters.models import Matter

Stretches = Sequence[QuerySet[Matter]]


def counts(queues: Mapping[str, Stretches], most: int) -> dict[str, int]:
    """How many distinct matters lie in each, up to `most`, all in one query."""
    parts: list[str] = []
    params: list[Any] = []
    asked: list[str] = []
    for name, stretches in queues.items():
        sql, found = _united(each.values("pk").order_by()[:most] for each in stretches)
        if sql:
            asked.append(name)
            parts.append(f"(SELECT COUNT(*) FROM (SELECT 1 FROM ({sql}) u LIMIT {most}) c)")  # noqa: S608 - compiled by the ORM
            params += found
    none = dict.fromkeys(queues, 0)
    if not parts:
        return none
    with connection.cursor() as db:
        db.execute(f"SELECT {', '.join(parts)}", params)
        return none | dict(zip(asked, map(int, db.fetchone()), strict=True))


def keys(stretches: Stretches, most: int) -> list[int]:
    """The first keys of all stretches together, by date and key; each comes in that order."""
    sql, params = _united(each.values_list("due_at", "pk")[:most] for each in stretches)
    if not sql:
        return []
    ordered = f"SELECT * FROM ({sql}) u ORDER BY 1, 2 LIMIT {most}"  # noqa: S608 - compiled by the ORM
    with connection.cursor() as db:
        db.execute(ordered, params)
        return [int(row[1]) for row in db.fetchall()]


def _united(stretches: Iterable[QuerySet[Matter, Any]]) -> tuple[str, list[Any]]:
    """The stretches as one compound select; those that can hold nothing fall away."""
    parts: list[str] = []
    params: list[Any] = []
    for each in stretches:
        try:
            sql, found = each.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT * FROM ({sql}) s{len(parts)}")  # noqa: S608 - compiled by the ORM
        params += found
    return " UNION ".join(parts), params
