"""What an office calls the duties of a post, and what a title says where it calls them nothing."""

from __future__ import annotations

import re

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules.roles import DUTIES

SPOKEN: dict[str, str] = {
    "受理": "clerk",
    "受理员": "clerk",
    "收件": "clerk",
    "登记": "clerk",
    "派单": "dispatcher",
    "派单员": "dispatcher",
    "分派": "dispatcher",
    "交办": "dispatcher",
    "承办": "handler",
    "经办": "handler",
    "办理": "handler",
    "联络员": "handler",
    "审核": "unit-deputy",
    "分管负责人": "unit-deputy",
    "分管领导": "unit-deputy",
    "签发": "unit-head",
    "主要负责人": "unit-head",
    "批示": "leader",
    "区领导": "leader",
    "县领导": "leader",
    "回访": "verifier",
    "回访员": "verifier",
    "核验": "verifier",
    "牵头": "owner",
    "机制管理": "owner",
    "督查": "inspector",
    "督办": "inspector",
    "巡察": "inspector",
}
# The first that fits decides; a title that says nothing leaves its holder to handle what comes.
TITLES: tuple[tuple[str, str], ...] = (
    (r"副(区|县|市)长|(区|县|市)委常委|(区|县|市)长", "leader"),
    (
        r".*副(局长|主任|镇长|乡长|书记|行长|经理|主席|大队长|院长|部长|会长).*|.*调研员",
        "unit-deputy",
    ),
    (r".*(局长|主任|镇长|乡长|书记|行长|经理|主席|大队长|院长|部长|会长)", "unit-head"),
)
DEFAULT = frozenset({"handler"})


def duties_of(text: str, title: str) -> frozenset[str]:
    """The duties a row gives to a post, by their words or by its title.

    Refuses `sheet.duty-unknown`.
    """
    words = [word for word in re.split(r"[、，,;；/\s]+", text) if word]
    if words:
        return frozenset(map(_duty, words))
    for pattern, duty in TITLES:
        if re.fullmatch(pattern, title):
            return frozenset({duty})
    return DEFAULT


def _duty(word: str) -> str:
    if word in DUTIES:
        return word
    if word not in SPOKEN:
        raise Refused("sheet.duty-unknown", duty=word, allowed="、".join(SPOKEN))
    return SPOKEN[word]
