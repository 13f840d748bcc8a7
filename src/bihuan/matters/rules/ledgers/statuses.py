"""Where a row stands, by the words offices use for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

# 已办结 is what a unit says when it answers; only 销号 ends a matter.
STAGES: Mapping[str, tuple[str, ...]] = {
    "closed": ("已销号", "销号", "已归档", "已回访", "回访满意", "已终结"),
    "replied": (
        *("已办结", "办结", "已完成", "完成", "已解决", "解决", "已答复", "已回复", "已办", "是"),
        *("已整改", "整改完成", "办理完毕", "已办理", "已落实", "已反馈", "√", "100%", "已结"),
    ),
    "handling": (
        *(
            "办理中",
            "正在办理",
            "在办",
            "推进中",
            "正在推进",
            "进行中",
            "整改中",
            "处理中",
            "跟进中",
        ),
        *(
            "部分解决",
            "部分完成",
            "持续推进",
            "正在整改",
            "长期推进",
            "已签收",
            "未办结",
            "未完成",
        ),
        *("未解决", "否", "逾期", "已逾期", "超期", "正在协调", "未销号", "×"),
    ),
    "assigned": (
        "未办",
        "未办理",
        "待办",
        "未启动",
        "已交办",
        "已派单",
        "待签收",
        "未开始",
        "已转办",
    ),
    "accepted": ("待派单", "待交办", "已受理", "未派单"),
    "received": ("待受理", "新增", "未受理", "待登记"),
}
STAGE_OF = {word: stage for stage, words in STAGES.items() for word in words}
_BEGINNINGS = tuple(
    sorted(((w, s) for w, s in STAGE_OF.items() if len(w) > 1), key=lambda x: -len(x[0]))
)
_NEGATED = re.compile(r"(未|没有|尚未|无法|不能|待).{0,4}(办结|解决|完成|答复|回复|落实)")


_DONE = re.compile(r"(问题|现|目前)?已.{0,12}(办结|解决|完成|答复|回复|办理完毕)")


def stage_of(cell: str) -> tuple[str, bool] | None:
    """The stage a word stands for and whether it is that very word; None for an unknown one."""
    plain = re.sub(r"[\s。.，,（）()]+", "", cell)
    if not plain:
        return None
    if plain in STAGE_OF:
        return STAGE_OF[plain], True
    if _NEGATED.search(plain):
        return "handling", False
    for word, stage in _BEGINNINGS:
        if plain.startswith(word):
            return stage, False
    return None


def stage_in(progress: str) -> str:
    """What an account of progress says of the stage, where it begins with it; empty otherwise."""
    begin = progress.strip()[:16]
    found = stage_of(begin) if begin else None
    if begin and found is None and _DONE.match(begin):
        return "replied"
    return found[0] if found and found[0] in ("closed", "replied", "handling") else ""
