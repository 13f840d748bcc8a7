"""Whether the personal texts of a chain are those that were sealed, or were erased openly."""

from __future__ import annotations

import json

from bihuan.registers.journal.rules import chain
from bihuan.registers.journal.rules.chain import Record
from bihuan.registers.journal.rules.walking import Break


class Texts:
    """Sees the entries of one chain, each already known to hold, with their sealed texts."""

    def __init__(self) -> None:
        self._gone: dict[int, int] = {}
        self._changed: Break | None = None

    def see(self, record: Record, salt: str | None, text: str | None) -> None:
        committed = chain.sealed_in(record.payload)
        if text is None:
            if committed:
                self._gone[record.seq] = record.id
        elif self._changed is None and not _is_sealed(salt, text, committed):
            self._changed = Break("text", record.seq, record.id)
        if record.kind == chain.ERASED:
            self._gone.pop(json.loads(record.payload)["erases"], None)

    def first_break(self, *, whole: bool) -> Break | None:
        """The first text that is not what was sealed; a missing one only if the chain is whole."""
        # The entry that says a text was erased may stand behind the place where a chain broke.
        missing = [Break("text-gone", seq, pk) for seq, pk in self._gone.items() if whole]
        found = [*missing, *([self._changed] if self._changed else [])]
        return min(found, key=lambda broken: broken.seq, default=None)


def _is_sealed(salt: str | None, text: str, committed: dict[str, str]) -> bool:
    try:
        return chain.commitments(salt or "", text) == committed
    except (ValueError, AttributeError):  # no longer a salt, or no longer a JSON object
        return False
