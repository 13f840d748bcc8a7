"""Deadlines counted anew after a calendar revision, in batches that go on where they stopped."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from bihuan.kernel import record
from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.matter import ClockRun
from bihuan.kernel.stages import OPEN
from bihuan.kernel.worktime import LOCAL, local
from bihuan.matters.actions import acting
from bihuan.matters.models import Matter, Progress
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.models import CalendarRevision
from bihuan.registers.parties.queries import reading

BATCH = 200
_OPEN = [stage.value for stage in OPEN]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a revision touches: clocks of these regions that run over one of these days.

    `days` are in order; None where office hours changed, which touches every clock.
    """

    regions: tuple[str, ...]
    days: Sequence[date] | None

    def meets(self, run: ClockRun) -> bool:
        """Whether a running clock, or its next step, lies over a changed day."""
        if not run.running or self.days is None:
            return run.running
        place = bisect_left(self.days, local(run.started_at).date())
        if place == len(self.days):
            return False
        ends = [moment for moment in (run.effective, run.next_at) if moment is not None]
        # A clock that is suspended has no end, and may yet reach any day.
        return run.effective is None or self.days[place] <= local(max(ends)).date()


def recount(revision: CalendarRevision, *, now: datetime) -> int:
    """Count the running clocks a revision touches under the calendar now in force.

    Returns how many matters got another date. Asked again after a stop, it goes on behind the
    last batch; asked again after its end, it changes nothing.
    """
    progress, _ = Progress.objects.get_or_create(name=f"recount:{revision.pk}")
    reach = reach_of(revision)
    moved, last = 0, progress.last
    while not progress.done:
        batch = _batch(reach, last)
        if not batch:
            break
        with parties.one_reading():
            moved += sum(_one(pk, now) for pk, touched in batch if touched)
        last = batch[-1][0]
        Progress.objects.filter(pk=progress.pk, last__lt=last).update(last=last)
    Progress.objects.filter(pk=progress.pk).update(done=True)
    return moved


def catch_up(*, now: datetime) -> int:
    """Finish every recount that was stopped; returns how many matters got another date."""
    revisions = {f"recount:{each.pk}": each for each in reading.revisions()}
    done = Progress.objects.filter(name__in=list(revisions), done=True)
    ended = set(done.values_list("name", flat=True))
    return sum(recount(r, now=now) for name, r in revisions.items() if name not in ended)


def reach_of(revision: CalendarRevision) -> Reach:
    """What a revision touches; days of a newly announced year too: it is provisional no longer."""
    place = revision.region_id or ""
    regions = tuple(
        region.code
        for region in parties.all_regions()
        if not place or place in parties.region_line(region.code)
    )
    former = _former(revision)
    if revision.hours != (former.hours if former else []):
        return Reach(regions, None)
    changed = {date.fromisoformat(day) for day in revision.changed}
    years = set(revision.announced) - set(former.announced if former else [])
    return Reach(regions, sorted(changed.union(_days_of(years))))


def _former(revision: CalendarRevision) -> CalendarRevision | None:
    same = (r for r in reading.revisions() if r.region_id == revision.region_id)
    return next((r for r in same if r.number == revision.number - 1), None)


def _days_of(years: Iterable[int]) -> Iterable[date]:
    for year in years:
        first = date(year, 1, 1)
        yield from (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))


def _batch(reach: Reach, last: int) -> list[tuple[int, bool]]:
    """The next open matters and whether the revision touches them, told without a lock."""
    if reach.days is not None and not reach.days:
        return []
    found = Matter.objects.filter(region__in=reach.regions, stage__in=_OPEN, pk__gt=last)
    if reach.days is not None:
        final = datetime.combine(reach.days[-1], time(23, 59, 59), LOCAL)
        found = found.filter(received_at__lte=final)
    states = found.order_by("pk").values_list("pk", "state")[:BATCH]
    return [(pk, _touched(reach, state)) for pk, state in states]


def _touched(reach: Reach, state: dict[str, object]) -> bool:
    return any(map(reach.meets, record.from_record(state).clocks))


def _one(pk: int, now: datetime) -> int:
    with transaction.atomic():
        row = Matter.objects.select_for_update(of=("self",)).get(pk=pk)
        return int(row.stage in _OPEN and acting.recount(row, by=SYSTEM, now=now))
