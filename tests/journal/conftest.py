"""Chains to tamper with, and the way past the guards that a tamperer would take."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from bihuan.kernel import actor
from bihuan.registers.journal import actions, dialect
from bihuan.registers.journal.models import Anchor, Book, Entry
from bihuan.registers.journal.rules import anchoring, chain

START = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


@pytest.fixture
def book(request: pytest.FixtureRequest) -> Book:
    request.getfixturevalue("db")
    return Book.objects.create(name="registers")


@pytest.fixture
def other(request: pytest.FixtureRequest) -> Book:
    request.getfixturevalue("book")
    return Book.objects.create(name="calendar")


@pytest.fixture
def note() -> Callable[..., Entry]:
    """Append a note to a book as an action does: entry and row together."""

    def append(book: Book, n: int = 0, **more: Any) -> Entry:
        said: dict[str, Any] = {
            "kind": "noted",
            "payload": {"n": n},
            "author": actor.SYSTEM,
            "happened_at": at(n),
            "recorded_at": at(n),
        }
        entry = actions.append(book, **(said | more))
        book.save(update_fields=["head", "length"])
        return entry

    return append


@pytest.fixture
def sql(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Write to the database behind the journal's back."""
    request.getfixturevalue("db")
    dialect.take_down(connection)

    def execute(statement: str, *values: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return execute


@pytest.fixture
def exported() -> Callable[[Anchor], io.StringIO]:
    def export(anchor: Anchor) -> io.StringIO:
        stream = io.StringIO()
        actions.export_anchor(anchor, stream)
        stream.seek(0)
        return stream

    return export


@pytest.fixture
def forge(sql: Callable[..., None]) -> Callable[[Book], None]:
    """Give a tampered chain new numbers and digests, and make row and anchors agree with it."""

    def everything_agrees(book: Book) -> None:
        _rechain(book, sql)
        previous = ""
        for anchor in Anchor.objects.order_by("number"):
            anchor.previous = previous
            running = anchoring.begin(anchor)
            covered = Entry.objects.filter(id__gte=anchor.first_entry, id__lte=anchor.last_entry)
            for row in covered.order_by("id").values_list(
                "subject_kind", "subject_id", "seq", "digest"
            ):
                running.add(anchoring.line(*row))
            sql(
                "UPDATE journal_anchor SET previous = %s, digest = %s, entries = %s WHERE id = %s",
                previous,
                running.digest(),
                running.entries,
                anchor.pk,
            )
            previous = running.digest()

    return everything_agrees


def _rechain(book: Book, sql: Callable[..., None]) -> None:
    entries = list(Entry.objects.filter(subject_id=book.pk).order_by("seq"))
    sql("UPDATE journal_entry SET seq = seq + 1000000 WHERE subject_id = %s", book.pk)
    previous = ""
    for seq, entry in enumerate(entries, start=1):
        entry.seq, entry.previous = seq, previous
        previous = chain.digest(entry)
        sql(
            "UPDATE journal_entry SET seq = %s, previous = %s, digest = %s WHERE id = %s",
            seq,
            entry.previous,
            previous,
            entry.pk,
        )
    Book.objects.filter(pk=book.pk).update(head=previous, length=len(entries))
