"""Unified social credit codes (GB 32100-2015) and the organisation code inside them (GB 11714)."""

from __future__ import annotations

import re
import unicodedata

from stdnum.cn import uscc

from bihuan.kernel.refused import Refused

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIGITS = "0123456789"
_INNER = slice(8, 16)
_INNER_CHECK = 16
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_REGION = range(2, 8)
_VALUES = {
    character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}


def normal_code(text: str) -> str:
    """A code as it is kept: half width, capitals, no spaces or hyphens."""
    return re.sub(r"[\s-]+", "", unicodedata.normalize("NFKC", text)).upper()


def checked_code(text: str) -> str:
    """The code as it is kept, all check digits right.

    Refuses `enterprise.code-length`, `enterprise.code-character` (with its position),
    `enterprise.code-inner-check` (character 17, by GB 11714) and `enterprise.code-check`
    (character 18, by GB 32100), the last two with the character that would be right.
    """
    code = normal_code(text)
    if len(code) != LENGTH:
        raise Refused("enterprise.code-length", number=code, length=len(code))
    for position, character in enumerate(code):
        if character not in (DIGITS if position in _REGION else ALPHABET):
            raise Refused(
                "enterprise.code-character",
                number=code,
                position=position + 1,
                character=character,
            )
    right = inner_check(code[_INNER])
    if code[_INNER_CHECK] != right:
        position = _INNER_CHECK + 1
        raise Refused("enterprise.code-inner-check", number=code, position=position, right=right)
    right = uscc.calc_check_digit(code[:-1])
    if code[-1] != right:
        raise Refused("enterprise.code-check", number=code, position=LENGTH, right=right)
    return code


def inner_check(organisation: str) -> str:
    """The check character of the eight characters of an organisation code (GB 11714-1997)."""
    weighed = zip(organisation, _INNER_WEIGHTS, strict=True)
    rest = sum(_VALUES[character] * weight for character, weight in weighed) % 11
    return "0X987654321"[rest]


def looks_like_code(text: str) -> bool:
    """Whether somebody who typed this meant a code rather than a name."""
    code = normal_code(text)
    return len(code) == LENGTH and all(character in _VALUES for character in code)
