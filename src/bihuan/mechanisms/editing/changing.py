"""Changes what a form was answered: only the places answered otherwise are touched."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bihuan.mechanisms.editing import boxes, outline, sheet
from bihuan.mechanisms.editing.boxes import NOTHING, Box, Path
from bihuan.mechanisms.editing.outline import LEAVES, NAMES, PART, ROWS, TABLE, WORDS, Place

Given = Mapping[str, Sequence[str]]  # the answers of a form, by name
ASSUMED, KEY, HERE = "@assumed", "@key", "@here"
NEW = "/new"  # the blank last row of a table of words
ADD, REMOVE, UP, DOWN = "add", "remove", "up", "down"
_APART = re.compile(r"[、,，;；\s]+")
_WHOLE = Place("", PART)


@dataclass(frozen=True, slots=True)
class Form:
    """The answers of a form of some keys; `deed` is one press of a row, such as `up:route/2`."""

    keys: tuple[str, ...]
    given: Given
    deed: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    values: tuple[str, ...]
    assumed: bool


def answered(body: bytes, form: Form) -> bytes:
    """The file after a form; refuses `mechanism.invalid` where the file cannot be read at all."""
    root = sheet.opened(body)
    shown, given = boxes.boxes(root, form.keys), form.given
    for box in boxes.leaves(shown):
        answer = _answer(box, given)
        if answer is not None:
            _put(_whole(), root, box.path, answer)
    for box in _tables(shown):
        _rename_rows(root, box, given)
        _fill_new(root, box, given)
    verb, _, name = form.deed.partition(":")
    if name:
        _press(_whole(), root, verb, _path(name))
    return sheet.closed(root, body)


def _whole() -> Place:
    return Place("", PART, inside=outline.outline())


def _path(name: str) -> Path:
    return tuple(int(one) if one.isdigit() else one for one in name.split("/"))


def _answer(box: Box, given: Given) -> _Answer | None:
    """What was answered, None where the form did not ask or the answer stands already."""
    name, kind = box.name, box.place.kind
    if name not in given and name + HERE not in given:
        return None
    said = [one.strip().replace("\r\n", "\n") for one in given.get(name, ())]
    values = tuple(one for one in said if one)
    if kind == NAMES:
        values = tuple(one for one in _APART.split(" ".join(said)) if one)
    if kind == WORDS and not box.place.ordered:
        kept = [one for one in box.values if one in values]
        values = (*kept, *(one for one in values if one not in kept))
    answer = _Answer(values, bool(given.get(name + ASSUMED)))
    stands = _Answer(tuple(one for one in box.values if one), box.assumed)
    return None if answer == stands else answer


def _put(place: Place, node: Any, path: Path, answer: _Answer) -> Any:
    """The node with the answer at the path below it; None where nothing is left of it."""
    if not path:
        return _leaf(place, node, answer)
    head, rest = path[0], path[1:]
    if place.kind == PART:
        return _put_in_part(place, node, str(head), rest, answer)
    at = int(head)
    inner = place.inside[0] if place.kind == TABLE else _WHOLE
    if place.kind == ROWS:
        inner = Place("", PART, inside=place.inside)
        items = _as_list(node)
        items[at] = _put(inner, _long(place, items[at]), rest, answer) or sheet.mapping()
        return items
    table = _as_table(node)
    key = list(table)[at]
    kept = _put(inner, table[key], rest, answer)
    table[key] = "" if kept is None else kept
    return _as_before(node, table)


def _put_in_part(place: Place, node: Any, key: str, rest: Path, answer: _Answer) -> Any:
    part, _ = sheet.unmarked(node)
    if not isinstance(part, CommentedMap):
        part = sheet.mapping()
    child = next(one for one in place.inside if one.key == key)
    kept = _put(child, part.get(key), rest, answer)
    if kept is None:
        part.pop(key, None)
    elif key in part:
        part[key] = kept
    else:
        order = [one.key for one in place.inside]
        after = [one for one in part if one in order and order.index(one) < order.index(key)]
        part.insert(list(part).index(after[-1]) + 1 if after else 0, key, kept)
    return part if part or place.required or not place.key else None


def _leaf(place: Place, node: Any, answer: _Answer) -> Any:
    old, _ = sheet.unmarked(node)
    value = _several(old, answer.values) if place.kind in (WORDS, NAMES) else _one(old, answer)
    return sheet.marked(value) if answer.assumed else value


def _one(old: Any, answer: _Answer) -> Any:
    """One text; two quotes stand for a word that is nothing, unlike an empty answer."""
    if not answer.values:
        return None
    return sheet.text_like(old, "" if answer.values[0] == NOTHING else answer.values[0])


def _several(old: Any, values: tuple[str, ...]) -> Any:
    if not values:
        return None
    if len(values) == 1 and not isinstance(old, CommentedSeq):
        return sheet.text_like(old, values[0])
    if isinstance(old, CommentedSeq):
        old[:] = values
        return old
    return sheet.listing(values)


def _long(place: Place, item: Any) -> Any:
    if isinstance(item, str) and place.short:
        return sheet.mapping([(place.short, item)])
    return item


def _as_list(node: Any) -> CommentedSeq:
    node, _ = sheet.unmarked(node)
    if isinstance(node, CommentedSeq):
        return node
    return CommentedSeq([] if node is None else [node])


def _as_table(node: Any) -> CommentedMap:
    node, _ = sheet.unmarked(node)
    if isinstance(node, CommentedMap):
        return node
    words = _as_list(node)
    return sheet.mapping([(str(one), one) for one in words], flow=bool(words))


def _as_before(node: Any, table: CommentedMap) -> Any:
    """A list of words stays one as long as every name stands for itself."""
    if node is None or isinstance(node, CommentedMap):
        return table
    if all(str(key) == value for key, value in table.items()):
        return sheet.listing(table)
    return table


def _tables(shown: tuple[Box, ...]) -> Iterator[Box]:
    for box in shown:
        for row in box.rows:
            yield from _tables(row.boxes)
        yield from _tables(box.inside)
        if box.place.kind == TABLE:
            yield box


def _fill_new(root: CommentedMap, box: Box, given: Given) -> None:
    """The blank last row, where something was written in it."""
    key, said = (next(iter(given.get(box.name + NEW + end, ())), "").strip() for end in (KEY, ""))
    if box.place.inside[0].kind not in LEAVES or not (key or said) or key in _keys(box):
        return
    holder, last = _made(root, box.path)
    node = holder.get(last) if isinstance(holder, CommentedMap) else holder[last]
    table = _as_table(node)
    inner = _leaf(box.place.inside[0], None, _Answer((said or key,), assumed=False))
    table[key or said] = inner
    holder[last] = _as_before(node, table)


def _keys(box: Box) -> set[str]:
    return {row.key for row in box.rows}


def _made(root: CommentedMap, path: Path) -> tuple[Any, Any]:
    """The holder of a place, its missing mappings made on the way."""
    for length in range(1, len(path)):
        holder, last = _holder(root, path[:length])
        if isinstance(holder, CommentedMap) and not sheet.unmarked(holder.get(last))[0]:
            holder[last] = sheet.mapping()
    return _holder(root, path)


def _rename_rows(root: CommentedMap, box: Box, given: Given) -> None:
    names = {
        row.key: given[row.name + KEY][0].strip() for row in box.rows if row.name + KEY in given
    }
    new = {key: name for key, name in names.items() if name and name != key}
    taken = {row.key for row in box.rows} - new.keys()
    new = {key: name for key, name in new.items() if name not in taken}
    if not new or len(set(new.values())) < len(new):
        return
    holder, last = _holder(root, box.path)
    table = _as_table(holder[last])
    pairs = [(new.get(str(key), key), node) for key, node in table.items()]
    beside = {new.get(str(key), key): remark for key, remark in table.ca.items.items()}
    table.clear()
    table.update(pairs)
    table.ca.items.update(beside)
    holder[last] = table


def _holder(root: CommentedMap, path: Path) -> tuple[Any, Any]:
    """The mapping or list a path ends in, and the key or place of its end."""
    node: Any = root
    place = _whole()
    for step in path[:-1]:
        node, place = _below(place, node, step)
    if place.kind == TABLE and isinstance(path[-1], int):
        return node, list(node)[path[-1]]
    return node, path[-1]


def _below(place: Place, node: Any, step: str | int) -> tuple[Any, Place]:
    if place.kind == PART:
        child = next(one for one in place.inside if one.key == step)
        return sheet.unmarked(node[step])[0], child
    if place.kind == ROWS:
        return node[int(step)], Place("", PART, inside=place.inside)
    return node[list(node)[int(step)]], place.inside[0]


def _press(whole: Place, root: CommentedMap, verb: str, path: Path) -> None:
    if verb == ADD:
        _add(whole, root, path)
        return
    holder, last = _holder(root, path)
    if verb == REMOVE:
        del holder[last]
        _drop_empty(root, path[:-1], holder)
        return
    by = {UP: -1, DOWN: 1}.get(verb, 0)
    if isinstance(holder, CommentedSeq):
        _swap(holder, int(last), int(last) + by)
    else:
        _move(holder, last, by)


def _drop_empty(root: CommentedMap, path: Path, holder: Any) -> None:
    if not holder and path:
        above, last = _holder(root, path)
        del above[last]


def _add(whole: Place, root: CommentedMap, path: Path) -> None:
    parent, _ = _holder(root, path) if len(path) > 1 else (root, None)
    place, key = whole, path[-1]
    for step in path:
        place = _child(place, step)
    node = parent.get(key)
    if place.kind == ROWS:
        items = _as_list(node)
        items.append(sheet.mapping())
        parent[key] = items
        return
    table = _as_table(node)
    free = [one for one in place.keys if one not in table]
    name = free[0] if free else _free(table)
    table[name] = sheet.mapping(flow=False) if place.inside[0].kind == PART else ""
    parent[key] = table


def _child(place: Place, step: str | int) -> Place:
    if place.kind == PART:
        return next(one for one in place.inside if one.key == step)
    return Place("", PART, inside=place.inside) if place.kind == ROWS else place.inside[0]


def _free(table: CommentedMap) -> str:
    return next(name for at in range(1, len(table) + 2) if (name := f"new-{at}") not in table)


def _swap(items: CommentedSeq, one: int, other: int) -> None:
    if not 0 <= other < len(items):
        return
    first, second = items[one], items[other]
    remarks = items.ca.items.pop(one, None), items.ca.items.pop(other, None)
    items[one], items[other] = second, first
    for at, remark in ((other, remarks[0]), (one, remarks[1])):
        if remark is not None:
            items.ca.items[at] = remark


def _move(table: CommentedMap, key: str, by: int) -> None:
    order = list(table)
    at = order.index(key) + by
    if not 0 <= at < len(order):
        return
    order.remove(key)
    order.insert(at, key)
    pairs = [(one, table[one]) for one in order]
    remarks = dict(table.ca.items)
    table.clear()
    table.update(pairs)
    table.ca.items.update(remarks)
