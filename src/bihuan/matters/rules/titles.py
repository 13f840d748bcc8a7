"""What a matter is called where its form asks for no title, or for a longer one than is kept."""

from __future__ import annotations

from bihuan.registers.parties.rules import masking

LONGEST = 200
FROM_TEXT = 40


def title(given: str, text: str) -> str:
    """The title given, or the beginning of the letter; neither ends within a telephone number."""
    return shortened(given) or masking.cut(text, FROM_TEXT)


def shortened(given: str) -> str:
    """As much of a title as is kept."""
    return masking.cut(given, LONGEST)
