from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from bihuan.registers.journal import writing
from bihuan.registers.journal.models import Book, Entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def entry(seq: int = 1) -> Entry:
    return Entry(
        subject_kind="book", subject_id=1, seq=seq, previous="", digest="d", kind="said",
        actor_person="1", actor_post="desk", happened_at=AT, precision="moment", recorded_at=AT,
        origin="observed", payload="{}",
    )  # fmt: skip


def stored(key: int) -> dict[str, object]:
    return {
        name: value for name, value in Entry.objects.filter(pk=key).values()[0].items()
        if name not in ("id", "seq")
    }  # fmt: skip


def test_a_row_is_inserted_as_save_would_insert_it() -> None:
    ours, saved = entry(1), entry(2)
    writing.insert(ours)
    saved.save(force_insert=True)
    assert stored(ours.pk) == stored(saved.pk)
    assert not ours._state.adding


def test_a_key_is_given_where_the_database_cannot_return_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL always returns the key of a new row")
    monkeypatch.setattr(connection.features, "can_return_columns_from_insert", False)
    row = entry()
    writing.insert(row)
    assert Entry.objects.get(pk=row.pk).seq == 1


def test_only_the_columns_named_are_written() -> None:
    book = Book.objects.create(name="registers", head="a", length=1)
    book.head, book.length = "b", 2
    writing.update(book, ["head"])
    assert Book.objects.values_list("head", "length").get() == ("b", 1)


def test_a_row_that_is_gone_is_not_taken_for_written() -> None:
    book = Book.objects.create(name="registers")
    Book.objects.filter(pk=book.pk).delete()
    with pytest.raises(ObjectDoesNotExist):
        writing.update(book, ["head"])
    assert Book.objects.count() == 0


def test_rows_with_reserved_keys_go_in_under_them_and_the_next_key_is_free() -> None:
    before = Book.objects.create(name="before")
    first, second = writing.reserve(Book, 2)
    assert before.pk < first < second
    writing.insert_keyed([Book(pk=first, name="one"), Book(pk=second, name="two")])
    assert Book.objects.get(pk=second).name == "two"
    assert Book.objects.create(name="after").pk > second
