"""Moves of the person behind a matter, made with the person's own code and nobody else's."""

import hmac
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import REQUESTER, SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import OPEN
from bihuan.matters.actions import acting
from bihuan.matters.actions.receiving import code_index
from bihuan.matters.models import Content, Matter

_OPEN = [stage.value for stage in OPEN]


def ask(number: str, code: str, asked: acting.Asked, *, now: datetime) -> Matter:
    """Rate, withdraw or ask for review with the person's code; refuses `matter.code-wrong`.

    A withdrawal ends the parts first, so that no part outlives its matter.
    """
    check_code(number, code)
    with transaction.atomic():
        row = acting.locked(number, REQUESTER)
        if asked.expected is not None and asked.expected != row.length:
            raise Refused("matter.stale", number=number)
        if asked.name == "withdraw":
            _each_open_part(row, lambda part: acting.make(part, asked, by=SYSTEM, now=now))
        acting.make(row, asked, by=REQUESTER, now=now)
    return row


def check_code(number: str, code: str) -> None:
    """Refuse a code that is not the one given with this number; the two cases look alike."""
    kept = (
        Content.objects.filter(matter__number=number).values_list("code_index", flat=True).first()
    )
    if not kept or not hmac.compare_digest(kept, code_index(number, code)):
        raise Refused("matter.code-wrong", number=number)


def _each_open_part(row: Matter, do: Callable[[Matter], object]) -> None:
    parts = Matter.objects.select_for_update(of=("self",)).filter(parent=row, stage__in=_OPEN)
    for part in parts.order_by("number"):
        part.parent = row
        do(part)
