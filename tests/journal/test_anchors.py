"""Anchors follow each other, leave no entry out, and are written out whole or not at all."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, connections, transaction
from tests.journal.conftest import at

from bihuan.kernel.refused import Refused
from bihuan.registers.journal import actions, dialect, verification
from bihuan.registers.journal.models import Anchor, AppendOnly, Book, Entry

Note = Callable[..., Entry]
Export = Callable[[Anchor], io.StringIO]


def test_anchors_are_chained_and_cover_each_entry_once(
    book: Book, note: Note, exported: Export
) -> None:
    entries = [note(book, n) for n in range(3)]
    one = actions.make_anchor(at(10))
    entries += [note(book, n) for n in range(3, 5)]
    two = actions.make_anchor(at(20))
    three = actions.make_anchor(at(30))
    assert [(a.number, a.entries) for a in (one, two, three)] == [(1, 3), (2, 2), (3, 0)]
    assert (one.previous, two.previous, three.previous) == ("", one.digest, two.digest)
    lines = [
        line for anchor in (one, two, three) for line in exported(anchor).getvalue().split("\n")
    ]
    said = [line for line in lines if line.startswith("book:")]
    assert said == [f"book:{book.pk} {e.seq} {e.digest}" for e in entries]
    assert verification.verify().ok


def test_an_exported_file_can_be_checked_without_us(
    book: Book, note: Note, exported: Export
) -> None:
    note(book)
    anchor = actions.make_anchor(at(10))
    lines = exported(anchor).getvalue().splitlines(keepends=True)
    above = hashlib.sha256("".join(lines[:-1]).encode()).hexdigest()
    assert lines[0] == "bihuan-anchor 1 2026-11-01T01:10:00.000000+00:00 -\n"
    assert lines[-1] == f"end 1 {above}\n"
    assert anchor.digest == above


def test_all_anchors_go_into_one_file(book: Book, note: Note) -> None:
    for n in range(3):
        note(book, n)
        actions.make_anchor(at(n))
    stream = io.StringIO()
    assert actions.export_all(stream) == 3
    stream.seek(0)
    assert verification.verify([stream]).exported == 3


def test_what_no_longer_agrees_is_not_exported(
    book: Book, note: Note, sql: Callable[..., None]
) -> None:
    note(book)
    anchor = actions.make_anchor(at(10))
    sql("UPDATE journal_entry SET digest = %s", "0" * 64)
    stream = io.StringIO()
    with pytest.raises(Refused) as refusal:
        actions.export_anchor(anchor, stream)
    assert refusal.value.code == "journal.anchor-differs"
    assert "end" not in stream.getvalue()


def test_anchors_are_kept(book: Book, note: Note) -> None:
    note(book)
    anchor = actions.make_anchor(at(10))
    with pytest.raises(AppendOnly):
        anchor.save()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM journal_anchor")
    assert Anchor.objects.get().digest == anchor.digest


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_anchor_is_named(
    book: Book, note: Note, sql: Callable[..., None], exported: Export, number: int
) -> None:
    files = []
    for n in range(3):
        note(book, n)
        files.append(exported(actions.make_anchor(at(n))))
    sql("DELETE FROM journal_anchor WHERE number = %s", number)
    fault = verification.verify(files).first_fault
    assert fault
    assert (fault.what, fault.subject, fault.seq) == ("removed", "anchor", number)


@pytest.mark.django_db(transaction=True)
def test_an_entry_committed_late_is_in_the_next_anchor_and_in_none_twice(note: Note) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: no entry is committed late")
    slow, quick = (Book.objects.create(name=name) for name in ("slow", "quick"))
    taken, go_on = threading.Event(), threading.Event()

    def append_slowly() -> None:
        with transaction.atomic():
            note(slow, 1)
            taken.set()
            go_on.wait(10)
        connections.close_all()

    writer = threading.Thread(target=append_slowly)
    writer.start()
    taken.wait(10)
    with transaction.atomic():
        note(quick, 2)
    assert not dialect.settled(connection, tries=2)
    with pytest.raises(Refused) as refusal:
        _anchor_impatiently()
    assert (refusal.value.code, Anchor.objects.count()) == ("journal.busy", 0)
    go_on.set()
    writer.join()
    assert actions.make_anchor(at(10)).entries == 2
    assert Entry.objects.earliest("id").subject_id == slow.pk


def _anchor_impatiently() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect.settled, "__defaults__", (1,))
        actions.make_anchor(at(5))
