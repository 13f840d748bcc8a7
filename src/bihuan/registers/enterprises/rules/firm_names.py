"""Names of firms as two people would write them differently, and what stays the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FORMS = (
    *("股份有限公司", "有限责任公司", "有限公司", "集团公司", "总公司", "分公司", "公司"),
    *("(普通合伙)", "(有限合伙)", "(特殊普通合伙)", "(个人独资)", "(个体工商户)"),
)
SHORTEST_FRAGMENT = 2
SHORTEST_KEY = 2


def normal_name(text: str) -> str:
    """The name in one width and case, without spaces and without brackets around a part of it."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"[()\[\]【】〔〕《》\"'“”·,，.。]", "", plain)


def key_of(text: str) -> str:
    """The name without its legal form: what people say when they mean the firm."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for form in FORMS:
        plain = plain.removesuffix(form)
    key = normal_name(plain)
    return key if len(key) >= SHORTEST_KEY else normal_name(text)


def keys_of(names: Iterable[str]) -> tuple[str, ...]:
    """The keys of all names a firm has borne, each once."""
    return tuple(dict.fromkeys(key for name in names if (key := key_of(name))))


def pairs_of(key: str) -> frozenset[str]:
    """The neighbouring characters of a key, by which its fragments are found."""
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))
