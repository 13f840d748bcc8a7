from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bihuan.config import demonstration
from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.models import Matter, Notice, Rating, Repeat
from bihuan.registers.journal import verification
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.models import Person, Region
from bihuan.registers.parties.rules.directory import RegionFacts
from bihuan.web import demonstration as tokens

pytestmark = pytest.mark.django_db
MIDDAY = datetime(2026, 11, 19, 11, 30, tzinfo=LOCAL)


@pytest.fixture(autouse=True)
def _no_demonstration_afterwards(settings: Any) -> None:
    settings.BIHUAN_DEMONSTRATION = False


def test_every_queue_holds_something(tmp_path: Path) -> None:
    assert demonstration.build(tmp_path, MIDDAY) == Matter.objects.filter(parent=None).count()
    stages = set(Matter.objects.values_list("stage", flat=True))
    assert stages == {
        "received", "accepted", "assigned", "contested", "handling", "replied", "closed",
        "refused", "merged", "withdrawn", "handed-over",
    }  # fmt: skip
    cards = set(Matter.objects.values_list("card", flat=True))
    assert cards == {"", "yellow", "red"}
    duties = set(Matter.objects.values_list("pending_duty", flat=True))
    assert duties == {"", "leader", "unit-deputy", "unit-head"}
    assert Matter.objects.filter(carried_until__isnull=False, stage="handling").exists()
    assert Matter.objects.filter(restricted=True).count() == 7
    assert Matter.objects.filter(cycle=2, stage="handling").exists()
    assert {"yellow", "red", "report", "raise", "draft"} <= set(
        Notice.objects.values_list("kind", flat=True)
    )
    assert Rating.objects.count() == 5
    assert Repeat.objects.count() == 1
    assert verification.verify().ok


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 2, 21, 0, 5, tzinfo=LOCAL),  # in the middle of the Spring Festival
        datetime(2026, 10, 31, 23, 50, tzinfo=LOCAL),  # on a Saturday night
        datetime(2026, 1, 5, 8, 0, tzinfo=LOCAL),  # at the turn of the year
    ],
)
def test_it_can_be_built_at_any_hour(tmp_path: Path, now: datetime) -> None:
    assert demonstration.build(tmp_path, now) == 52


def test_everybody_in_it_is_marked(tmp_path: Path) -> None:
    demonstration.build(tmp_path, MIDDAY)
    assert all(name.endswith("（演示）") for name in Person.objects.values_list("name", flat=True))
    region = Region.objects.get()
    assert (region.code, region.name) == ("demo-linjiang", "临江区（演示）")
    assert (tmp_path / "demonstration").exists()


def test_it_is_built_once(tmp_path: Path) -> None:
    demonstration.build(tmp_path, MIDDAY)
    before = list(Matter.objects.order_by("pk").values_list("pk", "length"))
    assert demonstration.build(tmp_path, MIDDAY) == len(before)
    assert list(Matter.objects.order_by("pk").values_list("pk", "length")) == before


def test_an_installation_with_data_is_left_alone(tmp_path: Path) -> None:
    registers.record_region(RegionFacts("lake", "湖区", "county"), by=SYSTEM, now=MIDDAY)
    with pytest.raises(Refused) as refusal:
        demonstration.build(tmp_path, MIDDAY)
    assert refusal.value.code == "demonstration.has-data"
    assert not (tmp_path / "demonstration").exists()
    assert Region.objects.count() == 1


def test_each_link_names_its_account(tmp_path: Path) -> None:
    demonstration.build(tmp_path, MIDDAY)
    found = demonstration.links("http://127.0.0.1:8000", on=MIDDAY.date())
    assert {link.username for link in found} >= {"system", "security", "audit"}
    for link in found:
        assert link.address.startswith("http://127.0.0.1:8000/demo/")
        token = link.address.split("/")[4]
        assert tokens.read(token) == link.username


def test_there_are_no_links_elsewhere(tmp_path: Path, settings: Any) -> None:
    demonstration.build(tmp_path, MIDDAY)
    token = tokens.make("officer022")
    settings.BIHUAN_DEMONSTRATION = False
    for refused in (lambda: tokens.make("officer022"), lambda: tokens.read(token)):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.code == "demonstration.absent"


def test_an_altered_link_opens_nothing(settings: Any) -> None:
    settings.BIHUAN_DEMONSTRATION = True
    with pytest.raises(Refused) as refusal:
        tokens.read(tokens.make("officer022")[:-1] + "x")
    assert refusal.value.code == "demonstration.link-over"
