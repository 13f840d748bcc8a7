"""Rows taken for a move, until its transaction ends.

Every action and every step of the sweep begins here. The statements are written out: to build them
anew each time takes three times as long as to ask them. SQLite locks the whole database at BEGIN
and knows no FOR UPDATE.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from bihuan.matters.models import Matter

# In the order of numbers, so that two who take the same family wait instead of embracing.
_FAMILY = "SELECT * FROM matters_matter WHERE number IN (%s, %s) ORDER BY number"
_DUE = "SELECT * FROM matters_matter WHERE id = %s AND next_due_at <= %s"


def family(root: str, number: str) -> dict[str, Matter]:
    """A matter and the root above it, by number."""
    taken = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return {row.number: row for row in _rows(_FAMILY + taken, [root, number])}


def due(pk: int, now: datetime) -> Matter | None:
    """A matter with a step due; None where somebody else holds it or has moved it on."""
    skipping = connection.features.has_select_for_update_skip_locked
    taken = " FOR UPDATE SKIP LOCKED" if skipping else ""
    return next(iter(_rows(_DUE + taken, [pk, now])), None)


def _rows(statement: str, params: Sequence[object]) -> list[Matter]:
    return list(Matter.objects.raw(statement, params))
