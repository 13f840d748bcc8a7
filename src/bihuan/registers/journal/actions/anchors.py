"""Anchoring what was recorded since the last anchor, and writing anchors out of the house."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from bihuan.kernel.refused import Refused
from bihuan.registers.journal import dialect, queries
from bihuan.registers.journal.models import Anchor, Entry
from bihuan.registers.journal.rules import anchoring


def make_anchor(now: datetime) -> Anchor:
    """Anchor every entry recorded since the last anchor, in the order of ids; none is left out.

    A day without entries is anchored too. Refuses while somebody else anchors or a long
    transaction is still writing entries (journal.busy): try again a minute later.
    """
    with transaction.atomic():
        before = Anchor.objects.order_by("-number").first()
        top = Entry.objects.aggregate(top=Max("id"))["top"] or 0
        if not dialect.settled(connection):
            raise Refused("journal.busy")
        last = before.last_entry if before else 0
        anchor = Anchor(
            number=before.number + 1 if before else 1,
            made_at=now,
            first_entry=last + 1,
            last_entry=max(top, last),
            previous=before.digest if before else "",
        )
        running = anchoring.begin(anchor)
        for line in queries.lines_of(anchor):
            running.add(line)
        anchor.entries, anchor.digest = running.entries, running.digest()
        try:
            anchor.save(force_insert=True)
        except IntegrityError as fault:
            raise Refused("journal.busy") from fault
    return anchor


def export_anchor(anchor: Anchor, stream: TextIO) -> None:
    """Write an anchor with a line for each entry it covers; keep the file outside this machine.

    Refuses when the journal no longer holds what was anchored (journal.anchor-differs); what was
    written until then has no last line, and is taken by no verification.
    """
    running = anchoring.begin(anchor)
    stream.write(anchoring.header(anchor))
    for line in queries.lines_of(anchor):
        running.add(line)
        stream.write(line)
    if running.digest() != anchor.digest:
        raise Refused("journal.anchor-differs", number=anchor.number)
    stream.write(anchoring.footer(running.entries, anchor.digest))


def export_all(stream: TextIO) -> int:
    """Write all anchors one after the other into one file; returns how many.

    Refuses what `export_anchor` refuses.
    """
    number = 0
    for anchor in Anchor.objects.order_by("number").iterator():
        export_anchor(anchor, stream)
        number = anchor.number
    return number
