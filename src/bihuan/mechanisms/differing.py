"""The difference between two mechanisms in words: two versions of one, or two counties' files."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import time
from importlib import resources
from typing import Any

from bihuan.kernel import worktime
from bihuan.kernel.declaration import Mechanism
from bihuan.mechanisms import choices

# The columns of the table of words.
ZH, EN = 0, 1
ADDED, REMOVED, CHANGED = "added", "removed", "changed"

_PLAIN = (
    "title", "version", "owner", "platform", "follows", "channels", "window", "restricted",
    "record_only", "confirm_first", "title_field", "text_field", "quiet",
)  # fmt: skip
_SINGLE = (
    "basis", "returns", "verify", "rate", "carry", "access", "score", "publication", "suggest",
)  # fmt: skip
_UNITS: Mapping[worktime.SpanUnit, tuple[str, str]] = {
    worktime.SpanUnit.MINUTE: ("分钟", "minutes"),
    worktime.SpanUnit.HOUR: ("小时", "hours"),
    worktime.SpanUnit.WORKING_HOUR: ("个工作小时", "working hours"),
    worktime.SpanUnit.WORKING_DAY: ("个工作日", "working days"),
    worktime.SpanUnit.DAY: ("日", "days"),
    worktime.SpanUnit.MONTH: ("个月", "months"),
}


def _words() -> dict[str, tuple[str, str]]:
    text = resources.files("bihuan.mechanisms").joinpath("differences.csv").read_text("utf-8")
    return {row["kind"]: (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}


WORDS: Mapping[str, tuple[str, str]] = _words()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `name` says which of its kind, `label` what people call that, and `aspect`
    what of it.
    """

    what: str  # added, removed, changed
    kind: str
    name: str = ""
    aspect: str = ""
    old: Any = None
    new: Any = None
    label: str = ""

    def say(self, language: str = "zh") -> str:
        """The difference in a sentence, in Chinese unless the language begins with `en`."""
        column = EN if language.startswith("en") else ZH
        subject = self._subject(column)
        if self.what == CHANGED:
            old, new = (_told(self, value, column) for value in (self.old, self.new))
            return f"{subject}: {old} → {new}" if column == EN else f"{subject}：{old} → {new}"
        detail = _told(self, self.new if self.what == ADDED else self.old, column)
        if column == EN:
            return f"{subject} {self.what}" + (f" ({detail})" if detail else "")
        verb = "增加" if self.what == ADDED else "取消"
        return f"{verb}{subject}" + (f"（{detail}）" if detail else "")

    def _subject(self, column: int) -> str:
        parts = [_word(self.kind, column)]
        named = self._named(column)
        if named:
            parts.append(named if column == EN else f"“{named}”")
        if self.aspect:
            parts.append(_word(self.aspect, column))
        return " ".join(parts) if column == EN else "".join(parts)

    def _named(self, column: int) -> str:
        """What people call the thing; its code where it has no name of its own."""
        if self.kind == "signoff":
            return choices.called("move", self.name, column)
        if self.kind == "escalation":
            told, _, step = (self.label or self.name).rpartition(" ")
            return f"{told} {choices.called('step', step, column)}"
        return self.label or self.name


def changes(old: Mechanism, new: Mechanism) -> tuple[Change, ...]:
    """Every difference in what the two declare, in the order of a mechanism file."""
    return tuple(replace(change, label=_label(change, old, new)) for change in _changes(old, new))


def _label(change: Change, old: Mechanism, new: Mechanism) -> str:
    """The label of the thing that changed, as the newer of the two calls it."""
    tables = {kind: (before, after) for kind, before, after in _tables(old, new)}
    before, after = tables.get(change.kind, ({}, {}))
    item = after.get(change.name) or before.get(change.name)
    if change.kind == "escalation":
        clock, _, rest = change.name.partition(" ")
        named = new.clocks.get(clock) or old.clocks.get(clock)
        return f"{named.label} {rest}" if named else ""
    if isinstance(item, str):
        return item
    return str(getattr(item, "label", ""))


def _changes(old: Mechanism, new: Mechanism) -> Iterator[Change]:
    for name in _PLAIN:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(CHANGED, name, old=before, new=after)
    if old.channels == new.channels and old.channel_kinds != new.channel_kinds:
        yield Change(CHANGED, "channel_kinds", old=old.channel_kinds, new=new.channel_kinds)
    for kind in _SINGLE:
        yield from _single(kind, getattr(old, kind), getattr(new, kind))
    for kind, before, after in _tables(old, new):
        yield from _table(kind, before, after)
    order = [list(_routes(mechanism)) for mechanism in (old, new)]
    if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
        yield Change(CHANGED, "route", aspect="order", old=tuple(order[0]), new=tuple(order[1]))


_Table = Mapping[str, Any]


