"""The keys of matters kept in their table: written with the matter, and when its words change."""

from collections.abc import Iterable

from bihuan.matters.models import NeighbourKey
from bihuan.matters.queries.nearness.portraits import Portrait
from bihuan.registers.journal import writing


def index(portraits: Iterable[Portrait], *, fresh: bool = False) -> None:
    """Keep the keys of these matters; those that are kept already stay, unless all are new."""
    kept = [(key, one.pk) for one in portraits for key in one.keys]
    writing.insert_numbers(NeighbourKey, ("key", "matter_id"), kept, known_stay=not fresh)


def index_anew(before: Portrait, after: Portrait) -> None:
    """Keep the keys of a matter whose words were put right, and no longer the former ones."""
    gone = set(before.keys) - set(after.keys)
    NeighbourKey.objects.filter(matter=before.pk, key__in=gone).delete()
    index([after])
