"""Seeing that a refused deed changed nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bihuan.kernel.refused import Refused
from bihuan.registers.journal.models import Book, Entry
from bihuan.registers.parties import models

TABLES = (
    models.Region,
    models.Unit,
    models.Alias,
    models.Post,
    models.Person,
    models.Account,
    models.Holding,
    models.CalendarRevision,
    Book,
    Entry,
)


def rows() -> tuple[object, ...]:
    """Every row of the parties and of the journal."""
    return tuple(list(table.objects.order_by("pk").values()) for table in TABLES)


def refused(deed: Callable[[], object]) -> Refused:
    """The refusal of a deed, having seen that it changed nothing."""
    before = rows()
    with pytest.raises(Refused) as refusal:
        deed()
    assert rows() == before
    return refusal.value
