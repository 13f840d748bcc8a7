"""The words a mechanism file may use, and how each kind of text in it is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from bihuan.kernel import worktime
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import OPEN
from bihuan.mechanisms.conditions import lexing, parsing
from bihuan.mechanisms.reading import ASSUMED

# What happens to a matter, as the kernel tells it to clocks.
EVENTS = (
    "received", "confirmed", "accepted", "assigned", "signed", "returned", "ruled", "passed",
    "contacted", "progressed", "referred", "replied", "called-back", "reopened", "rated", "closed",
    "carried", "recalled", "reclassified", "review-asked", "rereview-asked", "refused", "merged",
    "unmerged", "withdrawn", "handed-over",
)  # fmt: skip
# Every clock stops when the matter ends.
ENDING = frozenset({"closed", "refused", "merged", "withdrawn", "handed-over"})
STAGES = tuple(sorted(stage.value for stage in OPEN))
# The moves that may be made to wait for signatures.
SIGNABLE = (
    "accept", "refuse", "merge", "assign", "return", "rule", "extend", "suspend", "resume",
    "reply", "reopen", "strike-off", "carry", "hand-over", "recall", "reclassify", "refer-up",
    "paper",  # no move: what leaves on paper
)  # fmt: skip
DUTIES = (
    "clerk", "dispatcher", "handler", "unit-deputy", "unit-head", "leader", "verifier",
    "inspector",
)  # fmt: skip
# Those who sign, decide or are told: a duty of a post, or the office that owns the mechanism.
SIGNERS = (*DUTIES, "owner")
# Whom a clock may hold to account, besides a unit named by its code.
HOLDERS = (*SIGNERS, "unit", "superior", "ruler", "outside", "assisting")
TOLD = (*SIGNERS, "unit", "superior", "assisting", "person")
CHANNELS = (
    "hotline", "phone", "web", "app", "qr", "wechat-group", "sms", "mail", "letter", "visit",
    "window", "site-visit", "meeting", "inspection", "patrol", "media", "deputies", "leader",
    "platform", "import",
)  # fmt: skip


class Model(BaseModel):
    """A part of the file: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, allow_inf_nan=False
    )

    @model_validator(mode="before")
    @classmethod
    def _without_assumed(cls, given: object) -> object:
        """A key marked `assumed` keeps its default; where there is none, the mark itself fails."""
        if not isinstance(given, dict):
            return given
        known = {field.alias or name: field for name, field in cls.model_fields.items()}
        return {
            key: value
            for key, value in given.items()
            if value is not ASSUMED or key not in known or known[key].is_required()
        }


class Shown:
    """Gives an annotated type another JSON Schema: what an editor may offer besides it."""

    def __init__(self, schema: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._schema = schema

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self._schema(handler(core))


def _list_if_one(found: object) -> object:
    return found if isinstance(found, list) or found is None else [found]


def _one_or_many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema["items"], schema]}


# `pauses: contested` says the same as `pauses: [contested]`.
ONE_OR_MANY = (BeforeValidator(_list_if_one), Shown(_one_or_many))


def _named_or_words(found: object) -> object:
    """`[hotline, web]` stands for `{hotline: hotline, web: web}`; one word for a list of it."""
    return _labels(_list_if_one(found)) if isinstance(found, (str, list)) else found


# Names of a catalogue, each with the word it stands for: `{政企早餐会: meeting, web: web}`.
NAMED = (
    BeforeValidator(_named_or_words),
    Shown(
        lambda schema: {
            "anyOf": [
                schema["additionalProperties"],
                {"type": "array", "items": schema["additionalProperties"], "minItems": 1},
                schema,
            ]
        }
    ),
)


class InOrder:
    """Marks a list whose order means something, so that an editor keeps it."""


IN_ORDER = InOrder()


@dataclass(frozen=True, slots=True)
class Short:
    """Marks a mapping that may be written as the value of one key alone."""

    key: str


def short(key: str) -> tuple[BeforeValidator, Shown, Short]:
    """A mapping of which only `key` is given may be written as that value alone."""

    def widened(found: object) -> object:
        return {key: found} if isinstance(found, str) else found

    shown = Shown(lambda long: {"anyOf": [{"type": "string"}, long]})
    return BeforeValidator(widened), shown, Short(key)


def _labels(found: object) -> object:
    """`[a, b]` stands for `{a: a, b: b}`; a repeated word is refused."""
    if not isinstance(found, list):
        return found
    words = [word for word in found if isinstance(word, str)]
    if len(set(words)) != len(found):
        shown = ", ".join(map(str, found))
        raise PydanticCustomError("word.twice", "word.twice", {"found": shown})
    return dict.fromkeys(words) | {word: word for word in words}


def _or_list(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "array", "items": {"type": "string"}}]}


def _span(found: object) -> worktime.Span:
    span = _offset(found)
    if span.amount <= 0:
        raise PydanticCustomError("span.not-positive", "span.not-positive", {"found": str(found)})
    return span


def _offset(found: object) -> worktime.Span:
    try:
        return worktime.parse_span(found if isinstance(found, str) else "")
    except Refused as bad:
        facts = {"found": str(found)} | {name: str(fact) for name, fact in bad.facts.items()}
        raise PydanticCustomError(bad.code, bad.code, facts) from None


def _day(found: object) -> date:
    try:
        return date.fromisoformat(found if isinstance(found, str) else "")
    except ValueError:
        raise PydanticCustomError("date.wrong", "date.wrong", {"found": str(found)}) from None


def _time(found: object) -> time:
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", found if isinstance(found, str) else "")
    if match is None:
        raise PydanticCustomError("time.wrong", "time.wrong", {"found": str(found)})
    return time(int(match[1]), int(match[2]))


def _flag(found: object) -> bool:
    if found not in {"true", "false"}:
        raise PydanticCustomError("flag.wrong", "flag.wrong", {"found": str(found)})
    return found == "true"


def _named(found: str) -> str:
    if not re.fullmatch(r"\w[\w-]{0,63}", found):
        raise PydanticCustomError("name.wrong", "name.wrong", {"found": found})
    return found


def _askable(found: str) -> str:
    reserved = lexing.KEYWORDS | parsing.FUNCTIONS.keys() | {"given", "class", "channel"}
    if found in reserved or found[0].isdigit():
        raise PydanticCustomError("name.reserved", "name.reserved", {"found": found})
    return found


def _said(found: str) -> str:
    if not found.strip():
        raise PydanticCustomError("text.empty", "text.empty")
    return found.strip()


_SPAN = r"^[0-9]{1,7}(min|h|wh|wd|d|mo)$"
Span = Annotated[
    worktime.Span, PlainValidator(_span), WithJsonSchema({"type": "string", "pattern": _SPAN})
]
Offset = Annotated[
    worktime.Span,
    PlainValidator(_offset),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": r"^(0|-?[0-9]{1,7}(min|h|wh|wd|d|mo))$"}
    ),
]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Time = Annotated[
    time,
    PlainValidator(_time),
    WithJsonSchema({"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$"}),
]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Said = Annotated[str, AfterValidator(_said)]
Name = Annotated[str, AfterValidator(_named)]
Asked = Annotated[Name, AfterValidator(_askable)]
Labels = Annotated[dict[Name, Said], BeforeValidator(_labels), Shown(_or_list)]
