"""The place something happened at, by the last words places have."""

from __future__ import annotations

import re

from bihuan.matters.rules.phrases.reading import Reading

_LAST = (
    "大道|大街|路口|街道|小区|社区|园区|工业园|产业园|开发区|广场|菜市场|农贸市场|批发市场|花园|家园|公园|医院|学校|小学|中学|车站|"
    r"大桥|大厦|路|街|巷|弄|村|村\d+组|桥|厂区|工地|水库|河段|渠"
)
_PLACE = re.compile(
    rf"[\u4e00-\u9fffA-Za-z0-9]{{1,14}}?(?:{_LAST})"
    r"(?:\d+[号栋幢单元室组-]*)*(?:[东南西北中]?门口|[东南西北中]?[门侧边段口]|交叉口|附近|旁边?|对面)?"
)
# What stands before a place and is none of it: taken off up to its last occurrence.
_BEFORE = re.compile(
    r".*(?:位于|家住|住在|就在|是在|在|到|从|于|去|往|来自|反映|说|称|投诉|举报|我们|咱们|我家|我|你们|他们|"
    r"今天|昨天|昨晚|前天|早上|上午|下午|晚上|最近|现在|目前|一直|老板|经理|来电|电话|针对|关于|经过|一名|普通|位|现|对|给|由|把|被|让|向|用|了|的|有|和|与|，|是)"
)
_EMPTY = frozenset(re.split(r"\|", _LAST)) | {"道路", "马路", "公路", "一条路", "这条路", "半路"}
SHORTEST = 3


def place(text: str) -> Reading | None:
    """The first place named."""
    for found in _PLACE.finditer(text):
        bare = _BEFORE.sub("", found[0])
        if len(bare) >= SHORTEST and bare not in _EMPTY and not bare.isdigit():
            return Reading(bare, bare)
    return None
