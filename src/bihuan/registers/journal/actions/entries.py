"""How something gets into the journal: one entry at a time, or prepared and in batches."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, NotRequired, Protocol, TypedDict, Unpack

from django.db import IntegrityError, connection
from django.db.transaction import TransactionManagementError

from bihuan.kernel.refused import Refused
from bihuan.registers.journal import writing
from bihuan.registers.journal.models import Book, Chained, Entry, Sealed
from bihuan.registers.journal.rules import chain

_COLUMNS = chain.Record._fields[1:]


class Author(Protocol):
    """Who did it, in which post; the kernel's actor is one."""

    @property
    def person(self) -> str: ...
    @property
    def post(self) -> str: ...


class Said(TypedDict):
    """What an entry says; `private` is personal text, kept apart so that it can be erased."""

    kind: str
    payload: Mapping[str, object]
    author: Author
    happened_at: datetime | None
    recorded_at: datetime
    precision: NotRequired[str]
    origin: NotRequired[str]
    private: NotRequired[Mapping[str, object] | None]
    corrects: NotRequired[int | None]


class Prepared(NamedTuple):
    """An entry that has its place in the chain and is not in the table yet."""

    entry: chain.Record  # without its key
    sealed: tuple[str, str] | None  # salt and text


def append(subject: Chained, **said: Unpack[Said]) -> Entry:
    """Add one entry to the chain of `subject`, inside the caller's transaction.

    One INSERT, two with `private`. Moves `subject.head` and `subject.length` in memory; the caller
    saves them with its own UPDATE of the row. Refuses text holding half a character
    (journal.text-broken), a correction of an entry the chain has not (journal.corrects-unknown),
    and a row that was read before somebody else appended (journal.stale).
    """
    _inside_transaction()
    composed, sealed = _compose(subject, said)
    entry = Entry(**dict(zip(_COLUMNS, composed[1:], strict=True)))
    try:
        writing.insert(entry)
    except IntegrityError as fault:
        raise _stale(subject, entry.seq) from fault
    if sealed is not None:
        writing.insert(Sealed(entry=entry, salt=sealed[0], text=sealed[1]))
    _advance(subject, composed)
    return entry


def prepare(subject: Chained, **said: Unpack[Said]) -> Prepared:
    """Compose the next entry of a chain for `insert_all`; refuses what `append` refuses.

    Moves the subject's head in memory, so that the entry after it can be prepared at once.
    """
    prepared = _compose(subject, said)
    _advance(subject, prepared.entry)
    return prepared


def insert_all(prepared: Sequence[Prepared]) -> list[int]:
    """Insert prepared entries in the given order, which keeps each chain in its own order.

    Returns their keys.

    The caller saves the heads of the subjects in the same transaction. Refuses a chain that
    somebody else appended to meanwhile (journal.stale).
    """
    _inside_transaction()
    keys = writing.reserve(Entry, len(prepared))
    entries = [(key, *one.entry[1:]) for key, one in zip(keys, prepared, strict=True)]
    try:
        writing.insert_values(Entry, chain.Record._fields, entries)
    except IntegrityError as fault:
        raise Refused("journal.stale", subject="batch", seq=len(entries)) from fault
    sealed = [(key, *one.sealed) for key, one in zip(keys, prepared, strict=True) if one.sealed]
    writing.insert_values(Sealed, ("entry_id", "salt", "text"), sealed)
    return keys


def record(book: str, **said: Unpack[Said]) -> Entry:
    """Append to the chain of a register, inside the caller's transaction, and save its head."""
    _inside_transaction()
    found, _ = Book.objects.select_for_update().get_or_create(name=book)
    entry = append(found, **said)
    found.save(update_fields=["head", "length"])
    return entry


def erase(subject: Chained, *, seq: int, by: Author, now: datetime, reason: str) -> Entry:
    """Erase the personal text of an entry and say so in a new one; the chain stays whole.

    Moves the subject's head in memory like `append`. Refuses an entry without personal text, or
    whose text is gone already (journal.nothing-to-erase).
    """
    _inside_transaction()
    erased = Sealed.objects.filter(
        entry__subject_kind=subject.chain_kind,
        entry__subject_id=subject.pk,
        entry__seq=seq,
        text__isnull=False,
    ).update(text=None, salt="", erased_at=now)
    if not erased:
        raise Refused("journal.nothing-to-erase", subject=_name(subject), seq=seq)
    return append(
        subject,
        kind=chain.ERASED,
        payload={"erases": seq, "reason": reason},
        author=by,
        happened_at=now,
        recorded_at=now,
    )


def _compose(subject: Chained, said: Said) -> Prepared:
    corrects = said.get("corrects")
    origin, precision = said.get("origin", "observed"), said.get("precision", "moment")
    _check(subject, said, corrects)
    chain.check_time(said["happened_at"], precision, origin)
    payload, sealed = dict(said["payload"]), None
    private = said.get("private")
    if private:
        salt, text = secrets.token_hex(32), chain.canonical(private)
        sealed = (salt, text)
        payload[chain.SEALED] = chain.commitments(salt, text)
    entry = chain.Record(
        id=0,
        subject_kind=subject.chain_kind,
        subject_id=subject.pk,
        seq=subject.length + 1,
        previous=subject.head,
        digest="",
        kind=said["kind"],
        actor_person=said["author"].person,
        actor_post=said["author"].post,
        happened_at=said["happened_at"],
        precision=precision,
        recorded_at=said["recorded_at"],
        origin=origin,
        payload=chain.canonical(payload),
        corrects=corrects,
    )
    return Prepared(entry._replace(digest=chain.digest(entry)), sealed)


def _check(subject: Chained, said: Said, corrects: int | None) -> None:
    if subject.pk is None:
        raise ValueError("a chain begins after its row is saved")
    chain.check_word(subject.chain_kind)
    chain.check_word(said["kind"])
    chain.check_payload(said["payload"])
    if corrects is not None and not 1 <= corrects <= subject.length:
        raise Refused("journal.corrects-unknown", subject=_name(subject), seq=corrects)


def _advance(subject: Chained, entry: chain.Record) -> None:
    subject.head, subject.length = entry.digest, entry.seq


def _inside_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            "an entry goes in with the row it speaks of, or not at all"
        )


def _stale(subject: Chained, seq: int) -> Refused:
    return Refused("journal.stale", subject=_name(subject), seq=seq)


def _name(subject: Chained) -> str:
    return f"{subject.chain_kind}:{subject.pk}"
