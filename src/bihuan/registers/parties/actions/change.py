"""One change of the register: permitted, alone at its book, entered in it, and seen at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.worktime import local
from bihuan.registers.journal import actions as journal
from bihuan.registers.journal.models import Book
from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules.directory import Directory
from bihuan.registers.parties.rules.roles import check_permitted

# Called after a change of posts, or of where units stand, is committed: by whom it was made, when.
# Filled in config/wiring.
POSTS_CHANGED: list[Callable[[Actor, datetime], object]] = []
_OF_POSTS = frozenset({"post-recorded", "unit-dissolved", "unit-placed"})


@dataclass(slots=True)
class Change:
    """The book that is open for a change, and what will be entered in it."""

    book: Book
    by: Actor
    now: datetime
    entries: list[journal.Prepared] = field(default_factory=list)

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def tree(self) -> Directory:
        """The tree as it stood before the change; ask before the first row is written."""
        return reading.tree()

    def say(
        self,
        kind: str,
        payload: Mapping[str, object],
        private: Mapping[str, object] | None = None,
    ) -> None:
        """Enter what was done; `private` is personal text, kept apart and erasable."""
        prepared = journal.prepare(
            self.book,
            kind=kind,
            payload=payload,
            author=self.by,
            happened_at=self.now,
            recorded_at=self.now,
            private=private,
        )
        self.entries.append(prepared)


@contextmanager
def change(
    deed: str, *, by: Actor, now: datetime, book: str = reading.REGISTERS
) -> Iterator[Change]:
    """Open a book for one change; refuses `parties.not-permitted`.

    The book is locked first, so that two changes that would each be right but not together (two
    units made successors of one another) follow one another. A change that says nothing writes
    nothing to the book.
    """
    check_permitted(by, deed)
    try:
        with transaction.atomic():
            row, _ = Book.objects.select_for_update().get_or_create(name=book)
            reading.forget()
            opened = Change(row, by, now)
            yield opened
            if opened.entries:
                journal.insert_all(opened.entries)
                row.save(update_fields=["head", "length"])
                _tell(opened)
    finally:
        reading.forget()


def _tell(opened: Change) -> None:
    """Wake who listens once all is committed; a fault of theirs is logged and undoes nothing."""
    if any(prepared.entry.kind in _OF_POSTS for prepared in opened.entries):
        for listener in POSTS_CHANGED:
            called = functools.partial(listener, opened.by, opened.now)
            transaction.on_commit(called, robust=True)
