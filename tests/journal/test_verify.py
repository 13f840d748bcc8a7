"""Whatever is altered behind the journal's back, the first altered entry is named."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.journal.conftest import at

from bihuan.kernel import actor
from bihuan.kernel.refused import Refused
from bihuan.registers.journal import actions, verification
from bihuan.registers.journal.models import Anchor, Book, Entry
from bihuan.registers.journal.rules.chain import Record

Note = Callable[..., Entry]
Sql = Callable[..., None]
Export = Callable[[Anchor], io.StringIO]


@pytest.fixture
def chains(book: Book, other: Book, note: Note) -> tuple[Book, Book]:
    """Two chains of six entries each, recorded in turn."""
    for n in range(6):
        note(book, n)
        note(other, n, private={"text": f"电话 {n}"})
    return book, other


def first(exports: Sequence[io.StringIO] = ()) -> tuple[str, str, int] | None:
    fault = verification.verify(exports).first_fault
    return fault and (fault.what, fault.subject, fault.seq)


@pytest.mark.usefixtures("chains")
def test_a_sound_journal_verifies(exported: Export) -> None:
    anchor = actions.make_anchor(at(60))
    report = verification.verify([exported(anchor)])
    assert (report.ok, report.faults) == (True, ())
    assert (report.entries, report.chains, report.anchors, report.exported) == (12, 2, 1, 12)


@pytest.mark.django_db
def test_an_empty_journal_verifies() -> None:
    assert verification.verify().ok


@pytest.mark.parametrize("seq", [1, 3, 6])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", "{}"),
        ("happened_at", "2020-01-01 00:00:00+00:00"),
        ("recorded_at", "2020-01-01 00:00:00+00:00"),
        ("actor_person", "somebody"),
        ("kind", "closed"),
        ("origin", "imported"),
        ("digest", "0" * 64),
    ],
)
def test_a_changed_entry(
    chains: tuple[Book, Book], sql: Sql, seq: int, column: str, value: str
) -> None:
    book = chains[0]
    sql(
        f"UPDATE journal_entry SET {column} = %s WHERE subject_id = %s AND seq = %s",  # noqa: S608
        value,
        book.pk,
        seq,
    )
    assert first() == ("changed", f"book:{book.pk}", seq)


def test_a_moment_that_is_none(chains: tuple[Book, Book], sql: Sql) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite stores a moment that is none")
    sql("UPDATE journal_entry SET recorded_at = 'noon' WHERE seq = 2")
    assert first() == ("changed", f"book:{chains[0].pk}", 2)


@pytest.mark.parametrize(("one", "two"), [(1, 2), (2, 5), (5, 6)])
def test_two_entries_swapped(chains: tuple[Book, Book], sql: Sql, one: int, two: int) -> None:
    book = chains[0]
    for now, then in ((one, 99), (two, one), (99, two)):
        sql(
            "UPDATE journal_entry SET seq = %s WHERE subject_id = %s AND seq = %s",
            then,
            book.pk,
            now,
        )
    assert first() == ("reordered", f"book:{book.pk}", one)


@pytest.mark.parametrize("seq", [1, 4, 6])
def test_a_removed_entry(chains: tuple[Book, Book], sql: Sql, seq: int) -> None:
    book = chains[0]
    sql("DELETE FROM journal_entry WHERE subject_id = %s AND seq = %s", book.pk, seq)
    assert first() == ("removed", f"book:{book.pk}", seq)


def test_a_whole_chain_removed(
    chains: tuple[Book, Book], sql: Sql, forge: Callable[[Book], None], exported: Export
) -> None:
    book = chains[0]
    export = exported(actions.make_anchor(at(60)))
    sql("DELETE FROM journal_entry WHERE subject_id = %s", book.pk)
    assert first() == ("removed", f"book:{book.pk}", 1)
    sql("DELETE FROM journal_book WHERE id = %s", book.pk)
    forge(book)
    assert first() is None
    assert first([export]) == ("removed", f"book:{book.pk}", 1)


@pytest.mark.parametrize("seq", [1, 4])
def test_an_inserted_entry(chains: tuple[Book, Book], sql: Sql, seq: int) -> None:
    book = chains[0]
    _insert(book, sql, seq)
    assert first() == ("inserted", f"book:{book.pk}", seq)


def _insert(book: Book, sql: Sql, seq: int) -> None:
    sql(
        "UPDATE journal_entry SET seq = seq + 100 WHERE subject_id = %s AND seq >= %s",
        book.pk,
        seq,
    )
    sql("UPDATE journal_entry SET seq = seq - 99 WHERE subject_id = %s AND seq > 100", book.pk)
    forged = Entry.objects.filter(subject_id=book.pk).first()
    assert forged
    forged.pk, forged.seq, forged._state.adding = None, seq, True
    forged.payload, forged.digest = '{"forged":true}', "f" * 64
    forged.save(force_insert=True)


def test_an_entry_appended_without_its_row(chains: tuple[Book, Book]) -> None:
    book = Book.objects.get(pk=chains[0].pk)
    actions.append(
        book,
        kind="noted",
        payload={},
        author=actor.SYSTEM,
        happened_at=at(9),
        recorded_at=at(9),
    )
    assert first() == ("inserted", f"book:{book.pk}", 7)


def test_a_row_that_is_gone(chains: tuple[Book, Book], sql: Sql) -> None:
    sql("DELETE FROM journal_book WHERE id = %s", chains[0].pk)
    assert first() == ("row-differs", f"book:{chains[0].pk}", 6)


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        ("UPDATE journal_entry SET payload = '{}' WHERE subject_id = %s AND seq = 3", "changed"),
        ("DELETE FROM journal_entry WHERE subject_id = %s AND seq = 3", "removed"),
        ("UPDATE journal_entry SET seq = seq * 10 + 25 * (seq %% 2) WHERE subject_id = %s", ""),
    ],
)
def test_a_chain_rewritten_with_rows_and_anchors_is_found_by_the_exported_file(
    chains: tuple[Book, Book],
    sql: Sql,
    forge: Callable[[Book], None],
    exported: Export,
    tamper: str,
    what: str,
) -> None:
    book = chains[0]
    export = exported(actions.make_anchor(at(60)))
    sql(tamper, book.pk)
    forge(book)
    assert first() is None
    expected = (what, f"book:{book.pk}", 3) if what else ("reordered", f"book:{book.pk}", 1)
    assert first([export]) == expected


def test_anchors_alone_show_that_a_chain_was_rewritten(
    chains: tuple[Book, Book], sql: Sql, forge: Callable[[Book], None]
) -> None:
    book = chains[0]
    anchor = actions.make_anchor(at(60))
    sql("UPDATE journal_entry SET payload = '{}' WHERE subject_id = %s AND seq = 3", book.pk)
    forge(book)
    sql("UPDATE journal_anchor SET digest = %s WHERE id = %s", anchor.digest, anchor.pk)
    assert first() == ("changed", "anchor", 1)


def test_a_later_file_shows_that_earlier_anchors_were_rewritten(
    chains: tuple[Book, Book],
    sql: Sql,
    forge: Callable[[Book], None],
    exported: Export,
    note: Note,
) -> None:
    book = chains[0]
    first_file = exported(actions.make_anchor(at(60)))
    note(chains[1], 70)
    second_file = exported(actions.make_anchor(at(80)))
    sql("UPDATE journal_entry SET payload = '{}' WHERE subject_id = %s AND seq = 3", book.pk)
    forge(book)
    assert first([second_file]) == ("changed", "anchor", 1)
    second_file.seek(0)
    assert first([second_file, first_file]) == ("changed", f"book:{book.pk}", 3)


def test_the_earliest_of_several_faults_comes_first(chains: tuple[Book, Book], sql: Sql) -> None:
    book, other = chains
    for one, seq in ((book, 5), (other, 2)):
        sql("UPDATE journal_entry SET kind = 'x' WHERE subject_id = %s AND seq = %s", one.pk, seq)
    faults = verification.verify().faults
    assert [(f.subject, f.seq) for f in faults] == [
        (f"book:{other.pk}", 2),
        (f"book:{book.pk}", 5),
    ]
    assert faults[0].sentence == f"Entry 2 of book:{other.pk} is not what was recorded."
    assert faults[0].entry == Entry.objects.get(subject_id=other.pk, seq=2).pk


def test_an_erased_text_verifies(chains: tuple[Book, Book]) -> None:
    other = chains[1]
    actions.erase(other, seq=2, by=actor.SYSTEM, now=at(60), reason="asked")
    other.save()
    assert verification.verify().ok


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ('UPDATE journal_sealed SET text = \'{"text":"x"}\' WHERE entry_id = %s', "changed"),
        ("UPDATE journal_sealed SET text = 'rubbish' WHERE entry_id = %s", "changed"),
        ("UPDATE journal_sealed SET salt = 'rubbish' WHERE entry_id = %s", "changed"),
        (
            """UPDATE journal_sealed SET text = NULL, salt = '', erased_at = '2026-11-01 00:00Z'
            WHERE entry_id = %s""",
            "removed",
        ),
        ("DELETE FROM journal_sealed WHERE entry_id = %s", "removed"),
    ],
)
def test_a_tampered_personal_text(
    chains: tuple[Book, Book], sql: Sql, statement: str, what: str
) -> None:
    other = chains[1]
    sql(statement, Entry.objects.get(subject_id=other.pk, seq=4).pk)
    assert first() == (what, f"book:{other.pk}", 4)


def test_a_row_that_does_not_follow_from_its_journal(
    chains: tuple[Book, Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, list[Any]]] = []

    def difference(subject_id: int, entries: Sequence[Record]) -> str | None:
        seen.append((subject_id, [entry.data["n"] for entry in entries]))
        return "the name" if subject_id == chains[1].pk else None

    rebuilder = verification.Rebuilder("book", difference)
    monkeypatch.setattr(verification.listeners, "REBUILDERS", [rebuilder])
    fault = verification.verify().first_fault
    assert seen == [(chain.pk, list(range(6))) for chain in chains]
    assert fault
    assert (fault.what, fault.subject) == ("row-differs", f"book:{chains[1].pk}")
    assert fault.sentence == f"book:{chains[1].pk} does not say what its journal says: the name"


def test_queries_do_not_grow_with_chains(book: Book, note: Note) -> None:
    note(book)
    with CaptureQueriesContext(connection) as few:
        verification.verify()
    for n in range(20):
        note(Book.objects.create(name=f"book-{n}"), n)
    with CaptureQueriesContext(connection) as many:
        assert verification.verify().chains == 21
    assert len(many) == len(few)


@pytest.mark.django_db(transaction=True)
def test_a_verification_outside_a_transaction_leaves_none_open(note: Note) -> None:
    with transaction.atomic():
        note(Book.objects.create(name="registers"))
    with CaptureQueriesContext(connection) as queries:
        assert verification.verify().ok
    assert not connection.in_atomic_block
    assert any("BEGIN" in q["sql"] or "REPEATABLE" in q["sql"] for q in queries)


DAMAGE: list[tuple[str, Callable[[str], str], int]] = [
    ("cut short", lambda text: text[: text.rindex("end")], 14),
    ("a line missing", lambda text: "".join(text.splitlines(keepends=True)[:3]) + "end 12 x\n", 4),
    ("a digest changed", lambda text: text.replace(" 3 ", " 4 ", 1), 14),
    ("a table", lambda _: "number,made_at\n1,2\n", 1),
    ("empty", lambda _: "", 1),
]


@pytest.mark.usefixtures("chains")
@pytest.mark.parametrize(
    ("damage", "line"), [one[1:] for one in DAMAGE], ids=[one[0] for one in DAMAGE]
)
def test_a_damaged_file_is_refused_with_its_line(
    exported: Export,
    damage: Callable[[str], str],
    line: int,
) -> None:
    text = damage(exported(actions.make_anchor(at(60))).getvalue())
    with pytest.raises(Refused) as refusal:
        verification.verify([io.StringIO(text)])
    assert (refusal.value.code, refusal.value.facts["line"]) == ("journal.export-broken", line)


def test_files_that_contradict_each_other_are_refused(
    chains: tuple[Book, Book], sql: Sql, forge: Callable[[Book], None], exported: Export
) -> None:
    honest = exported(actions.make_anchor(at(60)))
    sql("UPDATE journal_entry SET kind = 'x' WHERE subject_id = %s AND seq = 3", chains[0].pk)
    forge(chains[0])
    forged = exported(Anchor.objects.get())
    with pytest.raises(Refused) as refusal:
        verification.verify([honest, forged])
    assert refusal.value.code == "journal.export-conflict"
