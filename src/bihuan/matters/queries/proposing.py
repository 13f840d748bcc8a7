"""What a clerk types or pastes, laid out as matters to be taken in: nothing is written yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bihuan.kernel import worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Field, Mechanism
from bihuan.matters.models import Matter
from bihuan.matters.queries import doors
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.chats import exports, grouping, transcript
from bihuan.matters.rules.chats.messages import Message
from bihuan.matters.rules.phrases import fields
from bihuan.matters.rules.phrases.reading import Reading
from bihuan.registers.enterprises import queries as enterprises
from bihuan.registers.enterprises.rules import firm_names
from bihuan.registers.parties import queries as parties

SOURCE = "chat"
MOST = 40  # proposals on one page: more questions than theirs no server takes at once
TYPED = "typed"  # the key of what was typed: a form of its own each time


@dataclass(frozen=True, slots=True)
class Proposal:
    """One matter as it may be taken in; `known` where the very message came before."""

    key: str
    text: str
    speaker: str = ""
    when: str = ""
    messages: tuple[Message, ...] = ()
    pictures: int = 0
    original: str = ""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    firms: tuple[str, ...] = ()
    missing: tuple[Field, ...] = ()
    known: bool = False
    number: str = ""  # of the matter it came as, where this reader may know it


@dataclass(frozen=True, slots=True)
class Proposed:
    """All that was given: proposed as matters or set aside, and every message counted."""

    proposals: tuple[Proposal, ...]
    aside: tuple[Message, ...]
    given: int
    transcript: bool


def proposed(actor: Actor, door: doors.Door, given: str, *, now: datetime) -> Proposed:
    """What a text comes to: one matter as typed, or those of a transcript."""
    messages = _messages(given, now)
    if not messages:
        text = exports.page(given).strip()
        alone = (_read(Proposal(TYPED, text), door.mechanism, now),)
        return Proposed(alone, (), 1, transcript=False)
    grouped = grouping.group(messages)
    code = door.mechanism.code
    plain = [_plain(grouping.key_of(code, one), one) for one in grouped.requests]
    marked = _marked(plain, door, actor)
    return Proposed(
        tuple(_first_read(marked, door.mechanism, now)), grouped.aside, grouped.given,
        transcript=True,
    )  # fmt: skip


def _first_read(
    found: Iterable[Proposal], mechanism: Mechanism, now: datetime
) -> Iterable[Proposal]:
    """The new ones of the first page with what they tell; the others as they came."""
    left = MOST
    for one in found:
        yield one if one.known or not left else _read(one, mechanism, now)
        left -= not one.known and left > 0


def _messages(given: str, now: datetime) -> tuple[Message, ...]:
    return exports.table(given) or transcript.read(exports.page(given), now)


def _plain(key: str, one: grouping.Request) -> Proposal:
    return Proposal(
        key, one.text, one.speaker, one.when, tuple(one.messages), one.pictures, one.original
    )


def _marked(found: Sequence[Proposal], door: doors.Door, actor: Actor) -> Iterable[Proposal]:
    """The same, with those marked that came before: earlier, or further up in the same text."""
    before = _within_earlier(found, door)
    keys = [one.key for one in found]
    chats = Matter.objects.filter(source=SOURCE)
    before |= dict(chats.filter(source_key__in=keys).values_list("source_key", "pk"))
    shown = dict(visible_to(actor).filter(pk__in=before.values()).values_list("pk", "number"))
    seen: set[str] = set()
    for one in found:
        known = one.key in before or one.key in seen
        seen.add(one.key)
        number = shown.get(before.get(one.key, 0), "")
        yield _known(one, number) if known else one


def _within_earlier(found: Sequence[Proposal], door: doors.Door) -> dict[str, int]:
    """Those whose words stand in a matter taken in since, from a text that began further up."""
    spoken = [each.at for one in found for each in one.messages if each.at]
    if not spoken:
        return {}
    since = Matter.objects.filter(
        region=door.version.region_id, received_at__gte=min(spoken), source=SOURCE,
        mechanism=door.mechanism.code,
    )  # fmt: skip
    kept = list(since.values_list("pk", "content__requester", "content__text"))
    return {
        one.key: pk
        for one in found
        for pk, requester, text in kept
        if requester == one.speaker and one.text and one.text in (text or "")
    }


def _known(one: Proposal, number: str) -> Proposal:
    return Proposal(
        one.key, one.text, one.speaker, one.when, one.messages, one.pictures, one.original,
        known=True, number=number,
    )  # fmt: skip


def _read(one: Proposal, mechanism: Mechanism, now: datetime) -> Proposal:
    firms = _firms(one, mechanism)
    ground = fields.Ground(_day(one, now), _units(mechanism), firms, one.speaker)
    readings = fields.read(mechanism, one.text, ground)
    values = {name: found.value for name, found in readings.items()}
    return Proposal(
        one.key, one.text, one.speaker, one.when, one.messages, one.pictures, one.original,
        readings, tuple(firm.value for firm in firms), fields.missing(mechanism, values),
    )  # fmt: skip


def _day(one: Proposal, now: datetime) -> date:
    """The day “yesterday” is counted from: that of the message, or today."""
    spoken = next((each.at for each in one.messages if each.at), None)
    return (spoken or now).astimezone(worktime.LOCAL).date()


def _firms(one: Proposal, mechanism: Mechanism) -> tuple[Reading, ...]:
    """The firms the text may mean; the name as it stands where the register has none."""
    if not any(asked.kind == "enterprise" for asked in mechanism.fields):
        return ()
    places = [each for region in parties.all_regions() for each in _short(region.name)]
    said = "\n".join(filter(None, (one.text, one.speaker)))
    found = tuple(Reading(m.name, m.words) for m in enterprises.mentioned(said, places))
    spelled = firm_names.spelled_out(one.text)
    return found or ((Reading(spelled, spelled),) if spelled else ())


def _short(name: str) -> tuple[str, ...]:
    return name, name.rstrip("省市区县")


def _units(mechanism: Mechanism) -> dict[str, str]:
    """Unit names and what they are called, where the form asks for a unit."""
    if not any(asked.kind == "unit" for asked in mechanism.fields):
        return {}
    standing = [unit for unit in parties.all_units() if unit.valid_until is None]
    names = [(name, unit.code) for unit in standing for name in (unit.name, unit.short_name)]
    return {name: code for name, code in names if len(name) > 1}


def may_use(actor: Actor, now: datetime) -> tuple[doors.Door, ...]:
    """The mechanisms this clerk takes matters in for."""
    return tuple(one for one in doors.doors() if doors.may_take_in(actor, one, now))


def last_used(actor: Actor, open_to: Sequence[doors.Door]) -> str:
    """The mechanism whose matters this clerk's office saw come in last; "" where there is none."""
    codes = [one.mechanism.code for one in open_to]
    row = visible_to(actor).filter(mechanism__in=codes, parent=None).order_by("-pk").first()
    return row.mechanism if row else ""
