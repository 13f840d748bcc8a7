"""The statements of a bare write, and rows as large as those a move writes."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from bihuan.matters.models import Matter

UPDATE = """
UPDATE matters_matter SET length = length + 1, head = %s, state = %s, next_due_at = %s
WHERE id = %s RETURNING length
"""
ENTRY = """
INSERT INTO journal_entry (subject_kind, subject_id, seq, previous, digest, kind, actor_person,
 actor_post, happened_at, precision, recorded_at, origin, payload, corrects)
VALUES ('matter', %s, %s, %s, %s, 'progress', '1', 'post', %s, 'moment', %s, 'observed', %s, NULL)
RETURNING id
"""
SEALED = "INSERT INTO journal_sealed (entry_id, salt, text, erased_at) VALUES (%s, %s, %s, NULL)"
NOTICE = """
INSERT INTO matters_notice (matter_id, cycle, clock, round, step, kind, "to", letter, made_at,
 send_after)
VALUES (%s, 1, 'finish', 1, NULL, 'remind', '["handler"]', '', %s, %s)
"""
PAYLOAD = json.dumps({"changes": {}, "cycle": 1, "data": {}, "sealed": {"note": "0" * 64}})


def write(pk: int, now: datetime, *, note: str | None) -> None:
    """Update one matter and insert its entry, and the sealed text of a note or else a notice."""
    digest, at = secrets.token_hex(32), connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, (digest, *_kept(pk), pk))
        length = cursor.fetchone()[0]
        cursor.execute(ENTRY, (pk, length, digest, digest, at, at, PAYLOAD))
        if note is None:
            cursor.execute(NOTICE, (pk, at, at))
            return
        text = json.dumps({"note": note}, ensure_ascii=False)
        cursor.execute(SEALED, (cursor.fetchone()[0], secrets.token_hex(32), text))


@lru_cache(maxsize=4096)
def _kept(pk: int) -> tuple[Any, Any]:
    """The state of a matter as text and its next moment: read once, then only written."""
    row = Matter.objects.get(pk=pk)
    return json.dumps(row.state), connection.ops.adapt_datetimefield_value(row.next_due_at)
