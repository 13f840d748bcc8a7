"""The yearly notices of the State Council, as shipped in `holidays.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from bihuan.kernel.worktime.days import Calendar, DayKind


@dataclass(frozen=True, slots=True)
class Notices:
    """What the notices say: the days that they name, and where each notice is published."""

    days: Mapping[date, tuple[DayKind, str]]
    sources: Mapping[str, str]  # "2019" or "2019/2" (the second of that year) -> address
    notices: Mapping[date, str]  # which of them named the day

    @property
    def years(self) -> frozenset[int]:
        """The years that are announced."""
        return frozenset(int(notice.partition("/")[0]) for notice in self.sources)


@lru_cache(maxsize=1)
def notices() -> Notices:
    """The notices shipped with this version."""
    text = resources.files("bihuan.kernel").joinpath("holidays.csv").read_text("utf-8")
    return read_notices(text)


@lru_cache(maxsize=8)
def national_calendar(region: str = "CN", revision: int = 0) -> Calendar:
    """The calendar of the notices alone, with no local days."""
    shipped = notices()
    return Calendar(region, revision, shipped.days, shipped.years)


def read_notices(text: str) -> Notices:
    """Read the shipped table: `# notice,YEAR,ADDRESS` lines, then date,kind,name,notice."""
    lines = text.splitlines()
    remarks = [line.removeprefix("# ") for line in lines if line.startswith("#")]
    sources = {row[1]: row[2] for row in csv.reader(remarks) if row[0] == "notice"}
    days: dict[date, tuple[DayKind, str]] = {}
    named: dict[date, str] = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        day = date.fromisoformat(row["date"])
        days[day] = (DayKind(row["kind"]), row["name"])
        named[day] = row["notice"]
    return Notices(days, sources, named)
