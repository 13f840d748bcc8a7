"""The tables and pages that export tools write of a chat, brought into messages or plain text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import datetime
from html.parser import HTMLParser

from bihuan.matters.rules import dates
from bihuan.matters.rules.chats import heads, kinds, quotes
from bihuan.matters.rules.chats.messages import Message

_WHEN = ("时间", "发送时间", "消息时间", "日期", "StrTime", "time", "datetime", "CreateTime")
_WHO = (
    "发送者", "发送人", "发言人", "发言者", "昵称", "姓名", "成员", "备注", "Remark", "NickName",
    "Sender", "sender", "from_nickname", "speaker", "name",
)  # fmt: skip
_SAID = ("内容", "消息内容", "消息", "正文", "StrContent", "content", "Content", "text", "message")
_BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "section", "article", "dd"})
_SILENT = frozenset({"script", "style", "head", "title"})


def table(text: str) -> tuple[Message, ...]:
    """The messages of a comma- or tab-separated table with columns for who and what; else none."""
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    sign = "\t" if "\t" in head else ","
    if sign not in head:
        return ()
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=sign)
    names = {str(name).strip(): str(name) for name in rows.fieldnames or ()}
    who, said = _column(names, _WHO), _column(names, _SAID)
    if not who or not said:
        return ()
    when = _column(names, _WHEN)
    return tuple(
        _message(number, row, (who, when, said)) for number, row in enumerate(rows, start=2)
    )


def _column(names: Mapping[str, str], wanted: tuple[str, ...]) -> str:
    return next((names[name] for name in wanted if name in names), "")


def _message(number: int, row: Mapping[str, str | None], columns: tuple[str, str, str]) -> Message:
    who, when, said = ((row.get(name) or "").strip() if name else "" for name in columns)
    at = _moment(when)
    text, quoted = quotes.apart(said)
    shown = f"{at:%Y-%m-%d %H:%M}" if at else when
    return Message(number, heads.name(who), shown, at, text, quoted, kinds.kind_of(text))


def _moment(when: str) -> datetime | None:
    found = dates.moment_of(when)
    return found[0] if found else None


def page(text: str) -> str:
    """The words of a page, a line for each of its blocks; any other text as it is."""
    if not re.match(r"\s*(<!doctype html|<html|<body|<div|<meta)", text, re.IGNORECASE):
        return text
    reader = _Words()
    reader.feed(text)
    lines = ("".join(reader.found)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


class _Words(HTMLParser):
    """The text of a page without its marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own signature
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.found.append("\n")
        if tag == "img" and not self.silent:
            self.found.append("[图片]")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(re.sub(r"\s+", " ", data))
