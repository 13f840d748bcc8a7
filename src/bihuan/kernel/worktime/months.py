"""Counting by months: the day that corresponds, or the last of a month too short for it."""

from calendar import monthrange
from datetime import date, timedelta


def months_after(day: date, months: int) -> date:
    """The corresponding day, else the last day of that month (Civil Code Art. 202)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_day_of(first: date, months: int) -> date:
    """The last day of that many months of which this day is the first: 1 March to 31 March."""
    after = months_after(first, months)
    return after if after.day < first.day else after - timedelta(days=1)
