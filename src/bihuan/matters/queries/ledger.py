"""The ledger: every matter an actor may know of, narrowed by filters, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from bihuan.kernel.actor import Actor
from bihuan.kernel.stages import Stage
from bihuan.matters.models import Matter
from bihuan.matters.queries import desk
from bihuan.matters.queries.visible import readable_whole, visible_to

SHORTEST_WORD = 2


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a ledger is narrowed to; empty parts let everything through."""

    text: str = ""
    stage: str = ""
    mechanism: str = ""
    unit: str = ""
    overdue: bool = False
    since: datetime | None = None  # received from here on
    until: datetime | None = None  # up to and without this moment


@dataclass(frozen=True, slots=True)
class Ledger:
    """One page, the newest receipts first, and the place where the next one begins."""

    rows: tuple[desk.Row, ...]
    after: str


def ledger(actor: Actor, sieve: Sieve, *, now: datetime, after: str = "") -> Ledger:
    """A page of the matters the actor may know of."""
    found = sifted(actor, sieve, now)
    received, key = _parsed(after)
    if received is not None:
        found = found.filter(Q(received_at__lt=received) | Q(received_at=received, pk__lt=key))
    keys = list(
        found.order_by("-received_at", "-pk").values_list("pk", flat=True)[: desk.SIZE + 1]
    )
    page = desk.with_context(keys[: desk.SIZE])
    more = len(keys) > desk.SIZE
    return Ledger(desk.rows_of(page, actor), _cursor(page[-1]) if more else "")


def count(actor: Actor, sieve: Sieve, *, now: datetime) -> int:
    """How many matters the actor may know of pass the sieve."""
    return sifted(actor, sieve, now).count()


def sifted(actor: Actor, sieve: Sieve, now: datetime) -> QuerySet[Matter]:
    """The matters a sieve lets through, of those the actor may know of."""
    found = visible_to(actor)
    if sieve.stage in {stage.value for stage in Stage}:
        found = found.filter(stage=sieve.stage)
    if sieve.mechanism:
        found = found.filter(mechanism=sieve.mechanism)
    if sieve.unit:
        found = found.filter(unit=sieve.unit)
    if sieve.overdue:
        found = found.filter(due_at__lt=now, stage__in=desk.WORKED_ON)
    if sieve.since is not None:
        found = found.filter(received_at__gte=sieve.since)
    if sieve.until is not None:
        found = found.filter(received_at__lt=sieve.until)
    return _called(actor, found, sieve.text.strip())


def _called(actor: Actor, found: QuerySet[Matter], text: str) -> QuerySet[Matter]:
    """By number, whole or its end; else by words of the title, all of which must be there.

    A title the actor may not read is not searched either: what is found would tell it.
    """
    if not text:
        return found
    if text.upper().replace("-", "").replace("/", "").isalnum() and text.isascii():
        return found.filter(Q(number__iexact=text) | Q(number__iendswith=text))
    found = found.filter(readable_whole(actor))
    for word in text.split():
        if len(word) >= SHORTEST_WORD or len(text) < SHORTEST_WORD:
            found = found.filter(title__icontains=word)
    return found


def _cursor(row: Matter) -> str:
    return f"{row.received_at.isoformat()}~{row.pk}"


def _parsed(after: str) -> tuple[datetime | None, int]:
    """The place a page goes on from; one that was tampered with begins at the beginning."""
    received, _, key = after.partition("~")
    try:
        at = datetime.fromisoformat(received).astimezone(UTC) if received else None
        return at, int(key or 0)
    except (ValueError, OverflowError):
        return None, 0
