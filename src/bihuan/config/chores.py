"""What the house does by itself: sweep the clocks each minute, anchor the journal each day."""

from __future__ import annotations

import logging
import socket
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from bihuan.config.ticker import Ticker
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import recounting, regranting, sweeping
from bihuan.registers.journal.actions import anchors
from bihuan.registers.journal.models import Anchor

log = logging.getLogger(__name__)

LONGEST_HOLDER = 80


def ticker() -> Ticker:
    """The ticker of this installation; of all machines on one database, one holds the lease."""
    # No process number: after a restart the lease is ours at once, not when it has run out.
    holder = f"{socket.gethostname()}:{settings.BIHUAN_HOME}"[-LONGEST_HOLDER:]
    return Ticker(
        take_lease=lambda now: sweeping.take_lease("chores", holder, now=now),
        sweep=do,
        clock=timezone.now,
        rest=close_old_connections,
    )


def do(now: datetime) -> None:
    """Everything due by `now`."""
    swept = sweeping.sweep(now=now)
    if swept.matters or swept.faults:
        log.info("Swept: %s matters moved on, %s faults.", swept.matters, swept.faults)
    counted = recounting.catch_up(now=now)
    if counted:
        log.info("Counted anew after a calendar revision: %s matters got another date.", counted)
    regranting.catch_up(now=now)
    anchor_daily(now)


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
