"""A move made beside suggestions: the entry says what was suggested and what was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.matters.actions import acting
from bihuan.matters.models import Matter, Offer
from bihuan.matters.queries.suggesting import offering
from bihuan.matters.queries.suggesting.offering import Offered
from bihuan.matters.queries.visible import visible_to


def act(number: str, asked: acting.Asked, *, by: Actor, now: datetime) -> Matter:
    """`acting.act`, with the suggestions that stood beside the form put on record.

    Refuses what `acting.act` refuses; then nothing is recorded either.
    """
    offer = _offered(number, asked.name, by, now)
    if offer is None or not offer.suggested.choices:
        return acting.act(number, asked, by=by, now=now)
    chosen = str(asked.params.get(offering.MOVES[asked.name][1]) or "")
    if not chosen:
        return acting.act(number, asked, by=by, now=now)
    noted = offer.suggested.as_json() | {"learnt": offer.learnt.sha256, "chosen": chosen}
    with transaction.atomic():
        seq = acting.locked(number, by).length + 1
        row = acting.act(number, replace(asked, noted={"suggested": noted}), by=by, now=now)
        codes = [choice.label for choice in offer.suggested.choices]
        Offer.objects.create(
            matter=row, learnt_id=offer.learnt.pk, seq=seq,
            place=codes.index(chosen) + 1 if chosen in codes else 0,
            sure=offer.suggested.sure, made_at=now,
        )  # fmt: skip
    return row


def _offered(number: str, action: str, by: Actor, now: datetime) -> Offered | None:
    if action not in offering.MOVES:
        return None
    found = visible_to(by).filter(number=number).select_related("content", "version").first()
    if found is None or getattr(found, "content", None) is None:
        return None
    return offering.for_move(found, action, by, now=now)
