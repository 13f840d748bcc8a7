"""What higher floors tell the verification: where chains end, and what their rows should say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from bihuan.registers.journal.models import Book, Chained
from bihuan.registers.journal.rules.chain import Record


class Head(NamedTuple):
    """Where the row of one chain says that the chain ends."""

    subject_kind: str
    subject_id: int
    head: str
    length: int


class Chain(NamedTuple):
    """All chains of one kind; `heads` gives their rows in ascending order of subject_id."""

    subject_kind: str
    heads: Callable[[], Iterable[Head]]


class Rebuilder(NamedTuple):
    """Compares a row with its journal: (subject_id, entries) -> what differs, or None.

    It is called while the journal is being read: it reads, and opens no transaction of its own.
    """

    subject_kind: str
    difference: Callable[[int, Sequence[Record]], str | None]


def rows_of(model: type[Chained]) -> Chain:
    """The chains of a model, ready for CHAINS."""

    def heads() -> Iterator[Head]:
        rows = model._default_manager.order_by("pk").values_list("pk", "head", "length")  # noqa: SLF001  Django's public name for it
        for pk, head, length in rows.iterator(5000):
            yield Head(model.chain_kind, pk, head, length)

    return Chain(model.chain_kind, heads)


CHAINS: list[Chain] = [rows_of(Book)]
REBUILDERS: list[Rebuilder] = []
