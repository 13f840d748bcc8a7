"""How much of a name or a number may be seen by somebody who only needs to recognise it."""

from __future__ import annotations

import re

DEMONSTRATION = "（演示）"
COMPOUND_SURNAMES = frozenset(
    (
        *("欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人"),
        *("夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶"),
        *("太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于"),
        *("司空", "闾丘", "令狐", "百里", "呼延", "东郭", "南门", "第五"),
    )
)
MOBILE_LENGTH = 11
HIDDEN_DIGITS = 4
_MOBILE = re.compile(r"(?<!\d)(1\d{2})[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_BROKEN = re.compile(r"[0-9]+$")
_DIGITS = frozenset("0123456789Xx")
_IDENTITY = re.compile(r"(?<!\d)(\d{3})\d{14}[\dXx](?![\dXx])")


def masked_name(name: str) -> str:
    """The surname and a star for each further character; the mark of invented people stays."""
    mark = DEMONSTRATION if name.endswith(DEMONSTRATION) else ""
    bare = name.removesuffix(DEMONSTRATION)
    compound = bare[:2] in COMPOUND_SURNAMES and bare[2:]
    surname = 2 if compound else 1
    return bare[:surname] + "*" * max(len(bare) - surname, 0) + mark


def masked_phone(number: str) -> str:
    """First three and last four digits of a mobile number; of any other, the last two."""
    if len(number) == MOBILE_LENGTH and number.isdigit():
        return number[:3] + "*" * HIDDEN_DIGITS + number[-4:]
    shown = number[-2:] if len(number) > HIDDEN_DIGITS else ""
    return "*" * (len(number) - len(shown)) + shown


def cut(text: str, longest: int) -> str:
    """The beginning of a text, never the half of a number: half a number would not be starred."""
    if len(text) <= longest:
        return text
    kept = text[:longest]
    return _BROKEN.sub("", kept) if text[longest] in _DIGITS else kept


def hidden_numbers(text: str) -> str:
    """What somebody wrote, the middle of mobile and identity numbers starred: titles say more than
    they should, and so does the message of a failed constraint.
    """
    return _MOBILE.sub(r"\1****\2", _IDENTITY.sub(r"\1" + "*" * 15, text))
