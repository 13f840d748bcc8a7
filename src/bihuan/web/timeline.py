"""The timeline: entries of a chain as lines a reader understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.worktime import Span
from bihuan.matters.queries.page import Said
from bihuan.web import dates, sentences, words

ASKED = "-asked"
SKIPPED = frozenset(
    {
        "signatures", "asked_by", "waits_for", "action", "files", "steps", "silent", "moved",
        "revision", "refusal_suggested", "values", "accused", "waits", "left", "channel",
        "suggested", "overtaken",
    }
)  # fmt: skip
UNITS = frozenset({"unit", "suggested", "assist", "copy"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when, what, who, and what was said."""

    seq: int
    at: datetime | None
    when: str
    what: str
    who: str
    facts: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    origin: str
    hidden: bool
    late: str


def lines(entries: Iterable[Said], mechanism: Mechanism, now: datetime) -> list[Line]:
    """The entries as lines, in the order given."""
    return [_line(said, mechanism, now) for said in entries]


def _line(said: Said, mechanism: Mechanism, now: datetime) -> Line:
    entry = said.entry
    return Line(
        entry.seq,
        entry.happened_at,
        _when(entry.happened_at, entry.precision, now),
        what(entry.kind, said.data),
        sentences.post_name(entry.actor_post),
        _facts(entry.kind, said.data, mechanism, now),
        tuple(str(text) for text in said.sealed.values() if text),
        words.of(words.ORIGINS, entry.origin) if entry.origin in words.ORIGINS else "",
        said.hidden,
        _written_later(entry.happened_at, entry.recorded_at, now),
    )


def what(kind: str, data: Mapping[str, Any]) -> str:
    """What an entry is called; a move that waits for signatures says so."""
    if kind.endswith(ASKED) and kind.removesuffix(ASKED) in words.ACTIONS:
        move = words.of(words.ACTIONS, kind.removesuffix(ASKED))
        return _("“%(move)s” put forward for signature") % {"move": move}
    if kind in ("sign", "decline"):
        move = words.of(words.ACTIONS, str(data.get("action", "")))
        return f"{words.of(words.DONE, kind)}：{move}"
    if kind == "tick":
        return _steps(data)
    return words.of(words.DONE, kind)


def _when(at: datetime | None, precision: str, now: datetime) -> str:
    if at is None or precision == "unknown":
        return _("date not known")
    return dates.moment(at, now) if precision == "moment" else dates.day(at, now)


def _steps(data: Mapping[str, Any]) -> str:
    steps = [words.of(words.STEPS, str(one.get("do", ""))) for one in data.get("steps", ())]
    if data.get("silent"):
        steps.append(_("no answer in time counts as signed for"))
    told = "；".join(steps) or words.of(words.DONE, "tick")
    if data.get("overtaken"):
        return _("%(steps)s: past before it came in; nothing was sent") % {"steps": told}
    return told


def _facts(
    kind: str, data: Mapping[str, Any], mechanism: Mechanism, now: datetime
) -> tuple[tuple[str, str], ...]:
    action = kind.removesuffix(ASKED)
    found = [
        (words.field_label(action, name), _value(name, value, mechanism, now))
        for name, value in data.items()
        if name not in SKIPPED and value not in ("", None, [])
    ]
    signed = [words.of(words.DUTIES, str(one[0])) for one in data.get("signatures", ())]
    if signed:
        found.append((_("Signed by"), " → ".join(signed)))
    files = data.get("files") or ()
    if files:
        found.append(
            (_("Files"), ngettext("%(n)s file", "%(n)s files", len(files)) % {"n": len(files)})
        )
    return tuple(found)


def answers(
    action: str, params: Mapping[str, object], mechanism: Mechanism, now: datetime
) -> tuple[tuple[str, str], ...]:
    """The answers of a move that waits for signatures, as its signatories read them."""
    plain = {name: _plain(value) for name, value in params.items()}
    return _facts(action, plain, mechanism, now)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return dates.span(value) if isinstance(value, Span) else value


def _value(name: str, value: object, mechanism: Mechanism, now: datetime) -> str:
    if isinstance(value, list):
        return "、".join(_value(name, one, mechanism, now) for one in value)
    if isinstance(value, bool):
        return words.of(words.ANSWERS, "yes" if value else "no")
    text = str(value)
    if name in UNITS:
        return sentences.unit_name(text)
    if name == "for":
        return sentences.post_name(text)
    if name == "via":
        return _("by link, without signing in")
    if name == "until":
        return dates.day(datetime.fromisoformat(text), now)
    return _declared(name, text, mechanism)


def _declared(name: str, text: str, mechanism: Mechanism) -> str:
    """A code of the declaration by its label there."""
    tables: Mapping[str, Mapping[str, Any]] = {
        "class": mechanism.classes,
        "ground": {**mechanism.grounds, **mechanism.refusals},
        "closing": mechanism.closings,
        "letter": mechanism.letters,
        "clock": mechanism.clocks,
        "channel": words.CHANNELS,
        "solved": words.SOLVED,
        "satisfied": words.SATISFIED,
    }
    found = tables.get(name, {}).get(text, text)
    return str(getattr(found, "label", found))


def _written_later(at: datetime | None, recorded: datetime, now: datetime) -> str:
    """A past event written down another day says so."""
    if at is None or (recorded - at).days < 1:
        return ""
    return _("written down %(at)s") % {"at": dates.moment(recorded, now)}
