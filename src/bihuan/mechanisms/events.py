"""Builds the node tree of one YAML document from its events, within bounds.

Aliases are shared, not copied, and what they would expand to is counted, so that ten lines
cannot stand for a billion.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from bihuan.mechanisms.faults import Fault, refusal

MOST_NODES = 20_000
DEEPEST = 24


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as written; `plain` when it stood without quotes."""

    line: int
    column: int
    value: str
    plain: bool
    size: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    line: int
    column: int
    items: tuple["Node", ...]
    size: int


@dataclass(frozen=True, slots=True)
class Pairs:
    line: int
    column: int
    pairs: tuple[tuple["Node", "Node"], ...]
    size: int


Node = Text | Items | Pairs


def compose(text: str, name: str) -> Node:
    """The nodes of the one document in `text`.

    Refuses `mechanism.invalid` at the first fault of the YAML: nothing after it can be trusted.
    """
    try:
        return _Composer(YAML(typ="safe", pure=True).parse(text)).document()
    except ReaderError as bad:
        found = Fault(*_position(text, bad.position), "", "yaml.character", {"what": _hex(bad)})
    except MarkedYAMLError as bad:
        found = _marked(bad, text)
    except YAMLError as bad:
        found = Fault(1, 1, "", "yaml.syntax", {"what": str(bad)})
    except _Stopped as bad:
        found = bad.fault
    raise refusal(name, [found]) from None


class _Stopped(Exception):
    def __init__(self, event: Any, code: str, **facts: str) -> None:
        super().__init__(code)
        mark = event.start_mark
        self.fault = Fault(mark.line + 1, mark.column + 1, "", code, facts)


class _Composer:
    def __init__(self, events: Iterator[Any]) -> None:
        self._events = iter(events)
        self._anchors: dict[str, Node] = {}
        self._size = 0

    def document(self) -> Node:
        self._next()  # the stream begins
        event = self._next()
        if type(event).__name__ == "StreamEndEvent":
            raise _Stopped(event, "file.empty")
        node = self._node(self._next(), 0)
        self._next()  # the document ends
        event = self._next()
        if type(event).__name__ != "StreamEndEvent":
            raise _Stopped(event, "yaml.second-document")
        return node

    def _next(self) -> Any:
        return next(self._events)

    def _node(self, event: Any, depth: int) -> Node:
        if depth > DEEPEST:
            raise _Stopped(event, "yaml.too-deep", deepest=str(DEEPEST))
        if type(event).__name__ == "AliasEvent":
            return self._alias(event)
        if event.tag is not None and event.tag != "tag:yaml.org,2002:str":
            raise _Stopped(event, "yaml.tag", tag=str(event.tag))
        node = self._fresh(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _fresh(self, event: Any, depth: int) -> Node:
        self._count(event, 1)
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        match type(event).__name__:
            case "ScalarEvent":
                return Text(line, column, event.value, event.implicit[0])
            case "SequenceStartEvent":
                items = tuple(self._children(depth))
                return Items(line, column, items, 1 + sum(item.size for item in items))
        flat = list(self._children(depth))
        pairs = tuple(zip(flat[::2], flat[1::2], strict=True))
        return Pairs(line, column, pairs, 1 + sum(node.size for node in flat))

    def _children(self, depth: int) -> Iterator[Node]:
        while not type(event := self._next()).__name__.endswith("EndEvent"):
            yield self._node(event, depth + 1)

    def _alias(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise _Stopped(event, "yaml.alias-unknown", alias=str(event.anchor))
        self._count(event, node.size)
        return node

    def _count(self, event: Any, size: int) -> None:
        self._size += size
        if self._size > MOST_NODES:
            raise _Stopped(event, "yaml.too-many", most=str(MOST_NODES))


def _marked(bad: MarkedYAMLError, text: str) -> Fault:
    mark = bad.problem_mark or bad.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    problem = str(bad.problem or bad.context or "")
    lines = text.splitlines()
    here = lines[line] if line < len(lines) else ""
    if "\\t" in problem or re.match(r"\s*\t", here):
        return Fault(line + 1, here.find("\t") + 1 or column + 1, "", "yaml.tab")
    return Fault(line + 1, column + 1, "", "yaml.syntax", {"what": problem})


def _position(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _hex(bad: ReaderError) -> str:
    character = bad.character
    code = ord(character) if isinstance(character, str) else int(character)
    return f"U+{code:04X}"
