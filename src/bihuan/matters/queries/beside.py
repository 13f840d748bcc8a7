"""What stands beside a matter, or beside a text that is only being written."""

from datetime import datetime

from bihuan.kernel.actor import Actor
from bihuan.matters.queries import page
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.queries.nearness.neighbours import Neighbour, neighbours


def beside(actor: Actor, number: str, *, now: datetime) -> tuple[Neighbour, ...]:
    """The neighbours of a matter; refuses `matter.unknown` for one the actor may not know of."""
    return page.similar_to(actor, page.readable(actor, number), now=now)


def like(
    actor: Actor, text: str, *, title: str = "", region: str, now: datetime
) -> tuple[Neighbour, ...]:
    """The neighbours of a text that nobody has taken in yet; the person is not compared."""
    return neighbours(actor, portraits.sketch(text, title, region, now))
