"""Walking one chain from its first entry, and telling what happened where it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bihuan.registers.journal.rules import chain
from bihuan.registers.journal.rules.chain import Record

# How far from a break its entry is looked for; a chain is rarely longer.
NEAR = 2000


class End(NamedTuple):
    """Where the row of a chain says that it ends."""

    head: str
    length: int


class Break(NamedTuple):
    """The first place where a chain does not hold; `trusted` entries before it were exported."""

    why: str
    seq: int
    entry: int | None
    trusted: int = 0


def holds(record: Record) -> bool:
    """Whether an entry still has its own digest."""
    return chain.digest(record) == record.digest


def walk(
    records: Iterable[Record], exported: Iterator[tuple[int, str]], end: End | None
) -> Break | None:
    """The first break of a chain, seen from its own digests, from exported lines and from its row.

    `exported` gives (seq, digest) in order, perhaps from the middle of the chain on.
    """
    previous, seq, trusted, last = "", 0, 0, None
    known = next(exported, None)
    for record in records:
        seq += 1
        if record.seq != seq or record.previous != previous or not holds(record):
            return Break("chain", seq, record.id, trusted)
        if known is not None and known[0] == seq:
            if known[1] != record.digest:
                return Break("exported", seq, record.id, trusted)
            trusted, known = seq, next(exported, None)
        previous, last = record.digest, record.id
    if known is not None:
        return Break("exported", seq + 1, last, trusted)
    return _at_the_end(End(previous, seq), last, end)


def _at_the_end(found: End, last: int | None, said: End | None) -> Break | None:
    if said is None or found == said:
        return None
    if found.length < said.length:
        return Break("short", found.length + 1, last)
    if found.length > said.length:
        return Break("long", said.length + 1, last)
    return Break("end", found.length, last)


def explain(
    broken: Break, records: Sequence[Record], exported: Mapping[int, str], end: End | None
) -> tuple[str, int]:
    """Why a chain broke, and at which entry: the one that was touched, not the one that shows it.

    `records` are the entries around the break, in order; `exported` the digests known for sure.
    """
    if broken.why not in ("chain", "exported"):
        return broken.why, broken.seq
    near = _Near(records, exported)
    here = near.at.get(broken.seq)
    if broken.why == "chain" and here is not None:
        shown = _shown_by_the_next(broken, here, near, end)
        if shown:
            return shown
    found = any(near.is_entry(broken.seq, r) for r in records if r is not here)
    if here is None:
        return ("moved" if found else "gone"), broken.seq
    if near.belongs_elsewhere(here):
        return ("moved" if found else "gone"), broken.seq
    if found:
        return "foreign", broken.seq
    return ("content" if broken.why == "chain" else "rewritten"), broken.seq


class _Near:
    """The entries around a break, asked which of them once stood where."""

    def __init__(self, records: Sequence[Record], exported: Mapping[int, str]) -> None:
        self.at = {record.seq: record for record in records}
        self.exported = exported

    def before(self, seq: int) -> str:
        """The digest of the entry before `seq`, the exported one if it is known."""
        if seq - 1 in self.exported:
            return self.exported[seq - 1]
        return self.at[seq - 1].digest if seq - 1 in self.at else ""

    def is_entry(self, seq: int, record: Record) -> bool:
        """Whether a record is the original entry `seq`, wherever it stands now."""
        there = record._replace(seq=seq, previous=self.before(seq))
        known = self.exported.get(seq)
        if known is not None and chain.digest(there) == known:
            return True
        return record.previous == there.previous and chain.digest(there) == record.digest

    def belongs_elsewhere(self, record: Record) -> bool:
        """Whether a record is the original of another place than the one it stands in."""
        places = range(max(1, record.seq - NEAR), record.seq + NEAR)
        return any(self._was_at(seq, record) for seq in places if seq != record.seq)

    def _was_at(self, seq: int, record: Record) -> bool:
        if chain.digest(record._replace(seq=seq)) == record.digest:
            return True
        known = self.exported.get(seq)
        return known is not None and known == chain.digest(
            record._replace(seq=seq, previous=self.before(seq))
        )


def _shown_by_the_next(
    broken: Break, here: Record, near: _Near, end: End | None
) -> tuple[str, int] | None:
    """The fault of the entry before, where only the entry after it knows better."""
    before = near.at.get(broken.seq - 1)
    if before is None or broken.seq - 1 <= broken.trusted:
        return None
    if holds(here) and _is_followed(here, near, end):
        return "rewritten", broken.seq - 1
    if here.previous == before.previous and near.is_entry(broken.seq - 1, here):
        return "foreign", broken.seq - 1
    return None


def _is_followed(here: Record, near: _Near, end: End | None) -> bool:
    following = near.at.get(here.seq + 1)
    if following is not None:
        return following.previous == here.digest
    return end is None or end.head == here.digest
