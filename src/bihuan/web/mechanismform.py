"""The form of a mechanism: its boxes with their names, their words, and what the checker found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bihuan.kernel.declaration import Mechanism
from bihuan.mechanisms import choices, reading
from bihuan.mechanisms.editing import boxes, outline, sheet, wording
from bihuan.mechanisms.editing.boxes import NOTHING, Box, Row
from bihuan.mechanisms.faults import Fault
from bihuan.registers.parties import queries as parties

SECTIONS = {
    "basis": gettext_lazy("Name and basis"),
    "channels": gettext_lazy("Channels"),
    "form": gettext_lazy("Questions of the form"),
    "classes": gettext_lazy("Classes"),
    "accept": gettext_lazy("Acceptance and refusal"),
    "route": gettext_lazy("Routing"),
    "return": gettext_lazy("Return of orders"),
    "clocks": gettext_lazy("Clocks"),
    "signoff": gettext_lazy("Signatures"),
    "escalate": gettext_lazy("Reminders and escalation"),
    "verify": gettext_lazy("Call-back and rating"),
    "close": gettext_lazy("Closing, carrying, review"),
    "score": gettext_lazy("Scores, publication, access"),
    wording.REST: gettext_lazy("Everything else"),
}
# A number needs a source or the mark that it has none; others may carry the mark in the file.
NUMBERS = frozenset({outline.SPAN, outline.NUMBER, outline.DAY, outline.TIME})
LONG = 26  # characters from which a line is given a whole row


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as the page tells it."""

    line: int
    level: str
    says: str
    remedy: str
    section: str
    path: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One word that may be chosen."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A box as the template writes it."""

    name: str
    kind: str
    label: str
    help: str
    value: str
    wide: bool
    required: bool
    default: str
    assumed: bool
    present: bool
    can_assume: bool
    choices: tuple[Choice, ...] = ()
    picked: tuple[tuple[Choice, ...], ...] = ()  # of an ordered list: one set of choices a place
    lines: tuple[Line, ...] = ()
    rows: tuple[Rung, ...] = ()
    keys: tuple[Choice, ...] = ()
    names: tuple[Choice, ...] = ()  # of a new row, where only some names may be given
    offers: str = ""
    words: bool = False  # a table of single words, with a blank last row
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """A row of a list or a table."""

    name: str
    key: str
    title: str
    lines: tuple[Line, ...]
    keys: tuple[Choice, ...] = ()
    found: tuple[Found, ...] = field(default=())


def sections() -> dict[str, tuple[str, ...]]:
    """The sections with their keys."""
    return wording.sections(tuple(place.key for place in outline.outline()))


def told(faults: Sequence[Fault]) -> list[Found]:
    """The findings in the reader's language, each with the section it belongs to."""
    placed = {key: name for name, keys in sections().items() for key in keys}
    language = _language()
    return [
        Found(
            one.line, one.level, one.say(language), one.remedy(language),
            placed.get(one.path.split(".")[0].split("[")[0], "file"), one.path,
        )
        for one in faults
    ]  # fmt: skip


def lines(body: bytes, keys: tuple[str, ...], found: Sequence[Found]) -> list[Line]:
    """The boxes of a section; refuses `mechanism.invalid` where the file cannot be read."""
    by_path: dict[str, list[Found]] = {}
    shown = boxes.boxes(sheet.opened(body), keys)
    named = sorted({reading.written(one) for one in _paths(shown)}, key=len, reverse=True)
    for one in found:
        at = next((path for path in named if _within(one.path, path)), "")
        by_path.setdefault(at, []).append(one)
    return [_line(box, by_path) for box in shown]


def _within(path: str, place: str) -> bool:
    return path == place or path.startswith((f"{place}.", f"{place}["))


def _paths(shown: Iterable[Box]) -> Iterator[boxes.Path]:
    for box in shown:
        yield box.where
        yield from _paths(box.inside)
        for row in box.rows:
            yield row.where
            yield from _paths(row.boxes)


def _language() -> str:
    return get_language() or "zh"


