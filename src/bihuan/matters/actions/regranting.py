"""Grants revised when posts and units change, in batches that go on where they stopped."""

from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import SYSTEM, Actor
from bihuan.kernel.worktime import local
from bihuan.matters.actions import grants
from bihuan.matters.models import Matter, Progress
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.queries import reading

BATCH = 200
_NAME = "regrant:"


def revise_all(region: str = "", *, by: Actor, now: datetime) -> int:
    """Revise the grants of every restricted matter (of one region) to the posts as they stand.

    Returns how many grants ended or began. For one day and one state of the register the work is
    done once: asked again after a stop, it goes on behind the last batch.
    """
    progress, _ = Progress.objects.get_or_create(name=_name(region, now))
    changed, last = 0, progress.last
    while not progress.done:
        with parties.one_reading():
            done, last = _batch(region, last, by=by, now=now)
        changed += done
        if not last:
            break
        Progress.objects.filter(pk=progress.pk, last__lt=last).update(last=last)
    Progress.objects.filter(pk=progress.pk).update(done=True)
    Progress.objects.filter(name__startswith=_NAME, done=True).exclude(pk=progress.pk).delete()
    return changed


def catch_up(*, now: datetime) -> int:
    """Revise what the register's last change or the day calls for, if that is not done yet."""
    if Progress.objects.filter(name=_name("", now), done=True).exists():
        return 0
    return revise_all(by=SYSTEM, now=now)


def _batch(region: str, last: int, *, by: Actor, now: datetime) -> tuple[int, int]:
    """Grants changed in the next batch, and its last matter; 0 behind the end."""
    with transaction.atomic():
        found = Matter.objects.filter(restricted=True, pk__gt=last).order_by("pk")
        if region:
            found = found.filter(region=region)
        rows = list(found.select_related("parent").select_for_update(of=("self",))[:BATCH])
        return grants.revise(rows, by=by, now=now), rows[-1].pk if rows else 0


def _name(region: str, now: datetime) -> str:
    """One for each day and each state of the register: a unit may end on a day foreseen."""
    head = reading.heads().registers[:32]
    return f"{_NAME}{local(now).date().isoformat()}:{head}:{region}"
