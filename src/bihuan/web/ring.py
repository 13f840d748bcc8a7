"""The ring: how far round the loop a matter is, as the length of an arc."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bihuan.kernel.stages import ARC, ENDED_OUTSIDE, Stage
from bihuan.web import words

RADIUS = 8.6
ROUND = 54.04  # 2 pi r


@dataclass(frozen=True, slots=True)
class Ring:
    """Its arc, its colour and what it says to those who do not see it."""

    arc: str
    look: str
    says: str


def ring(stage: str, card: str = "", *, verified: bool = False) -> Ring:
    """The ring of a matter: closed and green only when its end is verified."""
    at, shut = Stage(stage), stage == Stage.CLOSED
    says = words.of(words.STAGES, stage)
    if at in ENDED_OUTSIDE:
        return Ring(f"{ROUND * ARC[Stage.RECEIVED] / 6:.1f} {ROUND:.1f}", "ring-outside", says)
    if shut and verified:
        return Ring(f"{ROUND:.1f} {ROUND:.1f}", "ring-shut", _("%s, verified") % says)
    arc = ROUND * (5.5 if shut else ARC[at] - 0.4) / 6
    look = f"ring-{card}" if card and not shut else ""
    return Ring(
        f"{arc:.1f} {ROUND:.1f}",
        look,
        says + (f" · {words.of(words.CARDS, card)}" if card else ""),
    )
