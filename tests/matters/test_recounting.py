"""A calendar revision counts anew the running clocks it touches, and no other."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.matters import cast

from bihuan.kernel import record
from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.worktime import LOCAL, DayKind
from bihuan.matters.actions import acting, calendars, rebuilding, recounting
from bihuan.matters.models import Matter, MechanismVersion, Progress
from bihuan.registers.journal.queries import entries_of
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.actions import Changed
from bihuan.registers.parties.rules import notices
from bihuan.registers.parties.rules.directory import RegionFacts

FRIDAY = date(2026, 3, 6)  # the matters of the cast fall due on Monday the ninth
DUE = datetime(2026, 3, 9, 23, 59, 59, tzinfo=LOCAL)
OFF = {FRIDAY: (DayKind.HOLIDAY, "开园日（演示）")}


def revise(
    days: dict[date, tuple[DayKind, str] | None] | None = None,
    *,
    region: str = cast.REGION,
    at: datetime = cast.NOW,
) -> Changed:
    return registers.record_calendar_days(
        days or dict(OFF), region=region, notice="关于放假的通知（演示）", by=SYSTEM, now=at
    )


def due(matter: Matter) -> date:
    matter.refresh_from_db()
    assert matter.due_at is not None
    return matter.due_at.astimezone(LOCAL).date()


def kinds(matter: Matter) -> list[str]:
    return [entry.kind for entry in entries_of(matter)]


def test_a_clock_over_a_changed_day_gets_another_date(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    assert due(matter) == date(2026, 3, 9)
    assert calendars.recount_after(revise(), now=cast.NOW) == 1
    assert due(matter) == date(2026, 3, 10)
    entry = entries_of(matter).last()
    assert entry is not None
    assert (entry.kind, entry.actor_post) == ("recount", "system")
    assert rebuilding.differing(matter.pk, list(entries_of(matter))) is None


def test_a_clock_that_does_not_meet_the_day_is_left_alone(version: MechanismVersion) -> None:
    before = cast.handled(version)
    days = {date(2026, 2, 27): (DayKind.HOLIDAY, "停电（演示）"),
            date(2026, 3, 19): (DayKind.HOLIDAY, "开园日（演示）")}  # fmt: skip
    row = Matter.objects.filter(pk=before.pk).values().get()
    assert calendars.recount_after(revise(days), now=cast.NOW) == 0
    assert Matter.objects.filter(pk=before.pk).values().get() == row


def test_a_matter_that_has_ended_is_left_alone(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    cast.do(matter, "refuse", "clerk", ground="in-court", reason="已立案")
    said = kinds(matter)
    assert calendars.recount_after(revise(), now=cast.NOW) == 0
    assert kinds(matter) == said


def test_a_suspended_clock_is_counted_when_it_has_no_date(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    cast.do(matter, "accept", "clerk")
    cast.do(matter, "assign", "clerk", unit="housing")
    cast.do(matter, "return", "handler", reason="不属本局职责", suggested="water")
    calendars.recount_after(revise(), now=cast.NOW)
    state = record.from_record(Matter.objects.get(pk=matter.pk).state)
    reply = next(run for run in state.clocks if run.name == "reply")
    assert reply.due_at is None
    cast.do(matter, "rule", "leader", unit="housing", reason="属地管理")
    assert due(matter) == date(2026, 3, 10)


def test_none_becomes_overdue_after_the_fact(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    monday = datetime(2026, 3, 9, 15, tzinfo=LOCAL)
    days = {date(2026, 3, 7): (DayKind.MAKE_UP, "补班（演示）")}
    assert calendars.recount_after(revise(days, at=monday), now=monday) == 1
    matter.refresh_from_db()
    assert matter.due_at is not None
    assert matter.due_at >= monday
    state = record.from_record(matter.state)
    run = next(run for run in state.clocks if run.name == "reply")
    assert run.due_at is not None
    assert run.due_at < monday < run.floor  # type: ignore[operator]


def test_an_earlier_day_moves_a_date_forward_while_it_is_ahead(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    days = {date(2026, 3, 7): (DayKind.MAKE_UP, "补班（演示）")}
    assert calendars.recount_after(revise(days), now=cast.NOW) == 1
    assert due(matter) == date(2026, 3, 7)


def test_a_step_before_a_date_moves_though_the_date_stands(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    asked = acting.Asked("set-date", {"clock": "reply", "until": DUE, "source": "区长批示"})
    acting.act(matter.number, asked, by=cast.actor("leader"), now=cast.NOW)
    before = Matter.objects.get(pk=matter.pk)
    assert calendars.recount_after(revise(), now=cast.NOW) == 1
    after = Matter.objects.get(pk=matter.pk)
    assert after.due_at == before.due_at
    assert after.next_due_at is not None
    assert before.next_due_at is not None
    assert after.next_due_at < before.next_due_at


def test_a_year_that_is_announced_is_provisional_no_longer(version: MechanismVersion) -> None:
    eve = datetime(2026, 12, 30, 9, tzinfo=LOCAL)
    matter = cast.handled(version, at=eve)
    matter.refresh_from_db()
    assert matter.provisional
    read = notices.read_lines([notices.Line(1, "2027-01-01", "元旦", "放假")], year=2027)
    changed = registers.import_notice(read, notice="国务院办公厅通知（演示）", by=SYSTEM, now=eve)
    calendars.recount_after(changed, now=eve)
    matter.refresh_from_db()
    assert not matter.provisional
    assert kinds(matter)[-1] == "recount"


def test_another_region_is_left_alone_and_the_country_reaches_all(
    version: MechanismVersion,
) -> None:
    facts = RegionFacts("430203", "芦淞区", "county")
    registers.record_region(facts, by=SYSTEM, now=cast.NOW)
    matter = cast.handled(version)
    assert calendars.recount_after(revise(region="430203"), now=cast.NOW) == 0
    assert due(matter) == date(2026, 3, 9)
    assert calendars.recount_after(revise(region=""), now=cast.NOW) == 1
    assert due(matter) == date(2026, 3, 10)


def test_a_second_time_changes_nothing(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    changed = revise()
    calendars.recount_after(changed, now=cast.NOW)
    said = kinds(matter)
    Progress.objects.update(done=False, last=0)
    assert calendars.recount_after(changed, now=cast.NOW) == 0
    assert kinds(matter) == said


def test_a_recount_that_was_stopped_is_finished_behind_its_last_batch(
    version: MechanismVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    matters = [cast.handled(version) for _ in range(5)]
    changed = revise()
    counted: list[int] = []
    count = acting.recount

    def falling(row: Matter, **said: object) -> bool:
        if len(counted) == 3:
            raise KeyboardInterrupt
        counted.append(row.pk)
        return count(row, **said)  # type: ignore[arg-type]

    monkeypatch.setattr(recounting.acting, "recount", falling)
    with pytest.raises(KeyboardInterrupt):
        calendars.recount_after(changed, now=cast.NOW)
    assert [due(matter).day for matter in matters] == [10, 10, 10, 9, 9]
    assert Progress.objects.get(name=f"recount:{changed.revision.pk}").last == matters[1].pk
    monkeypatch.setattr(recounting.acting, "recount", count)
    assert recounting.catch_up(now=cast.NOW) == 2
    assert {due(matter).day for matter in matters} == {10}
    assert recounting.catch_up(now=cast.NOW) == 0
