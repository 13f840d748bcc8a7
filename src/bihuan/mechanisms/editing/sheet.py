"""A mechanism file that is changed in place: comments, order and quotes stay where they were."""

import io
import re
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, ScalarString

from bihuan.mechanisms import reading

MARK = "assumed"
# Plain, these would be read as nothing, or as the mark.
_TO_QUOTE = {"", "~", "null", "Null", "NULL", MARK}
_DASH = re.compile(r"(?m)^( *)[^\s#-][^#\n]*:[ \t]*(?:#.*)?\n(?:[ \t]*#.*\n)*( *)- ")
_NESTED = re.compile(r"(?m)^[^\s#-][^#\n]*:[ \t]*(?:#.*)?\n(?:[ \t]*#.*\n)*( +)[^\s#-]")


class _TextOnly(VersionedResolver):
    """Every plain scalar is the text that was written, as the reader of these files has it."""

    @property
    def versioned_resolver(self) -> dict[Any, Any]:
        return {}


def opened(body: bytes) -> CommentedMap:
    """The file as a tree that remembers its layout; refuses what `reading.read` refuses."""
    reading.read(body, "draft")
    found = _yaml(body).load(body.decode("utf-8-sig"))
    return found if isinstance(found, CommentedMap) else CommentedMap()


def closed(root: CommentedMap, before: bytes) -> bytes:
    """The bytes of the tree, laid out as the file it came from."""
    out = io.StringIO()
    _yaml(before).dump(root, out)
    return out.getvalue().encode()


def keeps_layout(body: bytes) -> bool:
    """Whether a file comes back byte for byte when nothing in it is changed."""
    return closed(opened(body), body) == body


def _yaml(body: bytes) -> YAML:
    text = body.decode("utf-8-sig")
    found = YAML()
    found.Resolver = _TextOnly
    found.preserve_quotes = True
    found.width = 1_000_000
    dash, nested = _DASH.search(text), _NESTED.search(text)
    offset = len(dash[2]) - len(dash[1]) if dash else 2
    found.indent(
        mapping=len(nested[1]) if nested else 2, sequence=offset + 2, offset=max(offset, 0)
    )
    return found


def unmarked(node: Any) -> tuple[Any, bool]:
    """What stands at a place, and whether it is marked as given by no source."""
    if isinstance(node, CommentedMap) and set(node) == {"value", MARK} and node[MARK] == "true":
        return node["value"], True
    if node == MARK and not isinstance(node, ScalarString):
        return None, True
    return node, False


def marked(value: Any) -> Any:
    """The value with the mark; the mark alone where there is no value."""
    if value is None:
        return MARK
    found = CommentedMap({"value": value, MARK: "true"})
    found.fa.set_flow_style()
    return found


def text_like(old: Any, new: str) -> str:
    """A new text quoted as the old one was, and wherever plain it would be read as another."""
    if isinstance(old, ScalarString) and type(old) is not ScalarString:
        return str.__new__(type(old), new)
    return DoubleQuotedScalarString(new) if new in _TO_QUOTE else new


def mapping(pairs: Iterable[tuple[str, Any]] = (), *, flow: bool = True) -> CommentedMap:
    """A new mapping, on one line unless it is asked for as a block."""
    found = CommentedMap(pairs)
    if flow:
        found.fa.set_flow_style()
    return found


def listing(items: Iterable[Any]) -> CommentedSeq:
    """A new list on one line."""
    found = CommentedSeq(items)
    found.fa.set_flow_style()
    return found
