"""The desk of one actor: queues with their counts, and a page of one of them.

Every queue is a handful of narrow stretches of an index (one unit or one version, one stage), each
cut off after a page: what a desk costs depends on what is shown, not on what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from bihuan.kernel import worktime
from bihuan.kernel.actor import DESK, OFFICE, Actor
from bihuan.kernel.stages import OPEN, Stage
from bihuan.kernel.worktime import Calendar
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.matters.queries import stretches
from bihuan.matters.queries.visible import ANYBODY, read_whole, visible_to
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules import masking

SIZE = 30
MOST_COUNTED = 99
SOON = worktime.parse_span("3wd")
WORKED_ON = ("received", "accepted", "assigned", "contested", "handling")
_OPEN = tuple(stage.value for stage in OPEN)
_SEPARATE_VERSIONS = 12


@dataclass(frozen=True, slots=True)
class Mine:
    """What this actor answers for: his unit, the versions he owns or verifies, the units below."""

    actor: Actor
    owned: tuple[int, ...]
    verified: tuple[int, ...]
    below: tuple[str, ...]
    today: datetime
    soon: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: the matter, its title as far as it may be read, the last thing that
    happened to it, and the person, masked.
    """

    matter: Matter
    title: str
    last: Entry | None
    person: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of one queue, with the counts of all; a count above the most says `more`."""

    queue: str
    counts: Mapping[str, int]
    rows: tuple[Row, ...]
    after: str
    calendar: Calendar


def queues_of(actor: Actor) -> tuple[str, ...]:
    """The queues a post has any business with, in the order of the loop."""
    found: list[str] = []
    if actor.duties & OFFICE:
        found += ["to-accept", "to-assign"]
    if actor.duties & DESK:
        found += ["to-sign-for", "handling"]
    if actor.duties & (OFFICE | DESK | {"leader"}):
        found += ["due-soon", "overdue", "returned"]
    found.append("to-sign")
    if "verifier" in actor.duties:
        found.append("to-call-back")
    if actor.duties & (OFFICE | {"verifier"}):
        found.append("to-strike-off")
    return (*found, "carried")


def desk(actor: Actor, queue: str, *, now: datetime, after: str = "") -> Desk:
    """A page of a queue and the counts of all; an unknown queue is the first not empty one."""
    mine = _mine(actor, now)
    names = queues_of(actor)
    pieces = {name: _pieces(mine, name) for name in names}
    counts = stretches.counts(pieces, MOST_COUNTED + 1)
    if queue not in names:
        queue = next((name for name in names if counts[name]), names[0])
    found = _page(pieces[queue], after)
    page = found[:SIZE]
    return Desk(
        queue,
        counts,
        rows_of(page, actor),
        cursor(page[-1]) if len(found) > SIZE else "",
        parties.calendar_for(actor.region),
    )


def keys_of(actor: Actor, queue: str, *, now: datetime) -> set[int]:
    """The keys of every matter in a queue, for a list that shows them all."""
    if queue not in queues_of(actor):
        return set()
    pieces = _pieces(_mine(actor, now), queue)
    return {key for each in pieces for key in each.order_by().values_list("pk", flat=True)}


def cursor(row: Matter) -> str:
    """Where a page ends: the date and the key of its last row."""
    return f"{row.due_at.isoformat() if row.due_at else ''}~{row.pk}"


def rows_of(page: Sequence[Matter], actor: Actor) -> tuple[Row, ...]:
    """Matters as list rows, each with its last entry, all of them in one query."""
    last = _last_entries(page)
    whole = read_whole(actor, page)
    return tuple(
        Row(
            row,
            title_of(row, whole=row.pk in whole),
            _told(last.get(row.pk), row, actor),
            masked(row),
        )
        for row in page
    )


def title_of(row: Matter, *, whole: bool) -> str:
    """The title without numbers of people; of a restricted matter only for those who read it."""
    return masking.hidden_numbers(row.title) if whole else ""


def masked(row: Matter) -> str:
    """Who asked, as a list may show it; a restricted matter shows nobody."""
    content = getattr(row, "content", None)
    if row.restricted or content is None or content.hidden or not content.requester:
        return ""
    return masking.masked_name(content.requester)


def rated_line(actor: Actor, row: Matter) -> bool:
    """Whether the actor is of the unit that is rated, or above it; such a one sees no rating."""
    if row.unit_id is None:
        return False
    return actor.unit == row.unit_id or actor.unit in parties.superiors(row.unit_id)


def _mine(actor: Actor, now: datetime) -> Mine:
    published = _published(now)
    watches = not actor.duties.isdisjoint(OFFICE | DESK | {"verifier"})
    return Mine(
        actor,
        tuple(pk for pk, owner, _ in published if watches and owner == actor.unit),
        tuple(pk for pk, owner, by in published if _verifies(actor, owner, by)),
        parties.units_under(actor.unit) if "leader" in actor.duties else (),
        now,
        worktime.shift(parties.calendar_for(actor.region), now, SOON),
    )


def _published(now: datetime) -> list[tuple[int, str, str]]:
    """Every published version, the unit that owns it today, and who verifies."""
    on = now.astimezone(worktime.LOCAL).date()
    found = MechanismVersion.objects.order_by("pk").values_list("pk", "owner", "verified_by")
    return [(pk, parties.answering(owner, on), by) for pk, owner, by in found]


def _verifies(actor: Actor, owner: str, verified_by: str) -> bool:
    if "verifier" not in actor.duties:
        return False
    if verified_by in ("owner", owner):
        return owner == actor.unit
    return verified_by in (ANYBODY, actor.unit)


def _pieces(mine: Mine, queue: str) -> list[QuerySet[Matter]]:
    """The stretches a queue consists of; a matter may lie in two and is counted once."""
    return _QUEUES[queue](visible_to(mine.actor), mine)


def _to_accept(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return _each(visible, _of(mine.owned), ("received",))


def _to_assign(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return _each(visible.filter(unit=None), _of(mine.owned), ("accepted",))


def _to_sign_for(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return _each(visible, [Q(unit=mine.actor.unit)], ("assigned",))


def _handling(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return _each(visible, [Q(unit=mine.actor.unit)], ("handling",))


def _due_soon(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    near = visible.filter(due_at__gte=mine.today, due_at__lte=mine.soon)
    return _each(near, _scopes(mine), WORKED_ON)


def _overdue(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return _each(visible.filter(due_at__lt=mine.today), _scopes(mine), WORKED_ON)


def _returned(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return [*_each(visible, _scopes(mine), ("contested",)), _ruled_by(visible, mine)]


def _to_call_back(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return _each(visible.filter(contacted=None), _of(mine.verified), ("replied",))


def _to_strike_off(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    called = visible.filter(contacted__isnull=False, pending_duty="")
    return _each(called, _of((*mine.owned, *mine.verified)), ("replied",))


def _carried(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    return _each(visible.filter(carried_until__isnull=False), _scopes(mine), _OPEN)


def _scopes(mine: Mine) -> list[Q]:
    """What an actor watches over: his unit's desk, his office's matters, the units below."""
    found = [Q(unit=mine.actor.unit)]
    if mine.actor.duties & (OFFICE | {"verifier"}):
        found += _of(mine.owned)
    if mine.below:
        found.append(Q(unit__in=mine.below))
    return found


def _of(owned: Iterable[int]) -> list[Q]:
    """One stretch for each version, so that each comes out of the index in order."""
    distinct = list(dict.fromkeys(owned))
    if len(distinct) > _SEPARATE_VERSIONS:
        return [Q(version__in=distinct)]
    return [Q(version=pk) for pk in distinct]


def _each(
    visible: QuerySet[Matter], scopes: Iterable[Q], stages: Iterable[str]
) -> list[QuerySet[Matter]]:
    wanted = tuple(stages)
    return [visible.filter(scope, stage=stage) for scope in scopes for stage in wanted]


def _ruled_by(visible: QuerySet[Matter], mine: Mine) -> QuerySet[Matter]:
    return visible.filter(
        stage=Stage.CONTESTED.value,
        involvements__unit=mine.actor.unit,
        involvements__role="ruled",
    )


def _to_sign(visible: QuerySet[Matter], mine: Mine) -> list[QuerySet[Matter]]:
    actor, duties = mine.actor, sorted(mine.actor.duties)
    found = [visible.filter(pending_unit=actor.unit, pending_duty=duty) for duty in duties]
    if mine.owned:
        asked = ("owner", *duties)  # one by one: few wait for a duty, many are of a version
        found += [visible.filter(pending_duty=duty, version__in=mine.owned) for duty in asked]
    if mine.below:
        found.append(visible.filter(pending_duty="leader", unit__in=mine.below))
    return found


_QUEUES: Mapping[str, Callable[[QuerySet[Matter], Mine], list[QuerySet[Matter]]]] = {
    "to-accept": _to_accept,
    "to-assign": _to_assign,
    "to-sign-for": _to_sign_for,
    "handling": _handling,
    "due-soon": _due_soon,
    "overdue": _overdue,
    "returned": _returned,
    "to-sign": _to_sign,
    "to-call-back": _to_call_back,
    "to-strike-off": _to_strike_off,
    "carried": _carried,
}


def _page(pieces: Sequence[QuerySet[Matter]], after: str) -> list[Matter]:
    """One row more than a page: those with a date by date, then those without."""
    due, key, dated_done = _place(after)
    found: list[int] = []
    if not dated_done:
        dated = [each.filter(due_at__isnull=False) for each in pieces]
        if due is not None:
            dated = [each.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=key)) for each in dated]
        found = stretches.keys([each.order_by("due_at", "pk") for each in dated], SIZE + 1)
        key = 0
    if len(found) <= SIZE:
        undated = [each.filter(due_at=None, pk__gt=key) for each in pieces]
        found += stretches.keys([each.order_by("pk") for each in undated], SIZE + 1 - len(found))
    return with_context(found)


def _place(after: str) -> tuple[datetime | None, int, bool]:
    """Where a page goes on: behind a date and a key, or, with all dates shown, behind a key alone.

    A place that was tampered with is the beginning.
    """
    due, _, key = after.partition("~")
    try:
        return (datetime.fromisoformat(due), int(key), False) if due else (None, int(key), True)
    except ValueError:
        return None, 0, False


def with_context(keys: Sequence[int]) -> list[Matter]:
    """The matters of these keys in this order, with what a row shows of them."""
    found = Matter.objects.filter(pk__in=keys).select_related("content", "unit", "version")
    at = {row.pk: row for row in found}
    return [at[key] for key in keys if key in at]


def _last_entries(page: Sequence[Matter]) -> dict[int, Entry]:
    kind = Matter.chain_kind  # in every piece: SQLite would search by what they have in common
    wanted = [Q(subject_kind=kind, subject_id=row.pk, seq=row.length) for row in page]
    if not wanted:
        return {}
    entries = Entry.objects.filter(reduce(or_, wanted))
    return {entry.subject_id: entry for entry in entries}


def _told(entry: Entry | None, row: Matter, actor: Actor) -> Entry | None:
    if entry is not None and entry.kind == "rate" and rated_line(actor, row):
        return None
    return entry
