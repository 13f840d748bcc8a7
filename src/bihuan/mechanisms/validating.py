"""Holds a tree against the schema, and says each fault where it stands in the file."""

from collections.abc import Callable, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bihuan.mechanisms.faults import Fault, refusal
from bihuan.mechanisms.reading import ASSUMED, Path, Tree
from bihuan.mechanisms.schema import published
from bihuan.mechanisms.schema.document import Document
from bihuan.mechanisms.sentences import SENTENCES

_SHAPES = {
    "string_type": "文字 / text",
    "dict_type": "“键: 值” / a mapping",
    "mapping_type": "“键: 值” / a mapping",
    "model_type": "“键: 值” / a mapping",
    "model_attributes_type": "“键: 值” / a mapping",
    "list_type": "列表 / a list",
    "tuple_type": "列表 / a list",
}
_NUMBERS = {
    "int_parsing", "int_type", "int_from_float", "float_parsing", "float_type", "finite_number",
}  # fmt: skip
_BOUNDS = {"greater_than_equal": ("ge", "≥"), "less_than_equal": ("le", "≤")}


def document_of(tree: Tree) -> Document:
    """The document in the tree; refuses `mechanism.invalid` with every fault of its shape."""
    try:
        return Document.model_validate(tree.content)
    except ValidationError as bad:
        found = [_fault(tree, error) for error in bad.errors(include_url=False)]
        raise refusal(tree.name, found) from None


def _fault(tree: Tree, error: ErrorDetails) -> Fault:
    path = tuple(part for part in error["loc"] if part != "[key]")
    if error["type"] == "missing":
        return tree.fault(path[:-1], "schema.key-missing", key=str(path[-1]))
    if error["type"] == "extra_forbidden":
        known = ", ".join(published.keys_at(path[:-1]))
        return tree.fault(path, "schema.key-unknown", key=str(path[-1]), known=known)
    return _wrong_value(tree, path, error)


def _wrong_value(tree: Tree, path: Path, error: ErrorDetails) -> Fault:
    given, kind = error["input"], error["type"]
    if given is ASSUMED:
        return tree.fault(path, "assumed.needs-value")
    if given is None or kind == "too_short":
        return tree.fault(path, "schema.empty")
    for kinds, made in _MADE:
        if kind in kinds:
            code, facts = made(error)
            return tree.fault(path, code, **facts)
    return tree.fault(path, "schema.wrong", what=error["msg"])


def _own(error: ErrorDetails) -> tuple[str, dict[str, str]]:
    return error["type"], {name: str(fact) for name, fact in error.get("ctx", {}).items()}


def _shape(error: ErrorDetails) -> tuple[str, dict[str, str]]:
    return "schema.shape-wrong", {"wanted": _SHAPES[error["type"]]}


def _number(error: ErrorDetails) -> tuple[str, dict[str, str]]:
    return "schema.number-wrong", {"found": str(error["input"])}


def _bound(error: ErrorDetails) -> tuple[str, dict[str, str]]:
    name, sign = _BOUNDS[error["type"]]
    facts = {"found": str(error["input"]), "wanted": f"{sign} {error['ctx'][name]}"}
    return "schema.number-range", facts


def _choice(error: ErrorDetails) -> tuple[str, dict[str, str]]:
    allowed = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
    return "schema.choice-wrong", {"found": str(error["input"]), "allowed": allowed}


def _length(error: ErrorDetails) -> tuple[str, dict[str, str]]:
    return "schema.too-long", {"most": str(error["ctx"]["max_length"])}


_Made = Callable[[ErrorDetails], tuple[str, dict[str, str]]]
_MADE: tuple[tuple[set[str] | Mapping[str, object], _Made], ...] = (
    (SENTENCES, _own),
    (_SHAPES, _shape),
    (_NUMBERS, _number),
    (_BOUNDS, _bound),
    ({"literal_error"}, _choice),
    ({"string_too_long", "too_long"}, _length),
)
