"""The reports of errors on web sites: records, sites beside them, retired codes, odd statuses."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import importing, publishing
from bihuan.matters.models import Content, Matter
from bihuan.matters.rules import maps
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.models import Unit
from bihuan.registers.parties.rules.directory import RegionFacts

EXAMPLES = Path(__file__).parents[2] / "examples"
PROVINCE = "330000"


@pytest.mark.django_db
def test_every_report_is_taken_or_comes_back_with_its_reason(shared_data: Path) -> None:
    registers.record_region(RegionFacts(PROVINCE, "浙江省", "province"), by=SYSTEM, now=cast.NOW)
    body = (EXAMPLES / "mechanisms" / "website-errors.yaml").read_bytes()
    version = publishing.publish(body, region=PROVINCE, by=SYSTEM, now=cast.NOW)
    shape = maps.read_map((EXAMPLES / "maps" / "website-errors.yaml").read_text("utf-8"))

    def take() -> importing.Imported:
        return importing.import_file(
            (shared_data / "website-errors.jsonl.gz").read_bytes(),
            shape,
            version,
            by=SYSTEM,
            now=cast.NOW.astimezone(LOCAL),
            replay=True,
            sides={"sites": (shared_data / "website-errors-sites.csv.gz").read_bytes()},
        )

    done = take()
    why = Counter(fault.code for fault in done.rejected)
    assert (done.given, done.accepted + len(done.rejected)) == (8124, 8124)
    assert done.accepted == Matter.objects.count() > 0
    assert set(why) == {"row.region-elsewhere", "row.region-unknown", "row.region-retired"}
    # What is of another region leaves nothing behind, not even a unit.
    assert Unit.objects.count() == done.units_recorded <= done.accepted
    statuses = {content.answers["status"] for content in Content.objects.all()}
    assert statuses <= {"1", "22", "13", "20", "12", "19"}
    again = take()
    assert (again.accepted, again.known) == (0, done.accepted)
