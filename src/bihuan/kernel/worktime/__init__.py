"""Working time: how long a limit is, when it ends, and why on that day."""

from bihuan.kernel.worktime.announced import Notices, national_calendar, notices
from bihuan.kernel.worktime.days import DAY_ENDS, OFFICE_HOURS, WORKED, Calendar, DayKind
from bihuan.kernel.worktime.explained import DayLine, explain
from bihuan.kernel.worktime.limits import (
    Deadline,
    Remaining,
    deadline,
    extended,
    remaining,
    shift,
)
from bihuan.kernel.worktime.pauses import Pause
from bihuan.kernel.worktime.span import CountFrom, Span, SpanUnit, parse_span
from bihuan.kernel.worktime.zone import LOCAL, local

__all__ = [
    "DAY_ENDS",
    "LOCAL",
    "OFFICE_HOURS",
    "WORKED",
    "Calendar",
    "CountFrom",
    "DayKind",
    "DayLine",
    "Deadline",
    "Notices",
    "Pause",
    "Remaining",
    "Span",
    "SpanUnit",
    "deadline",
    "explain",
    "extended",
    "local",
    "national_calendar",
    "notices",
    "parse_span",
    "remaining",
    "shift",
]
