"""The stored anchors against the entries they cover, each other, and the exported ones."""

from __future__ import annotations

from bihuan.registers.journal import queries
from bihuan.registers.journal.models import Anchor
from bihuan.registers.journal.rules import anchoring
from bihuan.registers.journal.rules.anchoring import Section
from bihuan.registers.journal.rules.report import Fault


def first_fault(sections: dict[int, Section]) -> Fault | None:
    """The first anchor that is gone or no longer agrees; `sections` are the exported ones."""
    before = Anchor(number=0, last_entry=0, digest="")
    for anchor in Anchor.objects.order_by("number").iterator():
        if anchor.number != before.number + 1:
            return Fault("anchor-gone", "anchor", before.number + 1)
        if not _holds(anchor, before) or not _as_exported(anchor, sections):
            return Fault("anchor", "anchor", anchor.number)
        before = anchor
    if sections and max(sections) > before.number:
        return Fault("anchor-gone", "anchor", before.number + 1)
    return None


def _holds(anchor: Anchor, before: Anchor) -> bool:
    if anchor.previous != before.digest or anchor.first_entry != before.last_entry + 1:
        return False
    running = anchoring.begin(anchor)
    for line in queries.lines_of(anchor):
        running.add(line)
    return (running.entries, running.digest()) == (anchor.entries, anchor.digest)


def _as_exported(anchor: Anchor, sections: dict[int, Section]) -> bool:
    same, following = sections.get(anchor.number), sections.get(anchor.number + 1)
    return (same is None or same.digest == anchor.digest) and (
        following is None or following.previous == anchor.digest
    )
