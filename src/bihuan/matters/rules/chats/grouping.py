"""Messages gathered into what somebody asks for, with the answers it got; the rest set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bihuan.matters.rules import numbers
from bihuan.matters.rules.chats.messages import PART, SAID, Message

RECENT = 30  # requests further up are answered no more
TOGETHER = timedelta(minutes=30)
_REPLY = re.compile(
    r"(好的|收到|请问|请您|请你|请提供|请把|请留|已经?(转|派|安排|反馈|联系|登记|受理|报)|马上|稍后|"
    r"我们?(马上|这就|已经?|来|去)|具体|哪|什么(时候|地方|位置)|您的|您是|方便|留个|电话(多少|是)).*"
    r"|.{0,20}[?？]",
    re.DOTALL,
)


@dataclass(slots=True)
class Request:
    """One thing asked for: what its person said, and what others answered."""

    said: list[Message]
    answers: list[Message] = field(default_factory=list)

    @property
    def speaker(self) -> str:
        """Who asks."""
        return self.said[0].speaker

    @property
    def when(self) -> str:
        """When it was first said, as written."""
        return self.said[0].when

    @property
    def text(self) -> str:
        """What was said, pictures left out."""
        return "\n".join(one.text for one in self.said if one.kind == SAID)

    @property
    def pictures(self) -> int:
        """How many pictures or files the transcript names and does not hold."""
        return sum(one.kind == PART for one in self.said)

    @property
    def messages(self) -> list[Message]:
        """All of it, in the order of the transcript."""
        return sorted((*self.said, *self.answers), key=lambda one: one.line)

    @property
    def original(self) -> str:
        """The messages as they stood, for the evidence."""
        return "\n\n".join(one.original for one in self.messages) + "\n"


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a transcript comes to."""

    requests: tuple[Request, ...]
    aside: tuple[Message, ...]
    given: int


def group(messages: Sequence[Message]) -> Grouped:
    """Every message in one request or set aside, none lost."""
    requests: list[Request] = []
    aside: list[Message] = []
    for one in messages:
        home = _home(one, requests[-RECENT:])
        if one.kind not in (SAID, PART) or (one.kind == PART and home is None):
            aside.append(one)
        elif home is None:
            requests.append(Request([one]))
        elif one.speaker == home.speaker:
            home.said.append(one)
        else:
            home.answers.append(one)
    return _added_up(Grouped(tuple(requests), tuple(aside), len(messages)))


def _added_up(found: Grouped) -> Grouped:
    proposed = sum(len(one.messages) for one in found.requests)
    if proposed + len(found.aside) != found.given:
        raise AssertionError("a message was lost: proposed and set aside must add up to given")
    return found


def _home(one: Message, requests: Sequence[Request]) -> Request | None:
    """The request a message belongs to: its own speaker's of just now, or the one it answers."""
    own = next((each for each in reversed(requests) if each.speaker == one.speaker), None)
    if own is not None and _soon(own, one):
        return own
    if one.kind == PART:
        return None
    return _answered(one, requests)


def _soon(own: Request, one: Message) -> bool:
    last = max(own.said, key=lambda each: each.line)
    if last.at is None or one.at is None:
        return True
    return timedelta() <= one.at - last.at <= TOGETHER


def _answered(one: Message, requests: Sequence[Request]) -> Request | None:
    for each in reversed(requests):
        if one.quoted and _quotes(one.quoted, each):
            return each
        if re.match(rf"[@＠]\s*{re.escape(each.speaker)}", one.text):
            return each
    last = requests[-1] if requests else None
    if last and _near(last, one) and not one.quoted and _REPLY.fullmatch(one.text.strip()):
        return last
    return None


def _near(last: Request, one: Message) -> bool:
    at = last.messages[-1].at
    return at is None or one.at is None or one.at - at <= 2 * TOGETHER


def _quotes(quoted: str, each: Request) -> bool:
    """Whether a quotation is of this request: its speaker, and words that it holds."""
    who, _, said = re.sub("：", ":", quoted).partition(":")
    words = re.sub(r"(\.\.\.|…)+$", "", said.strip())
    return who.strip() == each.speaker and (not words or words in each.text)


def key_of(mechanism: str, request: Request) -> str:
    """What the same message pasted again is known by: its speaker, its time and its words."""
    first = request.said[0]
    moment = f"{first.at:%Y-%m-%d %H:%M}" if first.at else first.when
    return numbers.digest(f"{mechanism}\n{first.speaker}\n{moment}\n{first.text}")[:32]
