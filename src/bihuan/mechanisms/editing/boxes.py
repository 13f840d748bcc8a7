"""What stands at each place of a file, for a form: boxes to write in, by section."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bihuan.mechanisms.editing import outline, sheet
from bihuan.mechanisms.editing.outline import LEAVES, PART, ROWS, TABLE, Place

Path = tuple[str | int, ...]
NOTHING = '""'  # a word that is written and says nothing, such as `notify: ""`


@dataclass(frozen=True, slots=True)
class Box:
    """One place of the file as a form shows it.

    `path` counts the rows of a table, so that a row may be renamed; `where` is what the checker
    calls the place.
    """

    place: Place
    path: Path
    where: Path
    value: str = ""
    values: tuple[str, ...] = ()
    assumed: bool = False
    present: bool = False
    inside: tuple["Box", ...] = ()
    rows: tuple["Row", ...] = ()

    @property
    def name(self) -> str:
        """The name of its answer in a form."""
        return "/".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list or a table; `key` is its name in a table."""

    path: Path
    where: Path
    key: str
    boxes: tuple[Box, ...]

    @property
    def name(self) -> str:
        """The name of the row in a form."""
        return "/".join(map(str, self.path))


def boxes(root: CommentedMap, keys: tuple[str, ...] = ()) -> tuple[Box, ...]:
    """The boxes of these keys of the file, or of all."""
    places = [one for one in outline.outline() if not keys or one.key in keys]
    return tuple(_box(one, root.get(one.key), (one.key,), (one.key,)) for one in places)


def leaves(found: tuple[Box, ...]) -> Iterator[Box]:
    """Every box one may write in."""
    for box in found:
        if box.place.kind in LEAVES:
            yield box
        yield from leaves(box.inside)
        for row in box.rows:
            yield from leaves(row.boxes)


def _box(place: Place, node: Any, path: Path, where: Path) -> Box:
    value, assumed = sheet.unmarked(node)
    present = node is not None
    if place.kind == PART:
        known = value if isinstance(value, CommentedMap) else {}
        inside = tuple(_within(one, known, path, where) for one in place.inside)
        return Box(place, path, where, assumed=assumed, present=present, inside=inside)
    if place.kind == ROWS:
        return Box(
            place, path, where, present=present, rows=tuple(_rows(place, value, path, where))
        )
    if place.kind == TABLE:
        return Box(
            place, path, where, present=present, rows=tuple(_table(place, value, path, where))
        )
    if isinstance(value, CommentedSeq):
        values = tuple(str(one) for one in value)
    else:
        values = (str(value),) if isinstance(value, str) else ()
    if place.kind == outline.WORD and values == ("",):
        values = (NOTHING,)
    text = "、".join(values)
    return Box(place, path, where, text, values, assumed, present)


def _within(place: Place, known: Any, path: Path, where: Path) -> Box:
    return _box(place, known.get(place.key), (*path, place.key), (*where, place.key))


def _rows(place: Place, value: Any, path: Path, where: Path) -> Iterator[Row]:
    for at, item in enumerate(_listed(value)):
        found = {place.short: item} if isinstance(item, str) and place.short else item
        known = found if isinstance(found, dict) else {}
        here, there = (*path, at), (*where, at)
        yield Row(here, there, "", tuple(_within(one, known, here, there) for one in place.inside))


def _table(place: Place, value: Any, path: Path, where: Path) -> Iterator[Row]:
    pairs = value.items() if isinstance(value, dict) else ((one, one) for one in _listed(value))
    (inner,) = place.inside
    for at, (key, node) in enumerate(pairs):
        here, there = (*path, at), (*where, str(key))
        box = _box(inner, node, here, there)
        yield Row(here, there, str(key), box.inside if inner.kind == PART else (box,))


def _listed(value: Any) -> list[Any]:
    if isinstance(value, list):
        return list(value)
    return [] if value is None or isinstance(value, dict) else [value]
