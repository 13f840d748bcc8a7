"""The kinds of paper: what each is called, how it is set, whether it is numbered and signed.

交办单 and 督办单 are forms; only letters (函) follow GB/T 9704.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bihuan.kernel.refused import Refused

Layout = Literal["report", "form", "notice", "letter", "table"]
MOVE = "paper"  # under which a mechanism declares who signs its papers
SIGNED_BY = ("leader",)  # where it declares nothing
_KINDS = "circular special superior"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper. `word` ends the office's part of the number: 营商办〔督〕."""

    code: str
    name: str
    layout: Layout
    word: str = ""
    colour: str = ""
    contact: bool = False  # may name the person and the telephone, to those who may open them

    @property
    def numbered(self) -> bool:
        return bool(self.word)

    @property
    def of_press(self) -> bool:
        return self.code in _KINDS.split()


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("circular", "工作通报", "report", "通报"),
        Kind("special", "专报", "report", "专报"),
        Kind("superior", "上级报表", "table"),
        Kind("slip", "办理笺", "form", contact=True),
        Kind("assignment", "交办单", "form", "交"),
        Kind("supervise-blue", "督办单", "form", "督", "blue"),
        Kind("supervise-yellow", "督办单", "form", "督", "yellow"),
        Kind("supervise-red", "督办单", "form", "督", "red"),
        Kind("urge", "催办通知书", "notice", "催"),
        Kind("extension", "延期办理告知书", "notice", "延告"),
        Kind("result", "办理结果告知书", "notice", "办告"),
        Kind("rectify", "立行立改函", "letter", "函"),
        Kind("handover", "移交办理函", "letter", "函"),
        Kind("supervise", "督办函", "letter", "函"),
        Kind("letter", "函", "letter", "函"),
    )
}
COLOURS = {"blue": "蓝色", "yellow": "黄色", "red": "红色"}
ON_HANDLING = (
    "assignment", "supervise-blue", "supervise-yellow", "supervise-red", "urge", "rectify",
    "handover", "supervise",
)  # fmt: skip


def kind(code: str) -> Kind:
    """The kind of a code; refuses `paper.kind-unknown`."""
    found = KINDS.get(code)
    if found is None:
        raise Refused("paper.kind-unknown", kind=code, allowed=", ".join(KINDS))
    return found


def of_letter(name: str, card: str) -> Kind:
    """The kind of a letter that a mechanism names in its own words; 督办单 by the card it has."""
    if "督办单" in name:
        return KINDS[f"supervise-{card}" if card in ("red", "yellow") else "supervise-blue"]
    for marks, code in _CALLED:
        if any(mark in name for mark in marks):
            return KINDS[code]
    return KINDS["letter"]


_CALLED = (
    (("催办",), "urge"),
    (("督办",), "supervise"),
    (("立行立改",), "rectify"),
    (("移交", "移送"), "handover"),
    (("交办",), "assignment"),
    (("延期",), "extension"),
    (("结果告知", "处理意见"), "result"),
)
