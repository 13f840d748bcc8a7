"""A change of the calendar and what it does to running clocks."""

from datetime import datetime

from bihuan.matters.actions import recounting
from bihuan.registers.parties.actions import Changed


def recount_after(changed: Changed, *, now: datetime) -> int:
    """Count anew the clocks a revision touches; returns how many matters got another date.

    Stopped halfway, it is finished by the house itself within a minute.
    """
    return recounting.recount(changed.revision, now=now)
