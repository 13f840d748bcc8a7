"""Moments, spans and days as they are typed and printed at the command line."""

from datetime import date, datetime, time, timedelta
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from bihuan.kernel.worktime import LOCAL, local

_COUNTED = range(1949, 2201)


def now() -> datetime:
    """The moment it is, to the second."""
    return timezone.now().astimezone(LOCAL).replace(microsecond=0)


def iso(moment: datetime | None) -> str | None:
    """A moment for machines: ISO 8601 at +08:00."""
    return None if moment is None else local(moment).isoformat(timespec="seconds")


def shown(moment: datetime | None) -> str:
    """A moment for people."""
    return "" if moment is None else local(moment).strftime("%Y-%m-%d %H:%M")


class Moment(click.ParamType[datetime]):
    """`2026-02-13`, `2026-02-13 16:00` or ISO 8601; without a zone, the time of China.

    A day alone stands for its beginning, with `after` for the beginning of the next one.
    """

    name = "moment"

    def __init__(self, *, after: bool = False) -> None:
        self._after = after

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, datetime):
            return value
        found = self._read(str(value).strip(), param, ctx)
        if found.year not in _COUNTED:
            said = _("“{value}” is out of reach: days are counted from {first} to {last}.")
            facts = {"first": _COUNTED[0], "last": _COUNTED[-1]}
            self.fail(said.format(value=value, **facts), param, ctx)
        return found

    def _read(
        self, text: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            if len(text) == len("2026-02-13"):
                day = date.fromisoformat(text) + timedelta(days=self._after)
                return datetime.combine(day, time(0), LOCAL)
            found = datetime.fromisoformat(text)
        except ValueError:
            said = _("“{value}” is not a moment. Write it like 2026-02-13 or 2026-02-13 16:00.")
            self.fail(said.format(value=text), param, ctx)
        return local(found) if found.tzinfo else found.replace(tzinfo=LOCAL)


class Day(click.ParamType[date]):
    """A day, `2026-02-13`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            said = _("“{value}” is not a day. Write it like 2026-02-13.")
            self.fail(said.format(value=value), param, ctx)
