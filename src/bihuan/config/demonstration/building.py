"""Building the demonstration, once, in an installation that holds nothing yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from bihuan.config.demonstration import district, hotline, others
from bihuan.config.demonstration.playing import Theatre
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Matter
from bihuan.registers.parties import queries as parties

HISTORY = timedelta(days=150)


def build(home: Path, now: datetime) -> int:
    """Build the demonstration unless it is built; returns how many matters it holds.

    All of it or nothing: broken off, it begins anew. Refuses `demonstration.has-data` where
    something else is kept here.
    """
    marker = home / "demonstration"
    kept = parties.all_regions()
    if kept and not marker.exists():
        raise Refused("demonstration.has-data")
    marker.write_text(f"{district.NAME} {district.REGION}\n", encoding="utf-8")
    # The process that builds it was started before there was a marker.
    settings.BIHUAN_DEMONSTRATION = True
    if kept:
        return Matter.objects.filter(parent=None).count()
    with transaction.atomic(), parties.one_reading():
        versions = district.settle(now - HISTORY, now)
        return Theatre(versions, now).play([*hotline.STORIES, *others.STORIES])
