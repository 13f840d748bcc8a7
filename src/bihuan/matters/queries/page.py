"""Everything one page about one matter shows to one actor, and nothing he may not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.kernel import record, routing, tables, worktime
from bihuan.kernel.actor import REQUESTER, Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.case import Action
from bihuan.kernel.declaration import Clock, Mechanism
from bihuan.kernel.facts import Facts
from bihuan.kernel.matter import ClockRun
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.refused import Refused
from bihuan.kernel.routing import Routed
from bihuan.kernel.sampling import drawn
from bihuan.kernel.stages import Stage
from bihuan.kernel.step import moves_open
from bihuan.kernel.worktime import Calendar, CountFrom, DayLine
from bihuan.matters.models import Attachment, CommonProblem, Matter, Notice, Repeat
from bihuan.matters.queries import desk, merging, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.queries.nearness.neighbours import Neighbour, neighbours
from bihuan.matters.queries.suggesting import offering
from bihuan.matters.queries.suggesting.offering import Offered
from bihuan.matters.queries.visible import reads_whole, visible_to
from bihuan.registers.journal import queries as journal
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules import masking

LONGEST_TIMELINE = 200
EXCERPT = 160
IDENTITY = frozenset({"requester", "phone"})
PLAIN = frozenset({"tick", "sign", "recount"})  # say nothing that a person wrote
CELLS = frozenset({"rows"})  # of a table, which has a page of its own
UNSAID = ("receive", "rate", "part")
LINKERS = frozenset({"clerk", "owner", "unit-head"})  # of the office, or head of the unit
ANSWERING = (Stage.ASSIGNED.value, Stage.HANDLING.value)
OFFICE_CAPACITIES = frozenset({"clerk", "owner", "verifier"})


@dataclass(frozen=True, slots=True)
class ClockShown:
    """One clock of one cycle with its days, and the event that started it where that is clear;
    `extended` holds the days of each extension.
    """

    clock: Clock
    run: ClockRun
    event: str
    lines: tuple[DayLine, ...]
    extended: tuple[tuple[DayLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the chain with as much of its sealed text as this reader may see."""

    entry: Entry
    data: Mapping[str, Any]
    sealed: Mapping[str, Any]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Who asked, masked, and whether this reader may ask to see more."""

    name: str
    phone: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A matter as one reader sees it."""

    row: Matter
    title: str
    mechanism: Mechanism
    state: State
    whole: bool
    person: Person
    answers: tuple[tuple[str, str], ...]
    timeline: tuple[Said, ...]
    clocks: tuple[ClockShown, ...]
    moves: tuple[str, ...]
    parts: tuple[Matter, ...]
    repeats: tuple[Repeat, ...]
    merged: tuple[Matter, ...]
    common: str  # the title of the common problem it stands for
    similar: tuple[Neighbour, ...]
    routed: Routed | None
    suggested: Mapping[str, Offered]
    drafts: tuple[Notice, ...]
    files: tuple[Attachment, ...]
    calendar: Calendar
    rows: bool  # it has a table, on a page of its own
    may_link: bool  # this reader may give a post of the handling unit leave to answer once


def matter_page(actor: Actor, number: str, *, now: datetime) -> Page:
    """The page of a matter; refuses `matter.unknown` for one the actor may not know of."""
    row = readable(actor, number)
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    calendar = parties.calendar_for(row.region_id)
    facts = facts_for(row, mechanism, state, "rule", {}, now)
    held = capacities(mechanism, state, actor, facts)
    whole = reads_whole(actor, row)
    merged = merging.merged_into(row, actor)
    return Page(
        row=row,
        title=desk.title_of(row, whole=whole),
        mechanism=mechanism,
        state=state,
        whole=whole,
        person=_person(row, mechanism, held, whole=whole),
        answers=_answers(row, mechanism) if whole else (),
        timeline=_timeline(row, actor, whole=whole),
        clocks=clocks_shown(mechanism, state, calendar),
        moves=offered(mechanism, state, actor, facts),
        parts=tuple(row.parts.select_related("unit").order_by("number")),
        repeats=_repeats(row, actor) if "clerk" in held else (),
        merged=merged,
        common=_common(row) if merged else "",
        similar=_similar(row, actor, held),
        routed=_routed(row, mechanism, state) if "clerk" in held else None,
        suggested=offering.offered(row, mechanism, state, actor, now=now)
        if "clerk" in held
        else {},
        drafts=_drafts(row),
        files=tuple(row.attachments.select_related("file").order_by("seq", "pk")),
        calendar=calendar,
        rows=whole and tables.of(mechanism, state.values) is not None,
        may_link=row.stage in ANSWERING and not row.restricted and not held.isdisjoint(LINKERS),
    )


def _drafts(row: Matter) -> tuple[Notice, ...]:
    """Letters the machine proposes that nobody has taken up yet."""
    found = row.notices.filter(kind="draft", paper=None, done_at=None).exclude(letter="")
    return tuple(found.order_by("-made_at"))


