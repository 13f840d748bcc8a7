"""What the papers of a press say: the fields a template may name, all from the frozen figures.

These are official papers and speak Chinese whatever language the pages are read in. Their fields
are named in Chinese too, since the office writes them into its own templates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bihuan.matters.rules.papers.kinds import Kind

FIGURES = {
    "收件数": "received", "受理数": "accepted", "答复数": "answered", "销号数": "closed",
    "解决数": "solved", "循环外办结数": "ended_outside", "重新办理数": "reopened",
    "超期数": "overdue", "临期数": "due_soon", "红牌数": "red", "期初在办数": "stock_start",
    "转入数": "entered", "转出数": "left", "期末在办数": "stock_end",
}  # fmt: skip
ITEM = {"编号": "number", "标题": "title", "单位": "unit", "期限": "due", "超期天数": "days_late"}
ROWS: Mapping[str, tuple[str, ...]] = {
    "单位": ("序号", "名称", *FIGURES),
    "超期": ("序号", *ITEM),
    "临期": ("序号", *ITEM),
    "红牌": ("序号", *ITEM),
    "共性": ("序号", "名称", "收件数", "期末在办数", "超期数"),
}
PLAIN = (
    "标题", "发文机关", "发文字号", "日期", "签发人", "抄送", "草稿", "统计期间", "截止时间",
    "机制", "限阅事项数", "主送",
)  # fmt: skip
UNASSIGNED = "尚未派单"


def of_figures(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Every field that comes from the figures."""
    whole, scope = figures["whole"], figures["scope"]
    return {
        **_numbers(whole),
        "统计期间": span(figures["period"]),
        "截止时间": moment(figures["period"]["as_of"]),
        "机制": scope["mechanism_title"],
        "发文机关": scope["office"],
        "限阅事项数": figures["restricted_apart"],
        "单位": [
            {"序号": n, "名称": one["name"] or UNASSIGNED, **_numbers(one)}
            for n, one in enumerate(figures["units"], 1)
        ],
        "超期": _items(figures["overdue"]),
        "临期": _items(figures["due_soon"]),
        "红牌": _items(figures["red"]),
        "共性": [
            {"序号": n, "名称": one["name"], "收件数": one["received"],
             "期末在办数": one["stock_end"], "超期数": one["overdue"]}
            for n, one in enumerate(figures["common"], 1)
        ],
    }  # fmt: skip


def paragraphs(kind: Kind, figures: Mapping[str, Any]) -> list[str]:
    """The body of a circular or a special report."""
    told = of_figures(figures)
    found = [_summary(told), _stock(told), _late(told)]
    if kind.code == "special":
        found += _special(told)
    if told["限阅事项数"]:
        found.append(f"另有限阅事项{told['限阅事项数']}件，不列入本件各项数字。")
    return found


def title(kind: Kind, figures: Mapping[str, Any]) -> str:
    """关于2026年3月2日至3月8日事项办理情况的通报."""
    about = figures["scope"]["mechanism_title"] or "事项"
    last = {"circular": "通报", "special": "专报", "superior": "统计表"}[kind.code]
    return f"关于{span(figures['period'])}{about}办理情况的{last}"


def span(period: Mapping[str, str]) -> str:
    """2026年3月2日至3月8日: the last day is the one before the next period begins."""
    first = datetime.fromisoformat(period["since"]).date()
    last = datetime.fromisoformat(period["until"]).date() - timedelta(days=1)
    if first == last:
        return day(first)
    shown = f"{last.month}月{last.day}日" if last.year == first.year else day(last)
    return f"{day(first)}至{shown}"


def day(value: date) -> str:
    """2026年3月2日."""
    return f"{value.year}年{value.month}月{value.day}日"


def moment(text: str) -> str:
    """2026年3月6日15时30分."""
    at = datetime.fromisoformat(text)
    return f"{day(at.date())}{at.hour}时{at.minute:02d}分"


def _numbers(counts: Mapping[str, Any]) -> dict[str, Any]:
    return {field: counts[name] for field, name in FIGURES.items()}


def _items(listed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"序号": n, **{field: one[name] for field, name in ITEM.items()}}
        for n, one in enumerate(listed, 1)
    ]


def _summary(told: Mapping[str, Any]) -> str:
    return (
        f"{told['统计期间']}，共收件{told['收件数']}件，受理{told['受理数']}件，"
        f"答复{told['答复数']}件，销号{told['销号数']}件，其中经回访核实解决{told['解决数']}件。"
    )


def _stock(told: Mapping[str, Any]) -> str:
    return (
        f"期初在办{told['期初在办数']}件，转入{told['转入数']}件（其中重新办理"
        f"{told['重新办理数']}件），转出{told['转出数']}件，期末在办{told['期末在办数']}件。"
    )


def _late(told: Mapping[str, Any]) -> str:
    return (
        f"截至{told['截止时间']}，超期未答复{told['超期数']}件，三个工作日内到期"
        f"{told['临期数']}件，红牌{told['红牌数']}件。"
    )


def _special(told: Mapping[str, Any]) -> list[str]:
    found = []
    late = [one for one in told["单位"] if one["超期数"]]
    if late:
        listed = "、".join(f"{one['名称']}{one['超期数']}件" for one in late)
        found.append(f"超期事项涉及{len(late)}个单位：{listed}。")
    if told["共性"]:
        listed = "、".join(f"{one['名称']}{one['收件数']}件" for one in told["共性"])
        found.append(f"共性问题：{listed}。")
    return found
