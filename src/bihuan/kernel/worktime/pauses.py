"""Stretches of time in which a clock stands still."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime.zone import local

OPEN = sys.maxsize  # where a pause ends that has not ended


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch on a listed ground; still running while `ended` is None.

    Of a limit in days, it takes out each day from the one it began on up to, not including, the
    one it ended on; of clock time and working hours, exactly its own length.
    """

    began: datetime
    ended: datetime | None
    ground: str


def stretches(
    pauses: Sequence[Pause], place: Callable[[datetime], int], origin: int
) -> list[tuple[int, int]]:
    """The pauses after the origin on the measure `place`, in order, overlaps joined.

    Refuses `pause.reversed`.
    """
    if not pauses:
        return []
    found: list[tuple[int, int]] = []
    for began, ended in sorted(_placed(pause, place) for pause in pauses):
        if ended <= origin or began == ended:
            continue
        if found and began <= found[-1][1]:
            found[-1] = (found[-1][0], max(ended, found[-1][1]))
        else:
            found.append((max(began, origin), ended))
    return found


def pushed(target: int, stops: Iterable[tuple[int, int]]) -> int | None:
    """Where the target lies once the stops before it are taken out; None: one has not ended."""
    for began, ended in stops:
        if began >= target:
            break
        if ended == OPEN:
            return None
        target += ended - began
    return target


def _placed(pause: Pause, place: Callable[[datetime], int]) -> tuple[int, int]:
    began = local(pause.began)
    if pause.ended is None:
        return place(began), OPEN
    ended = local(pause.ended)
    if ended < began:
        raise Refused("pause.reversed", began=began, ended=ended)
    return place(began), place(ended)
