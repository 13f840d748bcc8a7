"""Reads YAML 1.2 into plain text, lists and mappings, and remembers where everything stood.

No scalar is given a type here: `7:30`, `on`, `no` and `2023.10` stay the text that was written,
and the schema alone decides what a text means.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.mechanisms import events
from bihuan.mechanisms.faults import Fault, refusal

Path = tuple[str | int, ...]

LARGEST_FILE = 1_000_000
_NULLS = {"", "~", "null", "Null", "NULL"}
_WORD = "assumed"


class _Assumed:
    """Stands where the file says `assumed` and nothing else."""

    def __repr__(self) -> str:
        return _WORD


ASSUMED = _Assumed()


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Assumed:
    """A value no source gives."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Tree:
    """What the file says, where each part of it stands, and what in it is assumed."""

    name: str
    content: Mapping[str, object]
    places: Mapping[Path, Place] = field(repr=False)
    texts: Mapping[Path, Place] = field(repr=False)
    assumed: tuple[Assumed, ...] = ()

    def place(self, path: Path) -> Place:
        """Where the path stands, or the nearest thing above it that was written."""
        for length in range(len(path), -1, -1):
            found = self.places.get(path[:length])
            if found is not None:
                return found
        return Place(1, 1)

    def fault(self, path: Path, code: str, /, **facts: str) -> Fault:
        """A fault at that path."""
        at = self.place(path)
        return Fault(at.line, at.column, written(path), code, facts)

    def fault_in_text(self, path: Path, column: int, code: str, /, **facts: str) -> Fault:
        """A fault at a column, counted from 1, of the text at that path."""
        at = self.texts.get(path) or self.place(path)
        return Fault(at.line, at.column + column - 1, written(path), code, facts)


def written(path: Path) -> str:
    """A path as a person writes it: `clocks.reply.within`, `route[2].to` (counted from 1)."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def read(data: bytes, name: str) -> Tree:
    """The tree of a file; refuses `mechanism.invalid` with every fault found on the way."""
    node = events.compose(_text(data, name), name)
    walk = _Walk()
    content = walk.value(node, ())
    if not isinstance(content, dict):
        place = walk.places[()]
        walk.faults.append(Fault(place.line, place.column, "", "yaml.not-a-mapping"))
    if walk.faults:
        raise refusal(name, walk.faults)
    return Tree(name, content, walk.places, walk.texts, tuple(walk.assumed))  # type: ignore[arg-type]


def _text(data: bytes, name: str) -> str:
    if len(data) > LARGEST_FILE:
        facts = {"bytes": str(len(data)), "largest": str(LARGEST_FILE)}
        raise refusal(name, [Fault(0, 0, "", "file.too-large", facts)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = data.count(b"\n", 0, bad.start) + 1
        column = bad.start - data.rfind(b"\n", 0, bad.start)
        raise refusal(name, [Fault(line, column, "", "file.not-utf8")]) from None


class _Walk:
    """Turns nodes into plain values, noting places, faults and what is assumed."""

    def __init__(self) -> None:
        self.places: dict[Path, Place] = {}
        self.texts: dict[Path, Place] = {}
        self.faults: list[Fault] = []
        self.assumed: list[Assumed] = []

    def value(self, node: events.Node, path: Path) -> object:
        self.places.setdefault(path, Place(node.line, node.column))
        if isinstance(node, events.Text):
            self.texts[path] = Place(node.line, node.column + (not node.plain))
            return None if node.plain and node.value in _NULLS else node.value
        if isinstance(node, events.Items):
            return [self._item(item, (*path, place)) for place, item in enumerate(node.items)]
        return self._mapping(node, path)

    def _item(self, node: events.Node, path: Path) -> object:
        found = self.value(node, path)
        if isinstance(node, events.Text) and node.plain and found == _WORD:
            self._fault(node, path, "assumed.needs-value")
        return found

    def _mapping(self, node: events.Pairs, path: Path) -> object:
        if self._is_assumed_value(node):
            self._assume(node, path)
            return self.value(next(v for k, v in node.pairs if _key(k) == "value"), path)
        content: dict[str, object] = {}
        for key, child in node.pairs:
            name = _key(key)
            below = (*path, name)
            if not isinstance(key, events.Text):
                self._fault(key, path, "yaml.key-not-text")
            elif name in content:
                self._fault(key, below, "yaml.key-twice", key=name, first=self._first(below))
            else:
                self._pair(content, key, child, below)
        return content

    def _pair(
        self, content: dict[str, object], key: events.Text, child: events.Node, path: Path
    ) -> None:
        self.places[path] = Place(key.line, key.column)
        if isinstance(child, events.Text) and child.plain and child.value == _WORD:
            self._assume(child, path)
            content[key.value] = ASSUMED
        else:
            content[key.value] = self.value(child, path)

    def _is_assumed_value(self, node: events.Pairs) -> bool:
        found = {_key(key): value for key, value in node.pairs}
        mark = found.get(_WORD)
        return (
            set(found) == {"value", _WORD}
            and isinstance(mark, events.Text)
            and mark.value == "true"
        )

    def _assume(self, node: events.Node, path: Path) -> None:
        self.assumed.append(Assumed(written(path), node.line))

    def _first(self, path: Path) -> str:
        return str(self.places[path].line)

    def _fault(self, node: events.Node, path: Path, code: str, /, **facts: str) -> None:
        self.faults.append(Fault(node.line, node.column, written(path), code, facts))


def _key(node: events.Node) -> str:
    return node.value if isinstance(node, events.Text) else ""
