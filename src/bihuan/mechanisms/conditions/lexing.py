"""Cuts the text of a condition into words, numbers, dates, quoted texts and signs."""

import re
from dataclasses import dataclass

KEYWORDS = {"and", "or", "not", "in", "has", "yes", "no"}

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-]))
      | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.]))
      | (?P<word>\w[\w-]*)
      | (?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<sign>==|!=|<=|>=|<|>|[()\[\],])""",
    re.VERBOSE,
)
# What a Chinese keyboard writes, and what is meant.
_WIDE = dict(zip("（），“”‘’＝＜＞！【】、；≥≤≠", "(),\"\"''=<>![],,><!", strict=True))


class Misread(Exception):
    """A condition that cannot be read, from a column counted from 1."""

    def __init__(self, column: int, code: str, **facts: str) -> None:
        super().__init__(code)
        self.column = column
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # date, number, word, keyword, quoted, sign, end
    text: str
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of a condition, an `end` token last; refuses by Misread."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        at = match.end()
        if match.lastgroup != "space":
            found.append(_token(match))
    return [*found, Token("end", "", len(text) + 1)]


def _token(match: re.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match.group()
    if kind == "word" and text in KEYWORDS:
        kind = "keyword"
    if kind == "quoted":
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    return Token(kind, text, match.start() + 1)


def _unreadable(text: str, at: int) -> Misread:
    character = text[at]
    if character in _WIDE:
        return Misread(at + 1, "condition.wide-sign", sign=character, plain=_WIDE[character])
    if character == "=":
        return Misread(at + 1, "condition.single-equals")
    if character in "\"'":
        return Misread(at + 1, "condition.quote-open")
    return Misread(at + 1, "condition.character", character=character)
