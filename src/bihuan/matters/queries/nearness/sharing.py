"""Which matters share a key: short stretches of one index, each cut off.

A campaign of ten thousand equal letters makes ten thousand rows under one key; of each key only
the newest are read, so that a look-up costs the same in any ledger. The statement is written out:
to build it anew takes longer than to ask it.
"""

from collections import Counter
from collections.abc import Sequence

from django.db import connection

from bihuan.matters.models import NeighbourKey

MOST = 64  # newest matters read under one key
AT_ONCE = 40  # keys looked up in one statement; the keys of one matter are fewer
_ONE = "SELECT * FROM (SELECT matter_id FROM {table} WHERE key = %s ORDER BY key DESC, matter_id DESC LIMIT {most}) s{n}"  # noqa: E501 - one statement


def sharing(keys: Sequence[int]) -> Counter[int]:
    """How many of these keys each matter shares that shares any."""
    found: Counter[int] = Counter()
    for start in range(0, len(keys), AT_ONCE):
        some = list(keys[start : start + AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(_statement(len(some)), some)
            found.update(row[0] for row in cursor.fetchall())
    return found


def _statement(keys: int) -> str:
    table = NeighbourKey._meta.db_table  # noqa: SLF001 - the documented door to a table's name
    return " UNION ALL ".join(_ONE.format(table=table, most=MOST, n=n) for n in range(keys))
