"""Which matters a list is made of: the ledger through a sieve, or a queue of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from bihuan.kernel.actor import Actor
from bihuan.matters.queries import desk, ledger
from bihuan.matters.queries.visible import visible_to

CHUNK = 1000
_DAYS = ("since", "until")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be on the list; a queue is a queue of the asker's own desk."""

    sieve: ledger.Sieve = field(default_factory=ledger.Sieve)
    queue: str = ""

    def record(self) -> dict[str, object]:
        """As it is kept with a job and in the journal."""
        sieve = asdict(self.sieve)
        days = {name: at and at.isoformat() for name, at in sieve.items() if name in _DAYS}
        return {"queue": self.queue, **sieve, **days}


def wish_of(kept: Mapping[str, object]) -> Wish:
    """A wish as it was kept."""

    def text(name: str) -> str:
        return str(kept.get(name) or "")

    since, until = (datetime.fromisoformat(at) if (at := text(name)) else None for name in _DAYS)
    sieve = ledger.Sieve(
        text("text"), text("stage"), text("mechanism"), text("unit"), bool(kept.get("overdue")),
        since, until,
    )  # fmt: skip
    return Wish(sieve, text("queue"))


def count(by: Actor, wish: Wish, *, now: datetime) -> int:
    """How many matters are on the list."""
    if wish.queue:
        return len(desk.keys_of(by, wish.queue, now=now))
    return ledger.sifted(by, wish.sieve, now).count()


def chunks(by: Actor, wish: Wish, *, now: datetime) -> Iterator[list[int]]:
    """The keys in the order of receipt, a chunk at a time.

    What the actor may read is asked anew for every chunk: a right that ends while a long list is
    being written ends for the rest of it.
    """
    if wish.queue:
        known = sorted(desk.keys_of(by, wish.queue, now=now))
        for at in range(0, len(known), CHUNK):
            still = visible_to(by).filter(pk__in=known[at : at + CHUNK]).order_by("pk")
            yield list(still.values_list("pk", flat=True))
        return
    last = 0
    while True:
        found = ledger.sifted(by, wish.sieve, now).filter(pk__gt=last).order_by("pk")
        keys = list(found.values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return
        yield keys
        last = keys[-1]
