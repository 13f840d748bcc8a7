"""No limit is looser than the law it cites: the shipped table of limits, article by article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bihuan.kernel import worktime
from bihuan.kernel.declaration import Clock
from bihuan.mechanisms import events
from bihuan.mechanisms.checks.clocks import longer, path_of
from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.faults import Fault

_DIGITS = "零一二三四五六七八九"
_ARTICLE = re.compile(r"第([0-9]+|[零一二三四五六七八九十百]+)条")


@dataclass(frozen=True, slots=True)
class Limit:
    """What an article allows; `what` is longest, extension (in all) or right (at least)."""

    law: str
    article: int
    what: str
    span: worktime.Span
    clock: str = ""  # empty: any clock that cites the article


@cache
def limits() -> tuple[Limit, ...]:
    """The shipped table, in its order."""
    text = resources.files("bihuan.mechanisms").joinpath("limits.yaml").read_text("utf-8")
    rows = events.compose(text, "limits.yaml")
    assert isinstance(rows, events.Items)  # noqa: S101 - shipped with us
    return tuple(_limit(row) for row in rows.items)


def _limit(row: events.Node) -> Limit:
    assert isinstance(row, events.Pairs)  # noqa: S101 - shipped with us
    said = {key.value: value.value for key, value in row.pairs}  # type: ignore[union-attr] # shipped with us
    return Limit(
        said["law"], int(said["article"]), said["what"], worktime.parse_span(said["limit"]),
        said.get("clock", ""),
    )  # fmt: skip


def cited(basis: str) -> tuple[Limit, ...]:
    """The limits of the articles a basis cites: 信访工作条例 第三十四条, or 第34条."""
    articles = {number(found) for found in _ARTICLE.findall(basis)}
    return tuple(row for row in limits() if row.law in basis and row.article in articles)


def number(written: str) -> int:
    """A number up to 999 in digits or in Chinese."""
    if written.isdecimal():
        return int(written)
    total, digit = 0, 0
    for character in written:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.index(character)
    return total + digit


def check(reading: Reading) -> Iterator[Fault]:
    """The findings on limits that cite an article of the table."""
    for clock in reading.mechanism.clocks.values():
        for limit in cited(clock.basis):
            if limit.clock in {"", clock.name}:
                yield from _against(reading, clock, limit)
    for place, level in enumerate(reading.document.review):
        for limit in cited(level.basis):
            if limit.what == "right" and longer(limit.span, level.ask_within):
                facts = _facts(limit) | {"within": str(level.ask_within), "name": level.name}
                path = ("review", place, "ask_within")
                yield reading.fault(path, "limit.right-shorter", **facts)


def _against(reading: Reading, clock: Clock, limit: Limit) -> Iterator[Fault]:
    path = path_of(reading, clock.name)
    facts = _facts(limit) | {"clock": clock.name, "within": str(clock.within)}
    if limit.what == "longest" and longer(clock.within, limit.span):
        yield reading.fault(path, "limit.looser", **facts)
    rule = clock.extend
    if limit.what != "extension" or rule is None:
        return
    if longer(worktime.Span(rule.by.amount * rule.times, rule.by.unit), limit.span):
        facts |= {"by": str(rule.by), "times": str(rule.times)}
        yield reading.fault((*path, "extend"), "limit.extension-looser", **facts)


def _facts(limit: Limit) -> dict[str, str]:
    return {"law": f"《{limit.law}》", "article": str(limit.article), "limit": str(limit.span)}
