"""Office hours of one working day, as arithmetic on microseconds of the day."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bihuan.kernel.refused import Refused

_SECOND = 1_000_000
_HOUR = 3600 * _SECOND


def microseconds(at: time | datetime) -> int:
    """Microseconds since midnight on the wall clock."""
    return (at.hour * 3600 + at.minute * 60 + at.second) * _SECOND + at.microsecond


def time_at(of_day: int) -> time:
    """The time of day that many microseconds after midnight."""
    seconds, rest = divmod(of_day, _SECOND)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest)


def written(sessions: Sequence[tuple[time, time]]) -> str:
    """The sessions as a clerk writes them: `09:00-12:00 13:30-17:30`."""
    return " ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in sessions)


@dataclass(frozen=True, slots=True, init=False)
class OfficeHours:
    """The sessions of a working day; refuses `calendar.hours-disordered`."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    worked: tuple[int, ...]  # microseconds worked when each session opens, then the whole day

    def __init__(self, sessions: Sequence[tuple[time, time]]) -> None:
        opens, closes, worked = [], [], [0]
        shut = 0
        for session in sessions:
            opened, closed = microseconds(session[0]), microseconds(session[1])
            if not shut <= opened < closed:
                raise Refused("calendar.hours-disordered", hours=written(sessions))
            shut = closed
            opens.append(opened)
            closes.append(closed)
            worked.append(worked[-1] + closed - opened)
        if not opens:
            raise Refused("calendar.hours-disordered", hours="-")
        object.__setattr__(self, "opens", tuple(opens))
        object.__setattr__(self, "closes", tuple(closes))
        object.__setattr__(self, "worked", tuple(worked))

    @property
    def day(self) -> int:
        """Microseconds worked in a whole day."""
        return self.worked[-1]

    def worked_by(self, of_day: int) -> int:
        """Microseconds worked from midnight to this time of day."""
        session = bisect_right(self.opens, of_day) - 1
        if session < 0:
            return 0
        return self.worked[session] + min(of_day, self.closes[session]) - self.opens[session]

    def reached(self, worked: int) -> int:
        """The first time of day by which that much (more than none) has been worked."""
        session = bisect_left(self.worked, worked) - 1
        return self.opens[session] + worked - self.worked[session]

    def resumed(self, worked: int) -> int:
        """The last time of day at which no more than that (less than a day) has been worked."""
        session = bisect_right(self.worked, worked) - 1
        return self.opens[session] + worked - self.worked[session]