def _line(box: Box, found: dict[str, list[Found]]) -> Line:
    place, language = box.place, _language()
    kind = place.kind
    inner = place.inside[0] if kind == outline.TABLE else place
    long = len(box.value) >= LONG or place.key in ("tell", "why", "help", "when")
    return Line(
        name=box.name, kind=kind, label=wording.label(place, language),
        help=wording.help_of(place, language), value=box.value,
        wide=long or kind in (outline.PART, outline.ROWS, outline.TABLE, outline.WORDS),
        required=place.required, default=_default(box), assumed=box.assumed,
        present=box.present, can_assume=kind in NUMBERS or place.model == "Basis",
        choices=_choices(place, box.values), picked=_picked(place, box.values),
        offers=wording.offers(place), lines=tuple(_line(one, found) for one in box.inside),
        rows=tuple(_rung(box, row, found) for row in box.rows),
        keys=_choices(inner, ()) if kind == outline.TABLE else (),
        names=tuple(one for one in _names(box, "") if one.code not in _taken(box)),
        words=kind == outline.TABLE and inner.kind in outline.LEAVES,
        found=tuple(found.get(reading.written(box.where), ())),
    )  # fmt: skip


def _default(box: Box) -> str:
    """What holds where nothing is written."""
    place, language = box.place, _language()
    if not place.default:
        return ""
    if place.kind == outline.FLAG:
        return _("yes") if place.default == "true" else _("no")
    if place.codes:
        return "、".join(wording.choice(place, one, language) for one in place.default.split("、"))
    return place.default


def _choices(place: outline.Place, chosen: Sequence[str]) -> tuple[Choice, ...]:
    if place.kind == outline.FLAG:
        named = (("true", _("yes")), ("false", _("no")))
        return tuple(Choice(code, label, code in chosen) for code, label in named)
    return tuple(_choice(place, code, chosen) for code in place.codes)


def _choice(place: outline.Place, code: str, chosen: Sequence[str]) -> Choice:
    """A word as it is chosen; one that says nothing is written with two quotes."""
    label = wording.choice(place, code, _language()) if code else _("nobody, nothing")
    return Choice(code or NOTHING, label, (code or NOTHING) in chosen)


def _picked(place: outline.Place, values: Sequence[str]) -> tuple[tuple[Choice, ...], ...]:
    if not place.ordered:
        return ()
    return tuple(_choices(place, (value,)) for value in (*values, ""))


def _rung(box: Box, row: Row, found: dict[str, list[Found]]) -> Rung:
    inner = tuple(_line(one, found) for one in row.boxes)
    keys = _names(box, row.key)
    own = () if row.boxes and row.boxes[0].where == row.where else found.get(
        reading.written(row.where), ()
    )  # fmt: skip
    return Rung(row.name, row.key, _title(row, inner), inner, keys, tuple(own))


def _names(box: Box, key: str) -> tuple[Choice, ...]:
    """The only names a table may have, if it has such: the steps that may wait for signatures."""
    language = _language()
    return tuple(Choice(one, _move(one, language), one == key) for one in box.place.keys)


def _taken(box: Box) -> set[str]:
    return {row.key for row in box.rows}


def _move(code: str, language: str) -> str:
    """What a step that may wait for signatures is called."""
    return choices.called("move", code, choices.EN if language.startswith("en") else choices.ZH)


def _title(row: Row, inner: Sequence[Line]) -> str:
    """What a folded row is called: its label where it has one, else the first things it says."""
    named = next((line.value for line in inner if line.name.endswith("/label") and line.value), "")
    said = " · ".join([text for line in inner if (text := _said(line))][:2])
    return named or row.key or said or _("a new row")


def _said(line: Line) -> str:
    if line.kind == outline.FLAG:
        return line.label if line.value == "true" else ""
    if line.kind == outline.WORD:
        return next((one.label for one in line.choices if one.chosen), "")
    return line.value


def offered(mechanism: Mechanism | None) -> dict[str, list[Choice]]:
    """The codes that may be typed, each with what it is called."""
    units = {one.code: one.name for one in parties.all_units() if one.valid_until is None}
    known: dict[str, Mapping[str, str]] = {"units": units}
    if mechanism is not None:
        known["clocks"] = {one.name: one.label for one in mechanism.clocks.values()}
        known |= {"classes": mechanism.classes, "letters": mechanism.letters}
    return {
        name: [Choice(code, label, chosen=False) for code, label in codes.items()]
        for name, codes in known.items()
    }


def context_choices(mechanism: Mechanism) -> list[Choice]:
    """The classes a matter may be tried as."""
    return [Choice(code, label, chosen=False) for code, label in mechanism.classes.items()]
