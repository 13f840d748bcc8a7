"""The units of one cell: who leads, who assists, whatever stands between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_MARKS = re.compile(r"[、，,;；/\n|＋+\s]+")
_AND = re.compile(r"及|和|与|会同")
_ROLE = re.compile(r"[(（]?(牵头|主办|主责|负责|责任)(单位|部门)?[)）]?[:：]?")
_HELP = re.compile(r"[(（]?(配合|协办|协助|协同|参与)(单位|部门)?[)）]?[:：]?")
# （牵头）directly before the next name: the line end between them was lost.
_CLOSED = re.compile(
    r"([(（](?:牵头|主办|主责|负责|责任|配合|协办|协助|协同|参与)(?:单位|部门)?[)）])(?=[^\s:：])"
)
Knows = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Named:
    """The unit that leads, as written without its role, and those that assist."""

    lead: str
    assisting: tuple[str, ...] = ()


def units_in(cell: str, knows: Knows) -> Named:
    """The units a cell names; `knows` tells whether a name is on record.

    和 and 及 part two names only where both are on record: 住房和城乡建设局 is one.
    """
    text = " ".join(cell.split())
    if not text:
        return Named("")
    if knows(text):
        return Named(text)
    leads: list[str] = []
    helps: list[str] = []
    for part in re.split(r"[;；。\n]", _CLOSED.sub(r"\1、", cell)):
        helping = False
        for piece in _MARKS.split(part):
            # `配合单位：` rules what follows; `（配合）` behind a name speaks of that name alone.
            before, after = _HELP.match(piece), _HELP.search(piece)
            helping = helping or bool(before)
            bare = _HELP.sub("", _ROLE.sub("", piece)).strip(" :：")
            for name in _parted(bare, knows):
                (helps if helping or (after and not before) else leads).append(name)
    named = list(dict.fromkeys([*leads, *helps]))
    return Named(named[0], tuple(named[1:])) if named else Named("")


def _parted(name: str, knows: Knows) -> list[str]:
    if not name or knows(name):
        return [name] if name else []
    for found in _AND.finditer(name):
        one, other = name[: found.start()], name[found.end() :]
        if knows(one) and knows(other):
            return [one, other]
    return [name]
