"""A text laid against the questions of a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.kernel.declaration import Field, Mechanism
from bihuan.matters.rules.phrases import days, people, places, topics
from bihuan.matters.rules.phrases.reading import Reading

LONGEST_TITLE = 30
_CLAUSE = re.compile(r"[。！？!?；;\n]")
_GREETING = re.compile(
    r"^(@\S+\s*)?(尊敬的[^，,。！!：:]{1,12}[：:]?|[\u4e00-\u9fff]{1,3}(书记|市长|县长|区长|局长|主任)(?=[您你：:，,])|"
    r"各位|领导|您们好|你们好|您好|你好|大家好|早上好|下午好|请问|麻烦|反映一下|"
    r"反映|想|我想|我要|[，,：:、\s！!])+"
)
_FACE = re.compile(r"\[[^\[\]\n]{1,8}\]")
_NUMBER_WAS = "\ue000"
_WHO_CALLS = re.compile(
    rf".{{0,30}}{_NUMBER_WAS}|"
    r".{0,20}(来电|打电话|致电|电话[:：]?|联系人[:：].*)|(我是|本人|我叫|联系人).{2,24}"
    r"|.{2,12}(先生|女士|总|经理|老板)|"
)
_TOLD_BY = re.compile(r"^[\u4e00-\u9fff]{2,6}[\s\ue000]*(反映|说|称|投诉|来电)(?=.{4})")
_CALL_ME = re.compile(r"[，,、\s]*(我的?)?(联系)?(电话|手机号?|号码)(是|为)?[:：]?[\s\ue000]*$")
_WHEN = re.compile(r"^(今天|昨天|前天|昨晚|今早)?(凌晨|早上|上午|中午|下午|晚上)?(?=.{4})")
_MILLIONS = re.compile(r"(\d+(?:\.\d+)?)\s*(万|亿)元?")
_MONEY = re.compile(r"(\d+(?:\.\d+)?)\s*元")
_SPLIT_NUMBER = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a text is read against: today, the unit names with their codes, the firms found in it,
    and who spoke, where a transcript says so.
    """

    today: date
    units: Mapping[str, str]
    firms: tuple[Reading, ...] = ()
    speaker: str = ""


def read(mechanism: Mechanism, text: str, ground: Ground) -> dict[str, Reading]:
    """The answers that the text gives, by the name of the question."""
    found: dict[str, Reading] = {}
    for asked in mechanism.fields:
        answer = _labelled(asked, text, ground) or _answer(mechanism, asked, text, ground)
        if answer is not None:
            found[asked.name] = answer
    return found


def missing(mechanism: Mechanism, values: Mapping[str, object]) -> tuple[Field, ...]:
    """The questions that the form requires and nobody has answered."""
    return tuple(one for one in mechanism.fields if one.required and not values.get(one.name))


def title(text: str) -> Reading | None:
    """The first clause that says something, without the greeting and without a number."""
    plain = _SPLIT_NUMBER.sub(_NUMBER_WAS, _FACE.sub("", text))
    for clause in _CLAUSE.split(plain):
        point = _to_the_point(clause.strip()).replace(_NUMBER_WAS, "")
        said = re.sub(r"\s+", " ", point).strip(" ，,：:、")
        if len(said) > 1:
            return Reading(said[:LONGEST_TITLE], said[:LONGEST_TITLE])
    return None


def _to_the_point(clause: str) -> str:
    """The clause without greeting, who calls, and when; as it was where nothing else is left."""
    rest = _GREETING.sub("", clause)
    parts = re.split(r"[，,]", rest)
    while len(parts) > 1 and _WHO_CALLS.fullmatch(parts[0].strip()):
        parts = parts[1:]
    plain = _WHEN.sub("", _TOLD_BY.sub("", "，".join(parts)))
    return _CALL_ME.sub("", _GREETING.sub("", plain)) or rest


def _answer(mechanism: Mechanism, asked: Field, text: str, ground: Ground) -> Reading | None:
    if asked.name == mechanism.text_field:
        return Reading(text.strip(), "") if text.strip() else None
    if asked.name == mechanism.title_field:
        return title(text)
    if asked.name == mechanism.access.accused_field:
        return None  # who is complained of decides who may read: only a person says so
    read_as = _READERS.get(asked.kind)
    return read_as(asked, text, ground) if read_as else None


def _name(_asked: Field, text: str, ground: Ground) -> Reading | None:
    spoken = Reading(ground.speaker, ground.speaker) if ground.speaker else None
    return people.name(text) or spoken


def _unit(_asked: Field, text: str, ground: Ground) -> Reading | None:
    named = [name for name in ground.units if name in text]
    if not named:
        return None
    longest = max(named, key=len)
    return Reading(ground.units[longest], longest)


def _number(asked: Field, text: str, _ground: Ground) -> Reading | None:
    if "万元" in asked.label and (found := _MILLIONS.search(text)):
        times = 10_000 if found[2] == "亿" else 1
        return Reading(f"{float(found[1]) * times:g}", found[0])
    if "元" in asked.label and "万" not in asked.label and (found := _MONEY.search(text)):
        return Reading(found[1], found[0])
    return None


_READERS: Mapping[str, Callable[[Field, str, Ground], Reading | None]] = {
    "name": _name,
    "phone": lambda _asked, text, _ground: people.phone(text),
    "date": lambda _asked, text, ground: days.day(text, ground.today),
    "place": lambda _asked, text, _ground: places.place(text),
    "choice": lambda asked, text, _ground: topics.topic(text, asked.choices),
    "enterprise": lambda _asked, _text, ground: ground.firms[0] if ground.firms else None,
    "unit": _unit,
    "number": _number,
}


def _labelled(asked: Field, text: str, ground: Ground) -> Reading | None:
    """What stands behind the question's own words and a colon."""
    if asked.kind not in ("line", "name", "place", "enterprise"):
        return None
    found = re.search(
        rf"(?:^|[\s，,。；;]){re.escape(asked.label)}\s*[:：]\s*([^\n，,；;]+)", text
    )
    if found is None:
        return None
    said = found[1].strip()
    if asked.kind == "enterprise" and ground.firms:
        return next((one for one in ground.firms if one.words in said), Reading(said, said))
    return Reading(said, found[0].strip("，,。；; \n"))
