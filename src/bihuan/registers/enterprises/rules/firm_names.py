"""Names of firms as two people would write them differently, and what stays the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FORMS = (
    *("股份有限公司", "有限责任公司", "有限公司", "集团公司", "总公司", "分公司", "公司"),
    *("(普通合伙)", "(有限合伙)", "(特殊普通合伙)", "(个人独资)", "(个体工商户)"),
)
# Pairs that half the register shares tell nobody which firm is meant.
COMMON_PAIRS = frozenset(
    (
        *(
            "机械",
            "科技",
            "实业",
            "贸易",
            "建材",
            "建设",
            "工程",
            "发展",
            "投资",
            "集团",
            "有限",
            "公司",
        ),
        *(
            "制造",
            "商贸",
            "服务",
            "电子",
            "材料",
            "设备",
            "食品",
            "物流",
            "工贸",
            "农业",
            "生物",
            "环保",
        ),
        *("新材", "股份", "责任"),
    )
)
_FIRMLIKE = re.compile(r".{0,4}?(公司|集团|厂|企业|老板|总|厂长|经理|店|合作社)")
_ENDING = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()]{2,24}?"
    r"(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|合作社|经营部|(?<!工)商行|酒店|[^工出]厂)"
)
_LEADING = re.compile(
    r".*(?:我是|我们是|这里是|我们|本人是|来自|关于|反映|投诉|来电|电话|单位是|企业是|叫做|名叫|昨天|今天|上午|下午|晚上|附近|"
    r"之后|变更为|一些|好多|那边|两个|日与|费用和|为|给|由|向|从|到|与|在|的)"
)
SHORTEST_FRAGMENT = 2
SHORTEST_SPELLED = 4
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


def own_words(key: str, places: Iterable[str]) -> str:
    """The key without the places in front of it: 株洲市芦淞区恒泰机械 is called 恒泰机械."""
    rest, before = key, ""
    while rest != before:
        before = rest
        for place in places:
            if rest.startswith(place) and len(rest) - len(place) >= SHORTEST_KEY:
                rest = rest.removeprefix(place)
    return rest


def mention(text: str, own: str) -> str:
    """The words of a text that name a firm by the beginning of its own words, or "" for none.

    Three characters name it; two do where a word for a firm or its people follows: 恒泰的老板.
    """
    for length in range(len(own), SHORTEST_FRAGMENT - 1, -1):
        words = own[:length]
        at = text.find(words)
        if at < 0:
            continue
        if length > SHORTEST_FRAGMENT or length == len(own) or _FIRMLIKE.match(text, at + length):
            return words
        return ""
    return ""


def spelled_out(text: str) -> str:
    """The first name in a text that ends as firms do, for a firm that is not in the register."""
    names = (_LEADING.sub("", found[0]) for found in _ENDING.finditer(text))
    return next((name for name in names if len(name) >= SHORTEST_SPELLED), "")
