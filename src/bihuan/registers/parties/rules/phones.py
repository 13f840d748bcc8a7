"""Telephone numbers as clerks type them, and as a spreadsheet mangles them."""

from __future__ import annotations

import re
import unicodedata

from bihuan.kernel.refused import Refused

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}\d{7,8}|[2-8]\d{6,7}")
ROUNDED = re.compile(r"\d(\.\d+)?e\+?\d+")
WHOLE = re.compile(r"(\d+)\.0+")


def checked_phone(text: str) -> str:
    """The number as digits alone; refuses `person.phone-malformed` and `person.phone-rounded`.

    A spreadsheet that shows 1.38E+10 has thrown the last digits away when it is saved as text.
    """
    plain = re.sub(r"[\s\-—–()·]", "", unicodedata.normalize("NFKC", text)).casefold()
    if ROUNDED.fullmatch(plain):
        raise Refused("person.phone-rounded", phone=text)
    whole = WHOLE.fullmatch(plain)
    digits = whole[1] if whole else plain
    digits = re.sub(r"^(\+86|0086|86(?=1\d{10}$))", "", digits)
    if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits):
        return digits
    raise Refused("person.phone-malformed")
