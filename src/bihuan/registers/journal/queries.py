"""Reading chains, whole or a page at a time, and the lines that anchors cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from bihuan.registers.journal.models import Anchor, Chained, Entry
from bihuan.registers.journal.rules import anchoring

_CHUNK = 5000


def entries_of(subject: Chained) -> QuerySet[Entry]:
    """All entries of a chain in their order, the personal texts that are left joined in."""
    return (
        Entry.objects.filter(subject_kind=subject.chain_kind, subject_id=subject.pk)
        .select_related("sealed")
        .order_by("seq")
    )


def entries_page(
    subject: Chained, *, before: int | None = None, size: int = 50
) -> Sequence[Entry]:
    """Up to `size` entries older than `before`, the newest first; ask again with the last seq."""
    newest_first = entries_of(subject).order_by("-seq")
    if before is not None:
        newest_first = newest_first.filter(seq__lt=before)
    return list(newest_first[:size])


def lines_of(anchor: Anchor) -> Iterator[str]:
    """The lines of an anchor as the journal has them now, in the order of ids."""
    covered = Entry.objects.filter(id__gte=anchor.first_entry, id__lte=anchor.last_entry)
    columns = covered.order_by("id").values_list("subject_kind", "subject_id", "seq", "digest")
    for row in columns.iterator(_CHUNK):
        yield anchoring.line(*row)
