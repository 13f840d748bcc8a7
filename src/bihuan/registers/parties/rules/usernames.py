"""How the name of an account is kept."""

from __future__ import annotations

import re
import unicodedata

from bihuan.kernel.refused import Refused

USERNAME = re.compile(r"[\w.@-]{2,60}")


def normal_username(text: str) -> str:
    """The one spelling under which an account is kept; refuses `account.username-malformed`."""
    name = unicodedata.normalize("NFKC", text.strip()).casefold()
    if not USERNAME.fullmatch(name):
        raise Refused("account.username-malformed", username=text)
    return name
