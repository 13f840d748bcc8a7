"""The answer to one question of a form, and the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as a form takes it, and the words of the text that gave it."""

    value: str
    words: str
