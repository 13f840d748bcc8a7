"""A transcript read into messages: every line that says something belongs to one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bihuan.matters.rules.chats import heads, kinds, moments, quotes
from bihuan.matters.rules.chats.messages import LOOSE, SAID, SYSTEM, Message

FEWEST = 2  # heads without a time, before a text is taken for a transcript
Find = Callable[[list[str], int], heads.Head | None]


@dataclass(slots=True)
class _Open:
    """A message under way."""

    line: int
    who: str
    when: str
    at: datetime | None
    lines: list[str]


def read(text: str, now: datetime) -> tuple[Message, ...]:
    """The messages of a transcript in their order; none where the text is no transcript."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    timed = _heads(lines, heads.timed)
    if timed:
        return _read(lines, timed, now)
    for find in (heads.time_first, heads.bare):
        found = _heads(lines, find)
        if len(found) >= FEWEST and not any(line.strip() for line in lines[: min(found)]):
            return _read(lines, found, now)
    return ()


def _heads(lines: list[str], find: Find) -> dict[int, heads.Head]:
    """The heads by line; a head with nothing said below or beside it makes no transcript."""
    found: dict[int, heads.Head] = {}
    at = 0
    while at < len(lines):
        head = find(lines, at) if lines[at].strip() else None
        if head is not None:
            found[at] = head
        at += head.used if head else 1
    said = [at for at, head in found.items() if head.said or _below(lines, at + head.used, found)]
    return found if said else {}


def _below(lines: list[str], at: int, found: dict[int, heads.Head]) -> bool:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at < len(lines) and at not in found


def _read(lines: list[str], found: dict[int, heads.Head], now: datetime) -> tuple[Message, ...]:
    day: date | None = None
    opened, done = _Open(1, "", "", None, []), []
    at = 0
    while at < len(lines):
        line, head = lines[at], found.get(at)
        named = moments.DAY_LINE.fullmatch(heads.plain(line).strip()) if not head else None
        if head is not None:
            done += _closed(opened)
            opened = _begun(head, at + 1, day, now)
            day = opened.at.date() if opened.at else day
        elif named:
            day = moments.named_day({"named": None, **named.groupdict()}, now) or day
            opened.lines.append("")
        else:
            opened.lines.append(line)
        at += head.used if head else 1
    return (*done, *_closed(opened))


def _begun(head: heads.Head, line: int, day: date | None, now: datetime) -> _Open:
    moment = moments.moment(head.found, day, now) if head.found else None
    when = f"{moment:%Y-%m-%d %H:%M}" if moment else _clock(head)
    return _Open(line, head.who, when, moment, [head.said] if head.said else [])


def _clock(head: heads.Head) -> str:
    return f"{head.found['hour']}:{head.found['minute']}" if head.found else ""


def _closed(opened: _Open) -> list[Message]:
    """The message as it stood, and apart from it what the messenger itself wrote into it."""
    own = [line for line in opened.lines if kinds.spoken_by_messenger(line)]
    text = "\n".join(line for line in opened.lines if line not in own).strip()
    said, quoted = quotes.apart(text)
    body = Message(opened.line, opened.who, opened.when, opened.at, said, quoted)
    kind = kinds.kind_of(said) if opened.who else LOOSE
    spoken = [replace(body, kind=kind)] if text else []
    if opened.who and not text and not own:
        spoken = [replace(body, kind=SYSTEM)]
    return [*spoken, *_messenger(own, opened)]


def _messenger(own: Sequence[str], opened: _Open) -> list[Message]:
    return [
        Message(opened.line, "", opened.when, opened.at, line.strip(), "", kinds.kind_of(line))
        for line in own
    ]


def one(text: str) -> Message:
    """A text that is no transcript: one thing said, by whoever is in it."""
    return Message(1, "", "", None, text.strip(), "", SAID)