def readable(actor: Actor, number: str) -> Matter:
    """The matter of a number, if the actor may know of it; refuses `matter.unknown`."""
    found = visible_to(actor).filter(number=number)
    row = found.select_related("content", "unit", "version", "parent", "region").first()
    if row is None:
        raise Refused("matter.unknown", number=number)
    return row


def may_open_person(
    row: Matter, mechanism: Mechanism, held: frozenset[str], *, whole: bool
) -> bool:
    """Whether name and telephone may be opened: by the office and those who call back, and by the
    handling unit unless the mechanism or the person hides them from it.
    """
    if not whole:
        return False
    if held & OFFICE_CAPACITIES:
        return True
    return bool(held & {"unit"}) and not (mechanism.access.hide_person or row.content.hidden)


def _person(row: Matter, mechanism: Mechanism, held: frozenset[str], *, whole: bool) -> Person:
    content = getattr(row, "content", None)
    if content is None or content.erased_at:
        return Person("", "", may_open=False)
    named = bool(content.requester or content.phone_sealed)
    may = named and may_open_person(row, mechanism, held, whole=whole)
    name = masking.masked_name(content.requester) if may and content.requester else ""
    return Person(name, "···" if may and content.phone_sealed else "", may_open=may)


def _answers(row: Matter, mechanism: Mechanism) -> tuple[tuple[str, str], ...]:
    """The answers of the form besides the letter itself; personal ones are opened, not shown."""
    given = (getattr(row, "content", None) and row.content.answers) or {}
    shown = []
    for asked in mechanism.fields:
        value = given.get(asked.name)
        if (
            not value
            or asked.personal
            or asked.kind == "files"  # shown as files, by their names
            or asked.name in (mechanism.text_field, mechanism.title_field)
        ):
            continue
        shown.append((asked.label, _answer(asked.kind, str(asked.choices.get(value, value)))))
    return tuple(shown)


def _answer(kind: str, value: str) -> str:
    if kind not in ("unit", "units"):
        return value
    named = {unit.code: unit.name for unit in parties.all_units()}
    return "、".join(named.get(code.strip(" '[]"), code) for code in value.split(","))


def _timeline(row: Matter, actor: Actor, *, whole: bool) -> tuple[Said, ...]:
    entries = journal.entries_page(row, size=LONGEST_TIMELINE)
    blind = desk.rated_line(actor, merging.leading(row))
    return tuple(
        _said(entry, actor, whole=whole)
        for entry in entries
        if not (entry.kind == "rate" and blind)
    )


def _said(entry: Entry, actor: Actor, *, whole: bool) -> Said:
    """The sealed text is for those who read the whole, and for the unit that wrote it."""
    sealed = getattr(entry, "sealed", None)
    texts = dict(sealed.data) if sealed is not None else {}
    known = {post.code for post in parties.posts_of_unit(actor.unit)}
    may = (whole or entry.actor_post in known) and entry.kind not in UNSAID
    shown = {name: text for name, text in texts.items() if may and name not in IDENTITY | CELLS}
    hidden = bool(texts) and not shown and entry.kind not in UNSAID
    open_ = whole or entry.actor_post in known or entry.kind in PLAIN
    return Said(entry, entry.data.get("data", {}) if open_ else {}, shown, hidden)


def clocks_shown(mechanism: Mechanism, state: State, calendar: Calendar) -> tuple[ClockShown, ...]:
    """The clocks with their arithmetic: running ones first, that of the reply before all."""
    main = mechanism.main_clock()
    ordered = sorted(
        state.clocks, key=lambda run: (not run.running, run.name != main, run.started_at)
    )
    return tuple(
        _clock(
            mechanism.clocks[run.name],
            run,
            _event(mechanism.clocks[run.name], run, state),
            calendar,
        )
        for run in ordered
    )


def _event(clock: Clock, run: ClockRun, state: State) -> str:
    """The event a run began with: the only one that may start it, or the one of that moment."""
    if len(clock.starts) == 1:
        return next(iter(clock.starts))
    moments = {
        "assigned": state.assigned_at,
        "accepted": state.accepted_at,
        "received": state.received_at,
    }
    found = (name for name, at in moments.items() if name in clock.starts and at == run.started_at)
    return next(found, "")


def _clock(clock: Clock, run: ClockRun, event: str, calendar: Calendar) -> ClockShown:
    lines = worktime.explain(
        calendar, run.started_at, clock.within, clock.count, run.pauses, clock.roll
    )
    extended, due = [], worktime.deadline(
        calendar, run.started_at, clock.within, clock.count, run.pauses, clock.roll
    ).due_at  # fmt: skip
    for one in run.extensions:
        if due is None:
            break
        more = worktime.explain(calendar, due, one.by, CountFrom.NEXT_DAY, run.pauses)
        extended.append(more[1:])
        due = worktime.extended(calendar, due, one.by, run.pauses).due_at
    return ClockShown(clock, run, event, lines, tuple(extended))


