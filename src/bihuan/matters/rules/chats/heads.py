"""The line above a message that says who spoke when, in the forms chat windows write it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.matters.rules.chats import moments

# One character for one, so that a place in the plain line is the same place in the line itself.
_PLAIN = str.maketrans("：（）【】［］　０１２３４５６７８９\t\xa0", ":()[][] 0123456789  ")
_WHO = r"(?P<who>[^:\n]{1,40}?)"
_TIMED = (
    re.compile(rf"{_WHO} +{moments.WHEN}(?: ?: ?(?P<said>.+))?:?"),
    re.compile(rf"{_WHO} ?[(\[]{moments.WHEN}[)\]] ?(?:: ?(?P<said>.*))?"),
    re.compile(rf"[(\[]?{moments.WHEN}[)\]]? +{_WHO} ?: ?(?P<said>.*)"),
    re.compile(rf"[(\[]?{moments.FULL}[)\]]? +{_WHO} ?[(<][\w.@+-]{{3,40}}[)>]"),
)
# The time first, nobody's number after the name and no colon: half of all notes begin like that.
_TIME_FIRST = re.compile(rf"[(\[]?{moments.FULL}[)\]]? +(?P<who>\S{{1,16}})")
_ALONE = re.compile(r"(?P<who>[^:，,。、；;！!？?“”]{1,16}):")
_INLINE = re.compile(r"(?P<who>[^:，,。、；;！!？?“”]{1,16}): ?(?P<said>.+)")
# Words before a colon that name a question of a form, not a person.
_QUESTIONS = re.compile(
    r"尊敬的.*|.*(领导|联系人|姓名|电话|手机|号码|地点|地址|位置|时间|日期|事项|标题|主题|诉求|内容|问题|单位|企业|公司名称|"
    r"类别|类型|备注|说明|情况|原因|要求|编号|附件|回复|答复|建议|另|注|如下|包括|https?)|\d+[.、]?"
)
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class Head:
    """Who, and when as written; `said` is what stands on the same line after it."""

    who: str
    found: re.Match[str] | None
    said: str
    used: int = 1  # lines of the transcript


def plain(line: str) -> str:
    """The line in half-width punctuation, character for character."""
    return line.translate(_PLAIN)


def timed(lines: list[str], at: int) -> Head | None:
    """A head with its time, on one line or on two."""
    flat = plain(lines[at]).strip()
    line = lines[at].strip()
    for form in _TIMED:
        found = form.fullmatch(flat)
        if found and not moments.DAY_LINE.fullmatch(found["who"]):
            return _head(found, line)
    return _on_two_lines(lines, at)


def time_first(lines: list[str], at: int) -> Head | None:
    """A head of time and name alone, which only many of its kind make credible."""
    found = _TIME_FIRST.fullmatch(plain(lines[at]).strip())
    return _head(found, lines[at].strip()) if found else None


def bare(lines: list[str], at: int) -> Head | None:
    """A head that says only who."""
    flat = plain(lines[at]).strip()
    found = _ALONE.fullmatch(flat) or _INLINE.fullmatch(flat)
    if found is None or _QUESTIONS.fullmatch(found["who"].strip()):
        return None
    return _head(found, lines[at].strip(), timed=False)


def _on_two_lines(lines: list[str], at: int) -> Head | None:
    """The name, and below it day and time alone."""
    who = lines[at].strip()
    if not 0 < len(who) <= LONGEST_NAME or at + 1 >= len(lines):
        return None
    below = moments.MOMENT_LINE.fullmatch(plain(lines[at + 1]).strip())
    if (
        below is None
        or re.search(r"[。，！？；：:]", who)
        or moments.DAY_LINE.fullmatch(plain(who))
    ):
        return None
    return Head(name(who), below, "", 2)


def _head(found: re.Match[str], line: str, *, timed: bool = True) -> Head:
    who = line[found.start("who") : found.end("who")]
    said = found.groupdict().get("said")
    text = line[found.start("said") : found.end("said")] if said else ""
    return Head(name(who), found if timed else None, text)


def name(who: str) -> str:
    """The name without the mark of the messenger it came from."""
    return re.sub(r"[@＠](微信|企业微信|钉钉)$", "", who.strip()).strip(" :：")
