"""What may be written where, read from the schema: a new word there needs no page of its own."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from bihuan.kernel import worktime
from bihuan.mechanisms import choices
from bihuan.mechanisms.schema import words
from bihuan.mechanisms.schema.document import Document

# Kinds of places: one answer, several, or a part with places of its own.
LINE, WORD, FLAG, NUMBER, SPAN, DAY, TIME = "line", "word", "flag", "number", "span", "day", "time"
WORDS, NAMES, PART, ROWS, TABLE = "words", "names", "part", "rows", "table"
LEAVES = frozenset({LINE, WORD, FLAG, NUMBER, SPAN, DAY, TIME, WORDS, NAMES})
_SIMPLE: tuple[tuple[type, str], ...] = (
    (bool, FLAG), (int, NUMBER), (float, NUMBER), (worktime.Span, SPAN), (date, DAY),
    (time, TIME), (str, LINE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A key of the file and what stands there.

    `inside` are the places of a part, of a row, or the one of the values of a table; `model`
    names the part of the schema the key belongs to.
    """

    key: str
    kind: str
    model: str = ""
    required: bool = False
    default: str = ""
    codes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()  # the only names a table may have, if it has such
    ordered: bool = False
    short: str = ""  # the key that may stand for the whole row
    inside: tuple["Place", ...] = ()
    means: str = ""  # what the schema says of it, in English


@cache
def outline() -> tuple[Place, ...]:
    """The places of a whole file, in the order of the schema."""
    return tuple(_places(Document))


def _places(model: type[BaseModel]) -> Iterator[Place]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        place = _place(key, field.annotation, list(field.metadata))
        default = "" if field.is_required() else _written(field.default)
        yield _with(
            place, model=model.__name__, required=field.is_required(), default=default,
            means=field.description or "",
        )  # fmt: skip


def _with(place: Place, **changed: Any) -> Place:
    kept = {name: getattr(place, name) for name in Place.__slots__}
    return Place(**{**kept, **changed})


def _place(key: str, annotation: Any, metadata: list[Any]) -> Place:
    annotation, metadata = _bare(annotation, metadata)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return Place(key, WORD, codes=tuple(inner))
    if origin is tuple:
        return _several(key, inner[0], metadata)
    if origin is dict:
        named, _ = _bare(inner[0], [])
        keys = tuple(get_args(named)) if get_origin(named) is Literal else ()
        return Place(key, TABLE, keys=keys, inside=(_place("", inner[1], []),))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Place(key, PART, inside=tuple(_places(annotation)))
    kind = next((kind for one, kind in _SIMPLE if issubclass(annotation, one)), LINE)
    return Place(key, kind)


def _several(key: str, item: Any, metadata: list[Any]) -> Place:
    bare, beside = _bare(item, [])
    if get_origin(bare) is Literal:
        ordered = words.IN_ORDER in metadata
        return Place(key, WORDS, codes=tuple(get_args(bare)), ordered=ordered)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        short = next((one.key for one in beside if isinstance(one, words.Short)), "")
        return Place(key, ROWS, inside=tuple(_places(bare)), short=short)
    return Place(key, NAMES)


def _bare(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    """The type without its remarks and without None."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = [*metadata, *more]
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(one for one in get_args(annotation) if one is not type(None))
        else:
            return annotation, metadata


def _written(default: object) -> str:
    match default:
        case bool():
            return "true" if default else "false"
        case str() | int() | float():
            return str(default)
        case tuple() if all(isinstance(one, str) for one in default):
            return "、".join(default)
    return ""


def set_of(place: Place) -> str:
    """The set of words its codes belong to, for their names."""
    return choices.set_of(place.codes)
