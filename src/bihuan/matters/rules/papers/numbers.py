"""Document numbers: 营商办函〔2026〕3号, one series for each word, region and year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.kernel.refused import Refused
from bihuan.matters.rules.papers.kinds import Kind

LONGEST = 20
_WORD = re.compile(r"[A-Za-z\u4e00-\u9fff（）]+")
_PUT_APART = re.compile(r"（演示）")


def word_of(office: str, kind: Kind) -> str:
    """The word an office puts before its numbers, until it says another."""
    return (_PUT_APART.sub("", office) + kind.word)[-LONGEST:]


def checked(word: str) -> str:
    """A word for numbers; refuses `paper.word-malformed`."""
    found = word.strip()
    if not _WORD.fullmatch(found) or len(found) > LONGEST:
        raise Refused("paper.word-malformed", word=word, longest=LONGEST)
    return found


def series(region: str, word: str, year: int) -> str:
    """The name of the series a number is taken from."""
    return f"{region}:{word}:{year}"


def number(word: str, year: int, place: int) -> str:
    """The number as it is printed."""
    return f"{word}〔{year}〕{place}号"


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a series that stand on no paper, and why; without a reason they want one."""

    series: str
    first: int
    last: int
    reason: str


def gaps(series: str, last: int, given: Iterable[int], skipped: Iterable[Gap]) -> list[Gap]:
    """The numbers up to `last` that no paper bears, each stretch with the reason on record."""
    used = set(given)
    explained = {n: gap.reason for gap in skipped for n in range(gap.first, gap.last + 1)}
    found: list[Gap] = []
    for place in range(1, last + 1):
        if place in used:
            continue
        reason = explained.get(place, "")
        before = found[-1] if found else None
        if before and before.last == place - 1 and before.reason == reason:
            found[-1] = Gap(series, before.first, place, reason)
        else:
            found.append(Gap(series, place, place, reason))
    return found
