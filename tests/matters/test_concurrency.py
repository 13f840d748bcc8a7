"""Two at once: one wins and one is told; nothing is lost and nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import pytest
from django.db import connections
from tests.matters import cast, files

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting, importing, sweeping
from bihuan.matters.models import Content, Matter, MechanismVersion, Notice, Series
from bihuan.matters.rules import maps
from bihuan.registers.journal.models import Entry
from bihuan.registers.journal.queries import entries_of
from bihuan.registers.journal.verification import verify
from bihuan.registers.parties.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)

Done = TypeVar("Done")
MATTERS = 12
LETTERS = 60


def at_once(*deeds: Callable[[], Done]) -> list[Done | BaseException]:
    """Do all of them from one moment on, each with its own connection; what each came to."""
    start = threading.Barrier(len(deeds))
    found: dict[int, Done | BaseException] = {}

    def one(place: int, deed: Callable[[], Done]) -> None:
        try:
            start.wait()
            found[place] = deed()
        except BaseException as fault:  # noqa: BLE001 - what a thread ends with is looked at below
            found[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[place] for place in range(len(deeds))]


@pytest.fixture
def version(transactional_db: None) -> MechanismVersion:
    cast.district()
    return cast.publish()


@pytest.mark.parametrize("drawn", [True, False])
def test_of_two_clerks_assigning_one_matter_one_wins_and_one_is_told(
    version: MechanismVersion, *, drawn: bool
) -> None:
    matter = cast.arrive(version).matter
    matter = cast.do(matter, "accept", "clerk")
    expected = matter.length if drawn else None

    def assign(post: str, unit: str) -> Callable[[], Matter]:
        asked = acting.Asked("assign", {"unit": unit}, expected=expected)
        by = cast.actor(post)
        return lambda: acting.act(matter.number, asked, by=by, now=cast.NOW)

    found = at_once(assign("clerk", "housing"), assign("second-clerk", "water"))
    won = [one for one in found if isinstance(one, Matter)]
    told = [one for one in found if isinstance(one, Refused)]
    assert (len(won), len(told)) == (1, 1), found
    assert told[0].code == ("matter.stale" if drawn else "matter.stage-wrong")
    row = Matter.objects.get()
    assert (row.stage, row.unit_id) == ("assigned", won[0].unit_id)
    assert [entry.kind for entry in entries_of(row)] == ["receive", "accept", "assign"]
    assert verify().ok


def test_two_sweeps_at_once_take_each_step_once(version: MechanismVersion) -> None:
    for _ in range(MATTERS):
        cast.handled(version)
    at = cast.later(days=30)
    found = at_once(*[lambda: sweeping.sweep(now=at)] * 2)
    swept = [one for one in found if isinstance(one, sweeping.Swept)]
    assert len(swept) == 2, found
    assert [one.faults for one in swept] == [0, 0]
    # What one of them passed over, because the other held it, is done by now or by the next.
    left = sweeping.sweep(now=at)
    assert sum(one.matters for one in swept) + left.matters == MATTERS
    assert Entry.objects.filter(kind="tick").count() == MATTERS
    assert Notice.objects.filter(kind="red").count() == MATTERS
    assert Matter.objects.filter(card="red").count() == MATTERS
    assert verify().ok


def test_two_imports_of_one_file_lose_nothing_and_double_nothing(
    version: MechanismVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    shape = maps.read_map(files.MAP.replace("{units}", "record"))
    rows = [files.letter(n, 办理单位=f"第{n % 5}局（演示）") for n in range(LETTERS)]
    data = files.as_csv(*rows)

    def take() -> importing.Imported:
        return importing.import_file(data, shape, version, by=SYSTEM, now=cast.NOW, replay=True)

    found = at_once(take, take)
    done = [one for one in found if isinstance(one, importing.Imported)]
    assert len(done) == 2, found
    assert sum(one.accepted for one in done) == LETTERS
    assert sum(one.known for one in done) == LETTERS
    assert [one.rejected for one in done] == [[], []]
    assert Matter.objects.count() == Content.objects.count() == LETTERS
    assert len(set(Matter.objects.values_list("source_key", flat=True))) == LETTERS
    assert Unit.objects.filter(kind="imported").count() == 5
    assert sum(Series.objects.values_list("last", flat=True)) == LETTERS
    assert verify().ok


def test_numbers_given_out_at_once_are_all_different(version: MechanismVersion) -> None:
    found = at_once(*[lambda: cast.arrive(version).matter.number for _ in range(4)])
    assert sorted(map(str, found)) == [f"REQUESTS-2026-{n:05d}" for n in range(1, 5)]


def test_a_sweep_and_a_reply_at_once_leave_one_history(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    at = cast.later(days=30)
    asked = acting.Asked("contact", {"note": "已联系"})
    by = cast.actor("handler")
    found = at_once(
        lambda: acting.act(matter.number, asked, by=by, now=at).length,
        lambda: sweeping.sweep(now=at).matters,
    )
    assert all(isinstance(one, int) for one in found), found
    sweeping.sweep(now=at)
    kinds = [entry.kind for entry in entries_of(matter)]
    assert sorted(kinds[-2:]) == ["contact", "tick"]
    assert verify().ok


@pytest.mark.usefixtures("version")
def test_one_of_two_takes_the_lease() -> None:
    def take(holder: str) -> Callable[[], bool]:
        return lambda: sweeping.take_lease("sweep", holder, now=cast.NOW)

    found = at_once(take("one"), take("two"))
    assert sorted(map(str, found)) == ["False", "True"]


def test_two_imports_from_two_sources_record_a_unit_once(version: MechanismVersion) -> None:
    def take(source: str) -> Callable[[], importing.Imported]:
        written = files.MAP.replace("{units}", "record").replace("letters", source)
        shape = maps.read_map(written)
        data = files.as_csv(*(files.letter(n, 办理单位="新设的局（演示）") for n in range(5)))
        return lambda: importing.import_file(
            data, shape, version, by=SYSTEM, now=cast.NOW, replay=True
        )

    found = at_once(take("hotline"), take("petitions"))
    done = [one for one in found if isinstance(one, importing.Imported)]
    assert len(done) == 2, found
    assert [one.accepted for one in done] == [5, 5]
    assert sum(one.units_recorded for one in done) == 1
    assert Unit.objects.filter(kind="imported").count() == 1