def _repeats(row: Matter, actor: Actor) -> tuple[Repeat, ...]:
    """The proposal that this matter repeats another, where the reader may know of both."""
    found = Repeat.objects.filter(matter=row, earlier__in=visible_to(actor))
    return tuple(found.select_related("earlier", "earlier__unit"))


def _common(row: Matter) -> str:
    found = CommonProblem.objects.filter(matter=row).values_list("title", flat=True)
    return found.first() or ""


def _similar(row: Matter, actor: Actor, held: frozenset[str]) -> tuple[Neighbour, ...]:
    """What is like it, as far as the reader may know; a restricted one and a part have none."""
    if not portraits.comparable([row]) or not hasattr(row, "content"):
        return ()
    drawn = portraits.portrait(row, row.content)
    return neighbours(actor, drawn, persons=bool(held & OFFICE_CAPACITIES))


def similar_to(actor: Actor, row: Matter, *, now: datetime) -> tuple[Neighbour, ...]:
    """The neighbours of a matter already read."""
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    facts = facts_for(row, mechanism, state, "rule", {}, now)
    return _similar(row, actor, capacities(mechanism, state, actor, facts))


def _routed(row: Matter, mechanism: Mechanism, state: State) -> Routed | None:
    if state.stage.value not in ("received", "accepted") or row.parent_id:
        return None
    return routing.routed(mechanism, offering.values_of(row, mechanism, state))


def offered(mechanism: Mechanism, state: State, actor: Actor, facts: Facts) -> tuple[str, ...]:
    """The moves worth a button: open to the actor, and not bound to be refused as they stand."""
    found = moves_open(mechanism, state, Action("", {}, actor), facts)
    return tuple(name for name in found if _sensible(mechanism, state, name, facts))


def offered_to_requester(mechanism: Mechanism, state: State, facts: Facts) -> tuple[str, ...]:
    """The moves open to the person behind the matter."""
    return offered(mechanism, state, REQUESTER, facts)


def _sensible(mechanism: Mechanism, state: State, name: str, facts: Facts) -> bool:
    running = [(mechanism.clocks[run.name], run) for run in state.clocks if run.running]
    asked = {
        "confirm": mechanism.confirm_first and not state.confirmed,
        "accept": state.confirmed or not mechanism.confirm_first,
        "assign": state.confirmed or not mechanism.confirm_first,
        "refuse": bool(mechanism.refusals),
        "return": mechanism.returns is not None,
        "reclassify": bool(mechanism.classes),
        "extend": any(c.extend and len(r.extensions) < c.extend.times for c, r in running),
        "suspend": any(c.grounds and not _standing(r) for c, r in running),
        "resume": any(_standing(r) for _, r in running),
        "set-date": bool(running),
        "carry": mechanism.carry is not None and state.carried < mechanism.carry.times,
        "call-back": state.call_back is None,
        "strike-off": _may_strike_off(mechanism, state),
        "rate": mechanism.rate is not None
        and not state.rated
        and (state.stage is not Stage.MERGED or facts.into_answered),
        "unmerge": not state.rated,
        "ask-review": state.reviews < len(mechanism.reviews),
    }
    return asked.get(name, True)


def _standing(run: ClockRun) -> bool:
    return any(pause.ended is None for pause in run.pauses)


def _may_strike_off(mechanism: Mechanism, state: State) -> bool:
    rule = mechanism.verify
    if rule is None or state.call_back is not None:
        return True
    return not drawn(state.number, state.cycle, rule.share)


@dataclass(frozen=True, slots=True)
class Glance:
    """As much of a matter as stands beside a list."""

    mechanism: Mechanism
    clocks: tuple[ClockShown, ...]
    moves: tuple[str, ...]
    excerpt: str


def glance(row: Matter, actor: Actor, *, now: datetime) -> Glance:
    """The clocks and the open moves of a row already read through `visible_to`; asks no table."""
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    facts = facts_for(row, mechanism, state, "rule", {}, now)
    calendar = parties.calendar_for(row.region_id)
    return Glance(
        mechanism,
        clocks_shown(mechanism, state, calendar),
        offered(mechanism, state, actor, facts),
        _excerpt(row),
    )


def _excerpt(row: Matter) -> str:
    """The beginning of what was said; of a restricted matter, of its summary."""
    content = getattr(row, "content", None)
    if content is None:
        return ""
    text = content.summary if row.restricted else content.text
    return masking.hidden_numbers(text)[:EXCERPT]


def attachment(actor: Actor, number: str, key: int) -> Attachment:
    """A file of a matter for one who may read the whole of it; refuses `file.unknown`.

    Handling units read what they or others attached in the course of handling; the files that
    came with the letter are for those who may read the letter.
    """
    row = readable(actor, number)
    found = row.attachments.select_related("file").filter(pk=key).first()
    if found is None or (found.seq == 1 and not reads_whole(actor, row)):
        raise Refused("file.unknown", file=key)
    return found
