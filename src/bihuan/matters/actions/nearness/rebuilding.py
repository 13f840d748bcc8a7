"""Keys and open proposals of all matters made anew, in batches that go on where they stopped."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from bihuan.matters.actions.nearness import proposing
from bihuan.matters.models import Matter, NeighbourKey, Progress, Repeat
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.rules.nearness import judging

WORK = "neighbours"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch came to."""

    matters: int
    proposals: int


def start_anew() -> None:
    """Forget every key and how far the work had come; proposals go batch by batch."""
    with transaction.atomic():
        NeighbourKey.objects.all().delete()
        Progress.objects.update_or_create(name=WORK, defaults={"last": 0, "done": False})


def left() -> int:
    """How many matters the work has not come to yet."""
    progress = Progress.objects.filter(name=WORK).first()
    last = progress.last if progress else 0
    return 0 if progress and progress.done else Matter.objects.filter(pk__gt=last).count()


def batches(most: int | None = None) -> Iterator[Batch]:
    """Do the work batch by batch, each in a transaction of its own; done, nothing is left to do.

    A matter that is taken in meanwhile keeps its own keys and is not in the way.
    """
    Progress.objects.get_or_create(name=WORK)
    done = 0
    while most is None or done < most:
        batch = _one()
        if batch is None:
            return
        done += batch.matters
        yield batch


def catch_up(most: int = BATCH) -> int:
    """A little of the work, where some is left: a house that has moved to this edition."""
    if Progress.objects.filter(name=WORK, done=True).exists():
        return 0
    return sum(batch.matters for batch in batches(most))


def _one() -> Batch | None:
    with transaction.atomic():
        progress = Progress.objects.select_for_update().get(name=WORK)
        if progress.done:
            return None
        found = Matter.objects.filter(pk__gt=progress.last).select_related("content")
        rows = list(found.defer(*portraits.UNREAD).order_by("pk")[:BATCH])
        proposals = _again(rows)
        progress.last = rows[-1].pk if rows else progress.last
        progress.done = len(rows) < BATCH
        progress.save(update_fields=["last", "done"])
    return Batch(len(rows), proposals) if rows else None


def _again(rows: list[Matter]) -> int:
    """Open proposals are weighed anew; what a clerk decided and exact repeats stand."""
    open_ = Repeat.objects.filter(matter__in=[row.pk for row in rows], decided="proposed")
    open_.exclude(evidence=judging.SAME_TEXT).delete()
    return proposing.note(rows, {row.pk: row.content for row in rows if hasattr(row, "content")})
