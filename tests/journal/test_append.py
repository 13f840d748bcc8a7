"""Entries go in one by one, in their place, with the row they speak of or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from bihuan.kernel import actor
from bihuan.kernel.refused import Refused
from bihuan.registers.journal import actions, queries
from bihuan.registers.journal.models import AppendOnly, Book, Entry, Sealed
from bihuan.registers.journal.rules import chain

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)


def said(**more: object) -> dict[str, object]:
    return {
        "kind": "noted",
        "payload": {"a": 1},
        "author": actor.SYSTEM,
        "happened_at": NOW,
        "recorded_at": NOW,
        **more,
    }


@pytest.fixture
def book(request: pytest.FixtureRequest) -> Book:
    request.getfixturevalue("db")
    return Book.objects.create(name="registers")


def test_entries_chain_in_order(book: Book) -> None:
    first = actions.append(book, **said())
    second = actions.append(book, **said(corrects=1, origin="imported"))
    assert (first.seq, first.previous, second.seq, second.previous) == (1, "", 2, first.digest)
    assert (book.head, book.length) == (second.digest, 2)
    assert [chain.digest(e) == e.digest for e in queries.entries_of(book)] == [True, True]


def test_an_entry_is_one_insert_and_a_personal_text_one_more(book: Book) -> None:
    with CaptureQueriesContext(
        connection,
    ) as plain:
        actions.append(book, **said())
    with CaptureQueriesContext(connection) as personal:
        actions.append(book, **said(private={"text": "张三（演示）"}))
    assert [len(plain), len(personal)] == [1, 2]


def test_personal_text_stays_out_of_the_chain(book: Book) -> None:
    entry = actions.append(book, **said(private={"name": "张三（演示）", "phone": "000"}))
    assert "张三" not in entry.payload
    assert set(entry.data["sealed"]) == {"name", "phone"}
    assert Sealed.objects.get(entry=entry).data == {"name": "张三（演示）", "phone": "000"}


def test_the_subject_row_is_left_to_the_caller(book: Book) -> None:
    actions.append(book, **said())
    assert Book.objects.get(pk=book.pk).length == 0
    book.save(update_fields=["head", "length"])
    assert Book.objects.get(pk=book.pk).length == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_goes_in() -> None:
    book = Book.objects.create(name="registers")
    with pytest.raises(TransactionManagementError):
        actions.append(book, **said())
    assert (Entry.objects.count(), book.length) == (0, 0)


def _append_and_refuse(book: Book) -> None:
    actions.append(book, **said(private={"text": "x"}))
    raise Refused("matter.final")


@pytest.mark.django_db(transaction=True)
def test_an_action_refused_after_its_entry_leaves_nothing() -> None:
    book = Book.objects.create(name="registers")
    with pytest.raises(Refused), transaction.atomic():
        _append_and_refuse(book)
    assert (Entry.objects.count(), Sealed.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"corrects": 1}, "journal.corrects-unknown"),
        ({"corrects": 0}, "journal.corrects-unknown"),
        ({"payload": {"text": "half \ud83d"}}, "journal.text-broken"),
        ({"private": {"text": "half \ud83d"}}, "journal.text-broken"),
    ],
)
def test_what_cannot_be_kept_is_refused(book: Book, more: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.append(book, **said(**more))
    assert refusal.value.code == code
    assert str(refusal.value)
    assert (Entry.objects.count(), book.head, book.length) == (0, "", 0)


@pytest.mark.parametrize(
    "more",
    [
        {"payload": {"sealed": {}}},
        {"kind": "Not A Word"},
        {"happened_at": None},
        {"happened_at": NOW.replace(tzinfo=None)},
        {"precision": "guess"},
        {"origin": "rumour"},
    ],
)
def test_what_a_programme_gets_wrong_is_an_error(book: Book, more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        actions.append(book, **said(**more))
    assert (Entry.objects.count(), book.length) == (0, 0)


def test_a_stale_row_cannot_append(book: Book) -> None:
    stale = Book.objects.get(pk=book.pk)
    actions.append(book, **said())
    with pytest.raises(Refused) as refusal, transaction.atomic():
        actions.append(stale, **said())
    assert refusal.value.code == "journal.stale"
    assert (Entry.objects.count(), stale.length) == (1, 0)


def test_batches_go_in_as_single_entries_do(book: Book) -> None:
    other = Book.objects.create(name="calendar")
    prepared = [
        actions.prepare(one, **said(payload={"n": n}, private={"p": n} if n % 3 == 0 else None))
        for n in range(20)
        for one in (book, other)
    ]
    keys = actions.insert_all(prepared)
    assert keys == sorted(keys)
    assert keys == [e.pk for e in Entry.objects.order_by("pk")]
    assert [e.data["n"] for e in queries.entries_of(book)] == list(range(20))
    assert Sealed.objects.count() == 14
    assert [e.data["n"] for e in queries.entries_page(book, before=20, size=2)] == [18, 17]


def test_a_stale_batch_is_refused(book: Book) -> None:
    prepared = [actions.prepare(book, **said())]
    actions.append(Book.objects.get(pk=book.pk), **said(kind="other"))
    with pytest.raises(Refused) as refusal, transaction.atomic():
        actions.insert_all(prepared)
    assert refusal.value.code == "journal.stale"
    assert [e.kind for e in Entry.objects.all()] == ["other"]


@pytest.mark.django_db
def test_a_register_keeps_its_own_chain() -> None:
    actions.record("calendar", **said())
    actions.record("calendar", **said())
    assert Book.objects.get(name="calendar").length == 2


def test_the_code_keeps_entries(book: Book) -> None:
    entry = actions.append(book, **said())
    for change in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(kind="x"),
    ):
        with pytest.raises(AppendOnly):
            change()
    assert Entry.objects.get().kind == "noted"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET payload = '{}'",
        "DELETE FROM journal_entry",
        "UPDATE journal_sealed SET text = '{}'",
        "DELETE FROM journal_sealed",
    ],
)
def test_the_database_keeps_entries(book: Book, statement: str) -> None:
    actions.append(book, **said(private={"text": "x"}))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert (Entry.objects.get().data["a"], Sealed.objects.get().data) == (1, {"text": "x"})


def test_erasing_takes_text_and_salt_and_says_so(book: Book) -> None:
    entry = actions.append(book, **said(private={"text": "x"}))
    erased = actions.erase(book, seq=1, by=actor.SYSTEM, now=NOW, reason="asked")
    sealed = Sealed.objects.get(entry=entry)
    assert (sealed.text, sealed.salt, sealed.erased_at, sealed.data) == (None, "", NOW, {})
    assert (erased.kind, erased.data, book.length) == (
        "erased",
        {"erases": 1, "reason": "asked"},
        2,
    )


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_only_a_text_that_is_there_is_erased(book: Book, seq: int) -> None:
    actions.append(book, **said(private={"text": "x"}))
    actions.erase(book, seq=1, by=actor.SYSTEM, now=NOW, reason="asked")
    with pytest.raises(Refused) as refusal:
        actions.erase(book, seq=seq, by=actor.SYSTEM, now=NOW, reason="asked")
    assert refusal.value.code == "journal.nothing-to-erase"
    assert (Entry.objects.count(), book.length) == (2, 2)
