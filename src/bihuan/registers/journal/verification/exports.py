"""Exported anchors, sorted by chain in a temporary file that no size of journal outgrows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TextIO

from bihuan.kernel.refused import Refused
from bihuan.registers.journal.rules import anchoring
from bihuan.registers.journal.rules.anchoring import Line, Section

_BATCH = 10_000
_TABLE = """
CREATE TABLE line (
  anchor INTEGER, subject_kind TEXT, subject_id INTEGER, seq INTEGER, digest TEXT,
  PRIMARY KEY (subject_kind, subject_id, seq)
) WITHOUT ROWID
"""


class Exports:
    """The lines of all given files by chain, and their anchors by number."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        self.sections: dict[int, Section] = {}
        self._batch: list[Line] = []

    def load(self, file: TextIO) -> None:
        """Take in a file; one that was given already adds nothing.

        Refused: a file that was changed or cut short (journal.export-broken), or that contradicts
        another one (journal.export-conflict).
        """
        name = str(getattr(file, "name", "-"))
        for item in anchoring.read(file, name):
            if isinstance(item, Section):
                self._close(item, name)
            elif item.anchor not in self.sections:
                self._batch.append(item)
                if len(self._batch) >= _BATCH:
                    self._flush(name)
        self._flush(name)

    def _close(self, section: Section, name: str) -> None:
        self._flush(name)
        known = self.sections.setdefault(section.number, section)
        before = self.sections.get(section.number - 1)
        after = self.sections.get(section.number + 1)
        if (
            known != section
            or (before and before.digest != section.previous)
            or (after and after.previous != section.digest)
        ):
            raise Refused("journal.export-conflict", file=name, number=section.number)

    def _flush(self, name: str) -> None:
        try:
            self._store.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?)", self._batch)
        except sqlite3.IntegrityError as fault:
            number = self._batch[0].anchor
            raise Refused("journal.export-conflict", file=name, number=number) from fault
        self._batch.clear()

    def count(self) -> int:
        found: tuple[int] = self._store.execute("SELECT count(*) FROM line").fetchone()
        return found[0]

    def kinds(self) -> set[str]:
        return {kind for (kind,) in self._store.execute("SELECT DISTINCT subject_kind FROM line")}

    def lines(self, subject_kind: str) -> Iterator[tuple[int, int, str]]:
        """(subject_id, seq, digest) of one kind of chain, in order."""
        return self._store.execute(
            "SELECT subject_id, seq, digest FROM line WHERE subject_kind = ? "
            "ORDER BY subject_id, seq",
            (subject_kind,),
        )

    def near(self, subject_kind: str, subject_id: int, seqs: range) -> dict[int, str]:
        """The exported digests of part of a chain."""
        return dict(
            self._store.execute(
                "SELECT seq, digest FROM line WHERE subject_kind = ? AND subject_id = ? "
                "AND seq BETWEEN ? AND ?",
                (subject_kind, subject_id, seqs.start, seqs.stop),
            )
        )


@contextmanager
def opened(files: Sequence[TextIO]) -> Iterator[Exports]:
    """Read exported files; what they hold is gone from the disk afterwards."""
    # An empty name is SQLite's own temporary file, removed when it is closed.
    with closing(sqlite3.connect("")) as store:
        store.execute(_TABLE)
        exports = Exports(store)
        for file in files:
            exports.load(file)
        yield exports