def _tables(old: Mechanism, new: Mechanism) -> Iterator[tuple[str, _Table, _Table]]:
    yield "field", _by(old.fields, "name"), _by(new.fields, "name")
    yield "class", old.classes, new.classes
    yield "classing", _classings(old), _classings(new)
    yield "refusal", old.refusals, new.refusals
    yield "route", _routes(old), _routes(new)
    yield "clock", old.clocks, new.clocks
    yield "ground", old.grounds, new.grounds
    yield "signoff", old.signoffs, new.signoffs
    yield "escalation", _steps(old), _steps(new)
    yield "part", _by(old.parts, "key"), _by(new.parts, "key")
    yield "closing", old.closings, new.closings
    yield "review", _by(old.reviews, "name"), _by(new.reviews, "name")
    yield "letter", old.letters, new.letters


def _by(items: Sequence[Any], key: str) -> dict[str, Any]:
    return {getattr(item, key): item for item in items}


def _numbered(named: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Items by a name that need not be unique: the second `x` is called `x (2)`."""
    found: dict[str, Any] = {}
    for name, item in named:
        times = sum(1 for other in found if other == name or other.startswith(f"{name} ("))
        found[f"{name} ({times + 1})" if times else name] = item
    return found


def _classings(mechanism: Mechanism) -> dict[str, Any]:
    return _numbered([(r.when.text if r.when else "otherwise", r) for r in mechanism.classings])


def _routes(mechanism: Mechanism) -> dict[str, Any]:
    return _numbered([(r.when.text if r.when else "otherwise", r) for r in mechanism.routes])


def _steps(mechanism: Mechanism) -> dict[str, Any]:
    return _numbered([(f"{s.clock} {_at(s.at)} {s.do}", s) for s in mechanism.escalations])


def _at(offset: worktime.Span) -> str:
    return str(offset) if offset.amount else "0"


def _single(kind: str, old: Any, new: Any) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(ADDED, kind, new=new)
    elif new is None and old is not None:
        yield Change(REMOVED, kind, old=old)
    elif old != new:
        yield from _aspects(kind, "", old, new)


def _table(kind: str, old: _Table, new: _Table) -> Iterator[Change]:
    for name in old:
        if name not in new:
            yield Change(REMOVED, kind, name, old=old[name])
        elif old[name] != new[name]:
            yield from _aspects(kind, name, old[name], new[name])
    for name in new:
        if name not in old:
            yield Change(ADDED, kind, name, new=new[name])


def _aspects(kind: str, name: str, old: Any, new: Any) -> Iterator[Change]:
    if not is_dataclass(old):
        yield Change(CHANGED, kind, name, old=old, new=new)
        return
    for one in fields(old):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after:
            yield Change(CHANGED, kind, name, one.name, before, after)


# Which set of words an aspect is written in.
_SETS: Mapping[str, str] = {
    "starts": "event", "stops": "event", "pauses": "stage", "channels": "channel",
}  # fmt: skip


def _told(change: Change, value: Any, column: int) -> str:
    which = _SETS.get(change.aspect or change.kind, "")
    if not which or not value or isinstance(value, str):
        return shown(value, column)
    order = [*choices.table()[which]]
    found = sorted(value, key=lambda code: order.index(code) if code in order else len(order))
    return ("、", ", ")[column].join(choices.called(which, code, column) for code in found)


def _word(word: str, column: int) -> str:
    return WORDS[word][column] if word in WORDS else word


def shown(value: Any, column: int) -> str:
    """A value of a declaration in words."""
    if value is None or value == ():
        return _word("none", column)
    if isinstance(value, bool):
        return _word("yes" if value else "no", column)
    if isinstance(value, worktime.Span):
        return _span(value, column)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if hasattr(value, "holds") and hasattr(value, "text"):
        return str(value.text)
    return _several(value, column)


def _several(value: Any, column: int) -> str:
    comma = ("、", ", ")[column]
    if isinstance(value, Mapping):
        return comma.join(map(str, value.values())) or _word("none", column)
    if isinstance(value, frozenset):
        return comma.join(sorted(shown(str(one), column) for one in value)) or _word(
            "none", column
        )
    if isinstance(value, tuple):
        return comma.join(shown(one, column) for one in value)
    if is_dataclass(value):
        return _item(value, column)
    return _word(f"={value}", column).removeprefix("=") or _word("none", column)


# What is worth saying of an item that comes or goes.
_TOLD = (
    "label",
    "within",
    "by",
    "times",
    "to",
    "tell",
    "ruled_by",
    "share",
    "scale",
    "longest",
    "ask_within",
)


def _item(value: Any, column: int) -> str:
    told = [one.name for one in fields(value) if one.name in _TOLD and getattr(value, one.name)]
    said = (f"{_word(name, column)} {shown(getattr(value, name), column)}" for name in told)
    return ("，", ", ")[column].join(said)


def _span(span: worktime.Span, column: int) -> str:
    unit = _UNITS[span.unit][column]
    if column == EN and abs(span.amount) == 1:
        unit = unit.removesuffix("s")
    return f"{span.amount} {unit}" if column == EN else f"{span.amount}{unit}"
