"""Until when a rating stays sealed."""

from datetime import date, datetime, time

from bihuan.kernel.declaration import Rate
from bihuan.kernel.worktime import LOCAL


def sealed_until(rate: Rate | None, given_at: datetime) -> datetime:
    """The first moment after the period a rating fell in; at once where none is declared."""
    if rate is None:
        return given_at
    day = given_at.astimezone(LOCAL).date()
    opens = {
        "quarter-end": _months_on(day, 3 - (day.month - 1) % 3),
        "month-end": _months_on(day, 1),
        "year-end": date(day.year + 1, 1, 1),
    }.get(rate.sealed_until)
    return datetime.combine(opens, time(0), LOCAL) if opens else given_at


def _months_on(day: date, months: int) -> date:
    ahead = day.month - 1 + months
    return date(day.year + ahead // 12, ahead % 12 + 1, 1)
