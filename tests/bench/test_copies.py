"""A ledger copied for a measure is one that the product would have made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bench import city, million, templates

from bihuan.matters.actions import sweeping
from bihuan.matters.models import Content, Matter
from bihuan.registers.journal.models import Entry

MATTERS, DUE = 200, 4


@pytest.mark.django_db(transaction=True)
def test_copies_stand_and_move_like_their_templates() -> None:
    made = templates.made(city.found())
    million.fill(made, MATTERS, DUE)
    copies = Matter.objects.filter(number__startswith="BENCH-")
    assert copies.count() == MATTERS
    assert Content.objects.filter(matter__in=copies).count() == MATTERS
    for row in copies:
        assert (row.state["number"], row.state["unit"]) == (row.number, row.unit_id)
        last = Entry.objects.get(subject_kind="matter", subject_id=row.pk)
        assert (last.seq, last.digest) == (row.length, row.head)
    swept = sweeping.sweep(now=made.falls_due + timedelta(minutes=1))
    assert (swept.matters, swept.faults) == (DUE + 1, 0)
