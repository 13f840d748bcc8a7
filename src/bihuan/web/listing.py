"""A matter as a line of a list: its ring, its words, and who has it by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bihuan.kernel.worktime import Calendar
from bihuan.matters.queries.desk import Row
from bihuan.web import dates, moveforms, sentences, timeline, words
from bihuan.web.ring import Ring, ring

WORKED_ON = ("received", "accepted", "assigned", "contested", "handling")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, in words."""

    number: str
    title: str
    ring: Ring
    said: str
    person: str
    holder: str
    due: str
    look: str
    card: str
    card_name: str


@dataclass(frozen=True, slots=True)
class Keyed:
    """A move as a button: its name, its words, its key."""

    action: str
    label: str
    key: str
    main: bool


def line(row: Row, calendar: Calendar, now: datetime) -> Line:
    """The words of one line."""
    matter = row.matter
    due, look = due_words(row, calendar, now)
    return Line(
        number=matter.number,
        title=title(row.title, restricted=matter.restricted),
        ring=ring(matter.stage, matter.card, verified=matter.verified),
        said=_said(row, now),
        person=row.person or (_("not named") if matter.restricted else "—"),
        holder=holder(row),
        due=due,
        look=look,
        card=matter.card,
        card_name=words.of(words.CARDS, matter.card) if matter.card else "",
    )


def title(text: str, *, restricted: bool) -> str:
    """The title of a matter, or that it is not for every eye."""
    if text:
        return text
    return _("Restricted matter") if restricted else _("Without a title")


def keyed(moves: Iterable[str]) -> list[Keyed]:
    """The moves as buttons, the way forward first."""
    names = moveforms.ordered(moves)
    main = next((name for name in names if name in moveforms.FORWARD), "")
    return [
        Keyed(name, words.of(words.ACTIONS, name), moveforms.KEYS.get(name, ""), name == main)
        for name in names
        if name not in moveforms.RARE
    ]


def holder(row: Row) -> str:
    """Who has the ball: the unit while it handles, else the stage by its name."""
    matter = row.matter
    if matter.pending_duty:
        return _("to be signed by: %(duty)s") % {
            "duty": words.of(words.DUTIES, matter.pending_duty)
        }
    if matter.unit is not None and matter.stage in ("assigned", "contested", "handling"):
        return sentences.unit_name(matter.unit_id or "")
    return words.of(words.STAGES, matter.stage)


def due_words(row: Row, calendar: Calendar, now: datetime) -> tuple[str, str]:
    """What is left, and how it looks; a carried matter tells its own date."""
    matter = row.matter
    if matter.carried_until is not None:
        return _("carried until %(date)s") % {"date": dates.day(matter.carried_until, now)}, ""
    if matter.stage not in WORKED_ON:
        return "", ""
    if matter.due_at is None:
        return _("no date"), ""
    said = dates.left(calendar, now, matter.due_at)
    if now > matter.due_at:
        return said, "late"
    near = matter.due_at - now
    return said, "soon" if near.days < 1 else ""


def _said(row: Row, now: datetime) -> str:
    """The last thing that happened, and when."""
    entry = row.last
    if entry is None:
        return ""
    data = entry.data.get("data", {})
    when = dates.moment(entry.happened_at, now) if entry.happened_at else _("date not known")
    return f"{when} {timeline.what(entry.kind, data)}"
