"""Days and numbers as an address or a form says them: what nobody means is taken for not said."""

from __future__ import annotations

from datetime import date

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
LONGEST = 18  # digits; more is no number of ours and no database's


def day(text: str) -> date | None:
    """The day; None for what is none, or lies where no calendar of ours reaches."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def whole(text: str, otherwise: int = 0) -> int:
    """The number written in plain digits; `otherwise` for anything else."""
    plain = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if plain else otherwise
