"""What somebody may know of jobs: of his own, and of no other's."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db.models import QuerySet

from bihuan.kernel.refused import Refused
from bihuan.registers.jobs.models import Job
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.models import Account

MOST_LISTED = 50
__all__ = ["MOST_LISTED", "Job", "listed", "of", "one", "place", "result", "waiting"]


def of(account: int) -> list[Job]:
    """The latest jobs of an account, the newest first."""
    return list(Job.objects.filter(account=account).order_by("-pk")[:MOST_LISTED])


def one(account: int, number: int) -> Job:
    """A job of the account; refuses `job.unknown`, also for somebody else's."""
    found = Job.objects.filter(account=account, pk=number).first()
    if found is None:
        raise Refused("job.unknown", number=number)
    return found


def result(account: int, number: int, *, root: Path, now: datetime, on: date) -> Path:
    """Where the result of a job lies; refuses what `place` refuses."""
    name = one(account, number).result_name
    return place(account, number, name, root=root, now=now, on=on)


def place(account: int, number: int, name: str, *, root: Path, now: datetime, on: date) -> Path:
    """Where a file of a job lies, for one who still sits in the post he asked from.

    Refuses `job.unknown`, `job.file-gone` and what `actor_of` refuses.
    """
    job = one(account, number)
    parties.actor_of(Account.objects.get(pk=account), job.post, on=on)
    found = root / job.folder / name
    gone = job.expires_at is None or job.expires_at <= now
    if not name or gone or not found.is_file():
        raise Refused("job.file-gone", number=number)
    return found


def listed(*, most: int) -> list[dict[str, object]]:
    """The latest jobs of everybody, without what was asked, for whoever runs the house."""
    rows = Job.objects.select_related("account").order_by("-pk")[:most]
    return [
        {
            "number": row.pk, "kind": row.kind,
            "account": row.account.username if row.account else "",
            "state": row.state, "done": row.done, "total": row.total, "asked_at": row.asked_at,
            "ended_at": row.ended_at, "tries": row.tries,
        }
        for row in rows
    ]  # fmt: skip


def waiting() -> QuerySet[Job]:
    """The jobs nobody has begun, the oldest first."""
    return Job.objects.filter(state=Job.WAITING).order_by("pk")
