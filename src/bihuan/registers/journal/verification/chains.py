"""One pass over all chains of a kind: entries, rows and exported lines side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from bihuan.registers.journal.models import Entry
from bihuan.registers.journal.rules import walking
from bihuan.registers.journal.rules.chain import Record
from bihuan.registers.journal.rules.report import Fault
from bihuan.registers.journal.rules.texts import Texts
from bihuan.registers.journal.rules.walking import NEAR, Break, End
from bihuan.registers.journal.verification.exports import Exports
from bihuan.registers.journal.verification.listeners import Chain, Rebuilder

_CHUNK = 2000
_COLUMNS = Record._fields
_WITH_TEXT = (*_COLUMNS, "sealed__salt", "sealed__text")
_WIDTH = len(_COLUMNS)


class Finding(NamedTuple):
    """A chain that does not hold, and where its row says it ends."""

    subject_kind: str
    subject_id: int
    broken: Break
    end: End | None
    difference: str = ""


class Checker:
    """Checks all chains of one kind; `chains` counts them as they go by."""

    def __init__(
        self, kind: str, rows: Chain | None, rebuilders: Sequence[Rebuilder], exports: Exports
    ) -> None:
        self._kind = kind
        self._rows = rows
        self._rebuilders = rebuilders
        self._exports = exports
        self.chains = 0

    def findings(self) -> Iterator[Finding]:
        """The first fault of each chain that has one."""
        entries = (
            Entry.objects.filter(subject_kind=self._kind)
            .order_by("subject_id", "seq")
            .values_list(*_WITH_TEXT)
            .iterator(_CHUNK)
        )
        heads = self._rows.heads() if self._rows else ()
        for subject_id, (rows, ends, lines) in _side_by_side(
            (entries, _COLUMNS.index("subject_id")),
            (heads, 1),
            (self._exports.lines(self._kind), 0),
        ):
            self.chains += 1
            end = next((End(head, length) for _, _, head, length in ends), None)
            known = ((seq, digest) for _, seq, digest in lines)
            finding = self._check(subject_id, rows, end, known)
            if finding:
                yield finding

    def _check(
        self,
        subject_id: int,
        rows: Iterable[tuple[Any, ...]],
        end: End | None,
        exported: Iterator[tuple[int, str]],
    ) -> Finding | None:
        texts, kept = Texts(), _Kept(keeping=bool(self._rebuilders))
        broken = walking.walk(_held(rows, texts, kept), exported, end)
        text = texts.first_break(whole=broken is None)
        if text and (broken is None or text.seq < broken.seq):
            broken = text
        if broken is None and end is None and self._rows and kept.last:
            broken = Break("row-gone", kept.last.seq, kept.last.id)
        if broken:
            return Finding(self._kind, subject_id, broken, end)
        return self._rebuilt(subject_id, kept, end)

    def _rebuilt(self, subject_id: int, kept: _Kept, end: End | None) -> Finding | None:
        for rebuilder in self._rebuilders:
            difference = rebuilder.difference(subject_id, kept.records)
            if difference and kept.last:
                broken = Break("row", kept.last.seq, kept.last.id)
                return Finding(self._kind, subject_id, broken, end, difference)
        return None


class _Kept:
    """The entries of one chain, kept only if somebody will rebuild a row from them."""

    def __init__(self, *, keeping: bool) -> None:
        self._keeping = keeping
        self.records: list[Record] = []
        self.last: Record | None = None

    def add(self, record: Record) -> None:
        self.last = record
        if self._keeping:
            self.records.append(record)


def _held(rows: Iterable[tuple[Any, ...]], texts: Texts, kept: _Kept) -> Iterator[Record]:
    for row in rows:
        record = Record._make(row[:_WIDTH])
        yield record
        # The walk asks for the next entry only after it found this one sound.
        texts.see(record, *row[_WIDTH:])
        kept.add(record)


def _side_by_side(
    *streams: tuple[Iterable[tuple[Any, ...]], int],
) -> Iterator[tuple[int, list[Iterator[tuple[Any, ...]]]]]:
    groups = [groupby(rows, key=itemgetter(place)) for rows, place in streams]
    ahead = [next(group, None) for group in groups]
    while any(ahead):
        lowest = min(one[0] for one in ahead if one)
        yield lowest, [one[1] if one and one[0] == lowest else iter(()) for one in ahead]
        ahead = [
            next(group, None) if one and one[0] == lowest else one
            for group, one in zip(groups, ahead, strict=True)
        ]


def explained(finding: Finding, exports: Exports) -> Fault:
    """What happened to a chain, told from the entries around its break."""
    kind, subject_id, broken, end, difference = finding
    seqs = range(max(1, broken.seq - NEAR), broken.seq + NEAR)
    around = Entry.objects.filter(
        subject_kind=kind, subject_id=subject_id, seq__gte=seqs.start, seq__lte=seqs.stop
    )
    records = [Record._make(row) for row in around.order_by("seq").values_list(*_COLUMNS)]
    known = exports.near(kind, subject_id, seqs)
    why, seq = walking.explain(broken, records, known, end)
    entry = next((record.id for record in records if record.seq == seq), None)
    facts: dict[str, object] = {"length": end.length if end else 0, "difference": difference}
    return Fault(why, f"{kind}:{subject_id}", seq, entry, facts)
