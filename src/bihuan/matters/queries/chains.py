"""How the journal stands, for the auditor: how long it is and how much of it is anchored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.matters.models import Matter
from bihuan.registers.journal.models import Anchor, Entry

MATTER = "matter:"


@dataclass(frozen=True, slots=True)
class Standing:
    """The last entry, the last anchor, and how many entries came after it."""

    last_entry: int
    anchor: Anchor | None
    since: int


def standing() -> Standing:
    """Where the journal stands now."""
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    anchor = Anchor.objects.order_by("-number").first()
    covered = anchor.last_entry if anchor else 0
    return Standing(last, anchor, Entry.objects.filter(pk__gt=covered).count())


def numbers_of(subjects: Iterable[str]) -> dict[str, str]:
    """The numbers of the matters that chains are named after, such as `matter:17`."""
    ids = [int(each.removeprefix(MATTER)) for each in subjects if each.startswith(MATTER)]
    found = Matter.objects.filter(pk__in=ids).values_list("pk", "number")
    return {f"{MATTER}{pk}": number for pk, number in found}
