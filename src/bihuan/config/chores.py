"""What the house does by itself: sweep the clocks, anchor the journal, do the jobs asked for."""

from __future__ import annotations

import logging
import os
import socket
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from bihuan.config import learning
from bihuan.config.ticker import Ticker
from bihuan.config.worker import Worker
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import recounting, regranting, sweeping
from bihuan.matters.actions.ledgers import giving
from bihuan.matters.actions.nearness import rebuilding
from bihuan.matters.actions.suggesting import nightly
from bihuan.registers.jobs import actions as jobs
from bihuan.registers.jobs import running
from bihuan.registers.jobs.models import Job
from bihuan.registers.journal.actions import anchors
from bihuan.registers.journal.models import Anchor

log = logging.getLogger(__name__)

LONGEST_HOLDER = 80


def ticker() -> Ticker:
    """The ticker of this installation; of all machines on one database, one holds the lease."""
    return Ticker(
        take_lease=lambda now: sweeping.take_lease("chores", holder(), now=now),
        sweep=do,
        clock=timezone.now,
        rest=close_old_connections,
    )


def holder() -> str:
    """Who we are to other machines on the same database.

    No process number: after a restart what was ours is ours at once, not when a lease has run out.
    """
    return f"{socket.gethostname()}:{settings.BIHUAN_HOME}"[-LONGEST_HOLDER:]


def worker() -> Worker:
    """The worker of this installation; each machine on one database has its own."""
    return Worker(work=work, tidy=tidy, clock=timezone.now, rest=close_old_connections)


def work() -> bool:
    """Do the oldest waiting job; False where none waits."""
    return running.run_one(settings.BIHUAN_HOME, clock=timezone.now, worker=holder())


def work_off() -> int:
    """Do every waiting job, beside a worker that may be running; returns how many."""
    running.recover("console", clock=timezone.now)
    name = f"console:{os.getpid()}@{socket.gethostname()}"[-LONGEST_HOLDER:]
    return running.run_waiting(settings.BIHUAN_HOME, clock=timezone.now, worker=name)


def tidy(starting: bool) -> None:  # noqa: FBT001 - the worker calls it by place
    """Take up what was cut off, and forget what is over."""
    if found := running.recover(holder(), clock=timezone.now, starting=starting):
        log.info("Jobs that were cut off: %s.", found)
    running.forget_expired(settings.BIHUAN_HOME, clock=timezone.now)
    giving.forget(timezone.now())


def do(now: datetime) -> None:
    """Everything due by `now`."""
    swept = sweeping.sweep(now=now)
    if swept.matters or swept.faults:
        log.info("Swept: %s matters moved on, %s faults.", swept.matters, swept.faults)
    counted = recounting.catch_up(now=now)
    if counted:
        log.info("Counted anew after a calendar revision: %s matters got another date.", counted)
    regranting.catch_up(now=now)
    rebuilding.catch_up()
    anchor_daily(now)
    learn_nightly(now)


def anchor_daily(now: datetime) -> Anchor | None:
    """Anchor the journal on the first occasion of each day; a busy journal waits a minute."""
    today = now.astimezone(LOCAL).date()
    last = Anchor.objects.order_by("-number").first()
    if last is not None and last.made_at.astimezone(LOCAL).date() >= today:
        return None
    try:
        return anchors.make_anchor(now)
    except Refused as refusal:
        log.info("Today's anchor waits: %s", refusal)
        return None


def learn_nightly(now: datetime) -> Job | None:
    """In the small hours, once for each mechanism that declares suggestions, ask for the job."""
    code = nightly.turn(now=now)
    return jobs.ask_for_house(learning.JOB, {"mechanism": code}, now=now) if code else None
