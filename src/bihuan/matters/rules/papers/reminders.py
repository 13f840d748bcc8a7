"""The reminder of each unit, to be pasted into a chat group: text from the frozen figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.matters.rules.figures import frozen
from bihuan.matters.rules.papers import wording

MOST = 15  # matters a message names; the rest are in the list everybody can open


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is told."""

    code: str
    unit: str
    text: str


def reminders(figures: Mapping[str, Any]) -> list[Reminder]:
    """A reminder for each unit with something overdue or due soon."""
    as_of = wording.moment(figures["period"]["as_of"])
    return [
        Reminder(one["code"], one["name"], _text(figures, one, as_of))
        for one in figures["units"]
        if one["code"] and (one["overdue"] or one["due_soon"])
    ]


def whole(figures: Mapping[str, Any]) -> str:
    """All reminders in one text."""
    return "\n\n".join(one.text for one in reminders(figures)) + "\n"


def _text(figures: Mapping[str, Any], unit: Mapping[str, Any], as_of: str) -> str:
    lines = [
        f"【催办提醒】{unit['name']}",
        _figures(unit, as_of),
    ]
    for name, head in (("overdue", "超期"), ("due_soon", "临期")):
        listed = frozen.of_unit(figures, name, unit["code"])
        lines += [_line(n, one, head) for n, one in enumerate(listed[:MOST], 1)]
        if unit[name] > MOST:
            lines.append(f"……{head}共{unit[name]}件，其余见台账。")
    lines.append("请抓紧办理，按时答复；已答复的请忽略。")
    return "\n".join(lines)


def _figures(unit: Mapping[str, Any], as_of: str) -> str:
    return (
        f"截至{as_of}，在办{unit['stock_end']}件，超期{unit['overdue']}件，"
        f"三个工作日内到期{unit['due_soon']}件，红牌{unit['red']}件。"
    )


def _line(place: int, one: Mapping[str, Any], head: str) -> str:
    late = f"，已超{one['days_late']}个工作日" if one["days_late"] else ""
    return f"{head}{place}. {one['number']} {one['title']}（期限{one['due']}{late}）"
