"""Which matters share a key: short stretches of one index, each cut off.

A campaign of ten thousand equal letters makes ten thousand rows under one key; of each key only
the newest are read, so that a look-up costs the same in any ledger. The statement is written out:
to build it anew takes longer than to ask it.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection

from bihuan.matters.models import NeighbourKey

MOST = 64  # newest matters read under one key
AT_ONCE = 40  # keys looked up in one statement; the keys of one matter are fewer
_ONE = "SELECT * FROM (SELECT matter_id FROM {table} WHERE key = %s ORDER BY key DESC, matter_id DESC LIMIT {most}) s{n}"  # noqa: E501 - one statement
# Under each key from the oldest of the newest on: two short stretches of the same index.
_MANY = """
    SELECT t.key, t.matter_id FROM {asked} JOIN {table} t ON t.key = k.value
    AND t.matter_id >= COALESCE((
        SELECT u.matter_id FROM {table} u WHERE u.key = k.value
        ORDER BY u.key DESC, u.matter_id DESC LIMIT 1 OFFSET {before}
    ), 0)
    ORDER BY t.matter_id
"""


def sharing(keys: Sequence[int]) -> Counter[int]:
    """How many of these keys each matter shares that shares any."""
    found: Counter[int] = Counter()
    for start in range(0, len(keys), AT_ONCE):
        some = list(keys[start : start + AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(_statement(len(some)), some)
            found.update(row[0] for row in cursor.fetchall())
    return found


def sharing_of_many(drawn: Mapping[int, Sequence[int]]) -> dict[int, Counter[int]]:
    """The same for many matters at once, by their keys, in one statement, and cut off alike."""
    asked = list({key for keys in drawn.values() for key in keys})
    under: dict[int, list[int]] = defaultdict(list)
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        statement = _MANY.format(
            table=_table(),
            asked="unnest(%s::bigint[]) AS k(value)" if postgresql else "json_each(%s) AS k",
            before=MOST - 1,
        )
        cursor.execute(statement, [asked if postgresql else json.dumps(asked)])
        for key, matter in cursor.fetchall():
            under[key].append(matter)
    return {
        pk: Counter(matter for key in keys for matter in under.get(key, ()))
        for pk, keys in drawn.items()
    }


def _statement(keys: int) -> str:
    return " UNION ALL ".join(_ONE.format(table=_table(), most=MOST, n=n) for n in range(keys))


def _table() -> str:
    return NeighbourKey._meta.db_table  # noqa: SLF001 - the documented door to a table's name
