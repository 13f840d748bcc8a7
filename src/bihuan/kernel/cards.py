"""Warning cards: the worst of what the running clocks have come to; outside bodies get none."""

from collections.abc import Iterable

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import ClockRun

_RANK = {"": 0, "yellow": 1, "red": 2}


def worse(cards: Iterable[str]) -> str:
    """The worst of these; what is no card counts as none."""
    return max((card for card in cards if card in _RANK), key=_RANK.__getitem__, default="")


def held(mechanism: Mechanism, runs: Iterable[ClockRun]) -> str:
    """The card of a matter with these clocks: a unit that was relieved takes its own with it."""
    steps = mechanism.escalations
    return worse(steps[index].do for run in runs if run.running for index in run.fired)
