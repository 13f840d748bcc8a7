"""Asking for a job."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from bihuan.kernel.actor import SYSTEM, Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.jobs.kinds import KINDS
from bihuan.registers.jobs.models import Job
from bihuan.registers.parties.models import Account

GIVEN = "given"
MOST_AT_ONCE = 20


def ask(  # noqa: PLR0913 - who, what, when and where, each by its name
    kind: str,
    payload: Mapping[str, Any],
    *,
    account: int,
    by: Actor,
    now: datetime,
    root: Path,
    given: IO[bytes] | None = None,
    given_name: str = "",
    language: str = "zh-hans",
) -> Job:
    """Put a job into the queue, with the file it works on, and return its row.

    Refuses `job.kind-unknown`, and `job.too-many` to one who has many waiting already.
    """
    if kind not in KINDS:
        raise Refused("job.kind-unknown", kind=kind)
    with transaction.atomic():
        # Locked, so that two presses at once are counted one after the other.
        Account.objects.select_for_update().get(pk=account)
        open_ = Job.objects.filter(account=account, state__in=(Job.WAITING, Job.RUNNING))
        if open_.count() >= MOST_AT_ONCE:
            raise Refused("job.too-many", most=MOST_AT_ONCE)
        job = Job.objects.create(
            kind=kind, account_id=account, post=by.post, payload=dict(payload),
            language=language, given_name=given_name[:200], asked_at=now,
            expires_at=now + KINDS[kind].keeps,
        )  # fmt: skip
        if given is not None:
            _put(given, root / job.folder / GIVEN)
    return job


def ask_for_house(kind: str, payload: Mapping[str, Any], *, now: datetime) -> Job:
    """Put a job of the house itself into the queue: done under its own name, for nobody's page.

    Refuses `job.kind-unknown`.
    """
    if kind not in KINDS:
        raise Refused("job.kind-unknown", kind=kind)
    return Job.objects.create(
        kind=kind, account=None, post=SYSTEM.post, payload=dict(payload), language="en",
        asked_at=now, expires_at=now + KINDS[kind].keeps,
    )  # fmt: skip


def _put(given: IO[bytes], place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.open("wb") as file:
        shutil.copyfileobj(given, file)
    place.chmod(0o600)
