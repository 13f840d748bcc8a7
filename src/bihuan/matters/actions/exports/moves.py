"""From an edited column to the moves it stands for: the table, and the answers of each move.

A column that is not in the table is not changed by a sheet: deadlines are computed, stages follow
from moves, and who asked is shown masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bihuan.kernel.declaration import Field, Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.acting import Asked
from bihuan.matters.models import Matter
from bihuan.matters.queries.exports.columns import ANSWER, is_answer
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules import masking

_RECEIPT = 1  # the entry every correction of the form corrects
_BETWEEN = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True, slots=True)
class Edited:
    """One matter with the cells that are to be applied, and the reason the uploader gave."""

    row: Matter
    mechanism: Mechanism
    cells: Mapping[str, str]
    reason: str


Moves = Iterator[Asked]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which columns a rule reads, and the moves it makes of them."""

    columns: frozenset[str]
    moves: Callable[[Edited], Moves]


def moves_of(edited: Edited) -> Moves:
    """The moves for the cells to be applied, in the order in which an office would make them."""
    for rule in RULES:
        if rule.columns & edited.cells.keys():
            yield from rule.moves(edited)
    for code in edited.cells:
        if code.startswith(ANSWER):
            yield _answered(edited, code)


def _correction(edited: Edited, name: str, value: str, former: str) -> Asked:
    if masking.hidden_numbers(former) != former:
        raise Refused("back.masked")
    said = {"entry": _RECEIPT, "field": name, "value": value, "reason": edited.reason}
    return Asked("correct", said)


def _title(edited: Edited) -> Moves:
    name = edited.mechanism.title_field
    if not name:
        raise Refused("back.title-undeclared", mechanism=edited.mechanism.title)
    yield _correction(edited, name, edited.cells["title"], edited.row.title)


def _answered(edited: Edited, code: str) -> Asked:
    name = code.removeprefix(ANSWER)
    asked = next((f for f in edited.mechanism.fields if f.name == name), None)
    if asked is None or not is_answer(asked, edited.mechanism):
        raise Refused("back.answer-unknown", name=name, mechanism=edited.mechanism.title)
    former = str(edited.row.content.answers.get(name) or "")
    return _correction(edited, name, _chosen(asked, edited.cells[code]), former)


def _chosen(asked: Field, said: str) -> str:
    """A choice is written on a sheet by its label, and kept by its code."""
    return _code(asked.choices, said) if asked.choices else said


def _class(edited: Edited) -> Moves:
    code = _code(edited.mechanism.classes, edited.cells["class"])
    yield Asked("reclassify", {"class": code, "reason": edited.reason})


def _unit(edited: Edited) -> Moves:
    names = [name for name in _BETWEEN.split(edited.cells["unit"]) if name.strip()]
    lead, *others = [parties.unit_by_name(name.strip()).code for name in names]
    for name in BEFORE_ASSIGNING.get(edited.row.stage, ()):
        yield Asked(name, {"reason": edited.reason} if name == "recall" else {})
    yield Asked("assign", {"unit": lead, "assist": others, "why": edited.reason})


def _progress(edited: Edited) -> Moves:
    yield Asked("progress", {"note": edited.cells["progress"]})


def _reply(edited: Edited) -> Moves:
    text, closing = edited.cells.get("reply"), edited.cells.get("closing")
    if not text or not closing:
        raise Refused("back.answer-half")
    labels = {one.code: one.label for one in edited.mechanism.closings.values()}
    yield Asked("reply", {"text": text, "closing": _code(labels, closing)})


def _code(labels: Mapping[str, str], said: str) -> str:
    """The code of a label; what is no label stands as it is, and the kernel refuses it."""
    return next((code for code, label in labels.items() if label == said), said)


# What a new unit in the cell means beyond the assignment itself, by the stage of the matter.
BEFORE_ASSIGNING: Mapping[str, tuple[str, ...]] = {
    "received": ("accept",),
    "assigned": ("recall",),
    "contested": ("recall",),
    "handling": ("recall",),
}
RULES: tuple[Rule, ...] = (
    Rule(frozenset({"title"}), _title),
    Rule(frozenset({"class"}), _class),
    Rule(frozenset({"unit"}), _unit),
    Rule(frozenset({"progress"}), _progress),
    Rule(frozenset({"reply", "closing"}), _reply),
)
