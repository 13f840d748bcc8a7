"""Which days are worked: the week, corrected by the notices of one calendar revision."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from bihuan.kernel.worktime.office import OfficeHours


class DayKind(StrEnum):
    """What a day is, and so whether it is worked."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"  # 调休上班: a weekend day worked for a holiday
    LOCAL_OFF = "local-off"
    LOCAL_WORKING = "local-working"


WORKED = frozenset({DayKind.WORKING, DayKind.MAKE_UP, DayKind.LOCAL_WORKING})
OFFICE_HOURS = ((time(9), time(12)), (time(13, 30), time(17, 30)))
DAY_ENDS = time(23, 59, 59)

# Five notices out of twenty moved days of the December before them, the earliest 29 December
# (2007 and 2018); until next year's notice is out these days are not certain either.
_TURN_OF_YEAR = (12, 29)
_WEEKDAYS = 5


def _weekdays_to(ordinal: int) -> int:
    """How many days from Monday to Friday there are up to this one; ordinal 1 is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * _WEEKDAYS + min(rest, _WEEKDAYS)


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """One immutable revision of a region's working days.

    Working days are numbered from the beginning of the calendar, so that counting n of them is
    two searches in the few days that differ from the week, not a walk along the days.
    """

    region: str
    revision: int
    days: Mapping[date, tuple[DayKind, str]]
    announced: frozenset[int]
    hours: tuple[tuple[time, time], ...] = OFFICE_HOURS
    day_ends: time = DAY_ENDS
    office: OfficeHours = field(init=False, repr=False)
    _changed: tuple[int, ...] = field(init=False, repr=False)
    _numbers: tuple[int, ...] = field(init=False, repr=False)
    _gained: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        days = dict(self.days)
        changed, numbers, gained = [], [], [0]
        for day in sorted(days):
            worked, weekday = days[day][0] in WORKED, day.weekday() < _WEEKDAYS
            if worked != weekday:
                changed.append(day.toordinal())
                gained.append(gained[-1] + worked - weekday)
                numbers.append(_weekdays_to(changed[-1]) + gained[-1])
        object.__setattr__(self, "days", days)
        object.__setattr__(self, "office", OfficeHours(self.hours))
        object.__setattr__(self, "_changed", tuple(changed))
        object.__setattr__(self, "_numbers", tuple(numbers))
        object.__setattr__(self, "_gained", tuple(gained))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Calendar):
            return NotImplemented
        return (self.region, self.revision) == (other.region, other.revision)

    def __hash__(self) -> int:
        return hash((self.region, self.revision))

    def kind(self, day: date) -> DayKind:
        known = self.days.get(day)
        if known is not None:
            return known[0]
        return DayKind.WORKING if day.weekday() < _WEEKDAYS else DayKind.WEEKEND

    def name(self, day: date) -> str:
        """What the notice calls the day; empty for a day of the ordinary week."""
        known = self.days.get(day)
        return known[1] if known is not None else ""

    def is_working(self, day: date) -> bool:
        return self.kind(day) in WORKED

    def number_to(self, ordinal: int) -> int:
        """How many working days there are up to the day with this ordinal, itself included."""
        return _weekdays_to(ordinal) + self._gained[bisect_right(self._changed, ordinal)]

    def numbered(self, number: int) -> int:
        """The ordinal of the working day with this number: the inverse of `number_to`."""
        before = bisect_left(self._numbers, number)
        weeks, rest = divmod(number - self._gained[before] - 1, _WEEKDAYS)
        ordinal = weeks * 7 + rest + 1
        if before < len(self._changed) and self._changed[before] < ordinal:
            return self._changed[before]
        return ordinal

    def nth_working_day(self, day: date, n: int) -> date:
        """The n-th working day after this day, before it when n is negative; 0 is the day."""
        if n == 0:
            return day
        ordinal = day.toordinal()
        start = self.number_to(ordinal) if n > 0 else self.number_to(ordinal - 1) + 1
        return date.fromordinal(self.numbered(start + n))

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after the first day up to and including the second."""
        return self.number_to(until.toordinal()) - self.number_to(after.toordinal())

    def is_provisional(self, day: date) -> bool:
        """Whether a notice still to come may change this day."""
        if day.year not in self.announced:
            return True
        return (day.month, day.day) >= _TURN_OF_YEAR and day.year + 1 not in self.announced

    def is_unsettled(self, first: date, last: date) -> bool:
        """Whether a notice still to come may change a day of this stretch."""
        if self.is_provisional(last):
            return True
        if first.year == last.year:
            return False
        return any(year not in self.announced for year in range(first.year, last.year))
