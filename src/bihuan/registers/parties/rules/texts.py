"""How long a text of the register may be, and what no text may hold."""

from __future__ import annotations

import unicodedata

from bihuan.kernel.refused import Refused

LONGEST: dict[str, int] = {
    "address": 300,
    "alias": 120,
    "enterprise": 200,
    "enterprise kind": 60,
    "kind": 20,
    "notice": 200,
    "person": 60,
    "post": 60,
    "provenance": 200,
    "region": 60,
    "short name": 60,
    "status": 40,
    "title": 60,
    "unit": 120,
}
# Cc: NUL and its kin, which PostgreSQL does not store; Cs: half a character.
UNPRINTABLE = frozenset({"Cc", "Cs"})


def check_text(field: str, text: str) -> None:
    """Refuse a text that a column cannot hold: `text.too-long`, `text.unprintable`."""
    if len(text) > LONGEST[field]:
        shown = text[: LONGEST["region"]]
        raise Refused("text.too-long", field=field, text=shown, longest=LONGEST[field])
    if any(unicodedata.category(each) in UNPRINTABLE for each in text):
        raise Refused("text.unprintable", field=field)
