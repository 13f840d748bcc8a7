from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bihuan.config import chores
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.registers.journal.models import Anchor

EVENING = datetime(2026, 2, 13, 23, 58, tzinfo=LOCAL)
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_journal_is_anchored_once_a_day() -> None:
    for minutes in range(4):
        chores.do(EVENING + timedelta(minutes=minutes))
    made = Anchor.objects.order_by("number").values_list("made_at", flat=True)
    assert list(made) == [EVENING, EVENING + timedelta(minutes=2)]


def test_a_busy_journal_is_anchored_a_minute_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_now: datetime) -> Anchor:
        raise Refused("journal.busy")

    with monkeypatch.context() as patch:
        patch.setattr(chores.anchors, "make_anchor", busy)
        assert chores.anchor_daily(EVENING) is None
    assert Anchor.objects.count() == 0
    later = chores.anchor_daily(EVENING + timedelta(minutes=1))
    assert later is not None
    assert later.number == 1


def test_one_machine_of_many_holds_the_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []
    monkeypatch.setattr(chores, "do", done.append)
    chores.ticker().tick()
    monkeypatch.setattr(chores.socket, "gethostname", lambda: "elsewhere")
    chores.ticker().tick()
    assert len(done) == 1


def test_a_machine_that_starts_again_has_its_lease_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[datetime] = []
    monkeypatch.setattr(chores, "do", done.append)
    chores.ticker().tick()
    chores.ticker().tick()
    assert len(done) == 2
