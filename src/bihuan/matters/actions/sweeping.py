"""The sweep: every clock that has run to its next step, one transaction for each matter."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import acting, locking
from bihuan.matters.models import Lease, Matter
from bihuan.registers.parties import queries as parties

BATCH = 500
LEASE = timedelta(minutes=5)
MOVED, PASSED, FAULT = "moved", "passed", "fault"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: matters moved on, and those whose fault is in the log."""

    matters: int
    faults: int


def sweep(*, now: datetime, most: int | None = None) -> Swept:
    """Take every step due by `now`; what was missed while the machine was off is recorded too.

    A matter another process is moving is left to the next sweep; a fault in one matter stops no
    other.
    """
    done, faults = 0, 0
    passed: set[int] = set()
    while most is None or done < most:
        due = _due(now, passed)
        if not due:
            break
        with parties.one_reading():
            moved = {pk: _moved(pk, now) for pk in due}
        done += sum(one == MOVED for one in moved.values())
        faults += sum(one == FAULT for one in moved.values())
        passed |= {pk for pk, one in moved.items() if one != MOVED}
    return Swept(done, faults)


def _due(now: datetime, passed: set[int]) -> list[int]:
    """The next batch; those tried before come first in the index again and are passed over."""
    found = Matter.objects.filter(next_due_at__lte=now).order_by("next_due_at", "pk")
    left = found.exclude(pk__in=passed) if passed else found
    return list(left.values_list("pk", flat=True)[:BATCH])


def _moved(pk: int, now: datetime) -> str:
    """One matter moved on in a transaction of its own, whatever becomes of the others."""
    try:
        with transaction.atomic():
            row = locking.due(pk, now)
            if row is None:
                return PASSED
            acting.make(row, acting.Asked("tick"), by=SYSTEM, now=now)
    except Exception:
        log.exception("The sweep could not move matter %s on.", pk)
        return FAULT
    return MOVED


def take_lease(name: str, holder: str, *, now: datetime) -> bool:
    """Whether this process may do the periodic work now; the lease of one that died runs out."""
    Lease.objects.get_or_create(name=name, defaults={"until": now})
    free = Lease.objects.filter(name=name, until__lte=now) | Lease.objects.filter(
        name=name, holder=holder
    )
    return free.update(holder=holder, until=now + LEASE) == 1
