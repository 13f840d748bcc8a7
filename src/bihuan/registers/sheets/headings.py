"""The words over the columns, without what two clerks would write differently."""

from __future__ import annotations

import re
import unicodedata

DEEPEST_HEADER = 30


def word_of(cell: str) -> str:
    """A header cell without what surrounds its word: `* 联系 电话（必填）` is 联系电话."""
    plain = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", unicodedata.normalize("NFKC", cell))
    return re.sub(r"[\s*:：/、]+", "", plain)


def spelling_of(cell: str) -> str:
    """A heading without what two clerks would write differently: width, spaces, a star."""
    return re.sub(r"[\s*\ufeff:]+", "", unicodedata.normalize("NFKC", cell)).casefold()
