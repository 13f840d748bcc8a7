"""Matters handled together: which one leads, and which were merged into it."""

from bihuan.kernel.actor import Actor
from bihuan.kernel.stages import Stage
from bihuan.matters.models import Matter
from bihuan.matters.queries.visible import visible_to

MERGED = Stage.MERGED.value


def leading(row: Matter) -> Matter:
    """The matter in which a merged one is handled, however often that was merged in its turn; the
    matter itself where it is not merged.
    """
    seen = {row.number}
    while row.stage == MERGED and row.into not in seen:
        found = Matter.objects.filter(number=row.into)
        row = found.select_related("content", "unit", "version", "region").get()
        seen.add(row.number)
    return row


def merged_into(row: Matter, actor: Actor) -> tuple[Matter, ...]:
    """The matters merged into this one, as far as the actor may know of them."""
    return tuple(visible_to(actor).filter(into=row.number, stage=MERGED).order_by("number"))
