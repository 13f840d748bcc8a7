"""What stands beside a matter, or beside a text that is only being written."""

from datetime import datetime

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.facts import Facts
from bihuan.matters.models import Matter
from bihuan.matters.queries import page, versions
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.queries.nearness.neighbours import Neighbour, neighbours
from bihuan.registers.parties.queries import reading


def beside(actor: Actor, number: str) -> tuple[Neighbour, ...]:
    """The neighbours of a matter; refuses `matter.unknown` for one the actor may not know of."""
    row = page.readable(actor, number)
    mechanism = versions.compiled(row.version_id)
    owner = reading.tree().answering(mechanism.owner, None)
    held = capacities(mechanism, record.from_record(row.state), actor, Facts(owner=owner))
    return of(actor, row, persons=bool(held & page.OFFICE_CAPACITIES))


def of(actor: Actor, row: Matter, *, persons: bool) -> tuple[Neighbour, ...]:
    """The neighbours of a row already read; a restricted one and a part have none."""
    if not portraits.comparable([row]):
        return ()
    return neighbours(actor, portraits.portrait(row, row.content), persons=persons)


def like(
    actor: Actor, text: str, *, title: str = "", region: str, now: datetime
) -> tuple[Neighbour, ...]:
    """The neighbours of a text that nobody has taken in yet."""
    return neighbours(actor, portraits.sketch(text, title, region, now))
