"""The columns a list may leave with, as a table: what each is called and where it stands.

A column of a form (`answer:topic`) belongs to the mechanisms that ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from bihuan.kernel.declaration import Field, Mechanism
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.models import Content, Export, LedgerMap, Matter
from bihuan.matters.queries import doors
from bihuan.matters.rules.exports.identity import Columns
from bihuan.matters.rules.maps import Map
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules import masking

ANSWER = "answer:"
LONGEST_HEADING = 60
MOST_COLUMNS = 60
_PLAIN = frozenset({"line", "text", "choice", "number", "date", "place", "enterprise"})
Say = Callable[[str, str], str]  # a table of words (stage, channel) and a code of it


@dataclass(frozen=True, slots=True)
class Seen:
    """A matter as one reader may see it, with what its columns are read from."""

    row: Matter
    mechanism: Mechanism
    content: Content | None
    title: str
    person: str
    whole: bool
    progress: str
    reply: str
    say: Say


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in code and on the sheet, its width, and the text of its cell."""

    code: str
    label: str
    width: int
    text: Callable[[Seen], str]
    editable: bool = False
    offered: bool = True  # among the columns of somebody who has chosen none


def _day(at: datetime | None) -> str:
    return at.astimezone(LOCAL).date().isoformat() if at else ""


def _unit(seen: Seen) -> str:
    code = seen.row.unit_id
    if not code:
        return ""
    found = parties.unit_of(code)
    return found.short_name or found.name


def _letter(seen: Seen) -> str:
    if seen.content is None:
        return ""
    return masking.hidden_numbers(seen.content.text if seen.whole else seen.content.summary)


def _closing(seen: Seen) -> str:
    closing = seen.mechanism.closings.get(seen.row.closing_kind)
    return closing.label if closing else ""


COLUMNS: Mapping[str, Column] = {
    one.code: one
    for one in (
        Column("number", noop("Number"), 22, lambda s: s.row.number),
        Column("title", noop("Title"), 40, lambda s: s.title, editable=True),
        Column("text", noop("What was said"), 50, _letter, offered=False),
        Column("person", noop("Person"), 12, lambda s: s.person),
        Column("mechanism", noop("Mechanism"), 18, lambda s: s.mechanism.title, offered=False),
        Column("class", noop("Class"), 12, editable=True,
               text=lambda s: s.mechanism.classes.get(s.row.class_code, s.row.class_code)),
        Column("channel", noop("Channel"), 10, lambda s: s.say("channel", s.row.channel)),
        Column("received", noop("Received on"), 12, lambda s: _day(s.row.received_at)),
        Column("unit", noop("Handling unit"), 20, _unit, editable=True),
        Column("due", noop("Due on"), 12, lambda s: _day(s.row.due_at)),
        Column("stage", noop("Stage"), 14, lambda s: s.say("stage", s.row.stage)),
        Column("progress", noop("Latest progress"), 40, lambda s: s.progress, editable=True),
        Column("closing", noop("Result"), 14, _closing, editable=True),
        Column("reply", noop("Answer given"), 40, lambda s: s.reply, editable=True),
        Column("closed", noop("Struck off on"), 12, lambda s: _day(s.row.closed_at)),
        Column("platform_number", noop("Number of the higher platform"), 20,
               lambda s: s.row.platform_number, offered=False),
    )
}  # fmt: skip

# What a ledger that came in says, and the column in which a list says it.
OF_LEDGER: Mapping[str, str] = {
    "title": "title", "text": "text", "requester": "person", "class": "class",
    "received_at": "received", "unit": "unit", "due_at": "due", "status": "stage",
    "progress": "progress", "closing": "closing", "platform_number": "platform_number",
}  # fmt: skip


def is_answer(asked: Field, mechanism: Mechanism) -> bool:
    """Whether an answer of the form may stand in a column of its own."""
    apart = (mechanism.title_field, mechanism.text_field, mechanism.access.accused_field)
    return asked.kind in _PLAIN and not asked.personal and asked.name not in apart


def column(code: str) -> Column | None:
    """The column of a code; None for one nobody knows."""
    if code in COLUMNS:
        return COLUMNS[code]
    if code.startswith(ANSWER):
        name = code.removeprefix(ANSWER)
        return Column(code, name, 18, lambda seen: _answer(seen, name), editable=True)
    return None


def _answer(seen: Seen, name: str) -> str:
    asked = next((f for f in seen.mechanism.fields if f.name == name), None)
    if asked is None or not is_answer(asked, seen.mechanism) or not seen.whole:
        return ""
    value = str((seen.content.answers if seen.content else {}).get(name) or "")
    return masking.hidden_numbers(str(asked.choices.get(value, value)))


def remembered(post: str) -> Columns:
    """The columns a post chose last, else those of its office's own ledger, else the offered."""
    last = Export.objects.filter(by_post=post).order_by("-pk").values_list("columns", flat=True)
    found = last.first() or of_ledger(post)
    return checked(found) if found else default()


def of_ledger(post: str) -> list[tuple[str, str]]:
    """The ledger the office of a post gave last, as far as a list has such columns.

    Under its own headings and in its order, behind the number; empty where it gave none.
    """
    holder = parties.post_of(post)
    kept = LedgerMap.objects.filter(unit=holder.unit).order_by("-kept_at") if holder else None
    row = kept.first() if kept is not None else None
    if row is None:
        return []
    shape = Map.model_validate(row.shape)
    told = {heading: OF_LEDGER[said] for said, heading in shape.columns.items()
            if said in OF_LEDGER}  # fmt: skip
    told |= {heading: f"{ANSWER}{name}" for name, heading in shape.fields.items()}
    place = {heading: at for at, heading in enumerate(row.order)}
    found = sorted(told, key=lambda heading: place.get(heading, len(place)))
    return [("number", gettext(COLUMNS["number"].label)), *((told[h], h) for h in found)]


def default() -> Columns:
    """The columns of somebody who has chosen none, in the language of the reader."""
    return tuple((one.code, gettext(one.label)) for one in COLUMNS.values() if one.offered)


def offered() -> Columns:
    """Every column there is, with the answers that the mechanisms in force ask for."""
    found = {code: gettext(one.label) for code, one in COLUMNS.items()}
    for door in doors.doors():
        for asked in door.mechanism.fields:
            if is_answer(asked, door.mechanism):
                found.setdefault(f"{ANSWER}{asked.name}", asked.label)
    return tuple(found.items())


def checked(asked: Sequence[Sequence[str]]) -> Columns:
    """The columns asked for as far as there are such, each once, no two headings alike."""
    found: dict[str, str] = {}
    for code, heading in asked:
        known = column(str(code))
        if known is None or code in found or len(found) >= MOST_COLUMNS:
            continue
        wanted = str(heading).strip()[:LONGEST_HEADING] or gettext(known.label)
        found[code] = wanted if wanted not in found.values() else f"{wanted}（{code}）"
    return tuple(found.items()) or default()
