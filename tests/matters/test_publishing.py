"""A mechanism is put into force only where somebody is there to run it."""

import pytest
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import publishing
from bihuan.matters.models import MechanismVersion
from bihuan.registers.journal.verification import verify
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.rules.directory import RegionFacts

pytestmark = pytest.mark.django_db


def test_an_owner_that_is_not_on_record_is_refused_and_nothing_is_kept(
    version: MechanismVersion,
) -> None:
    before = MechanismVersion.objects.count()
    body = cast.DECLARED.format(
        code="other", owner="no-such-unit", verifier="owner", restricted="false"
    )
    with pytest.raises(Refused) as refused:
        publishing.publish(body.encode(), region=cast.REGION, by=SYSTEM, now=cast.NOW)
    assert refused.value.code == "mechanism.owner-unknown"
    assert refused.value.facts["owner"] == "no-such-unit"
    assert MechanismVersion.objects.count() == before


def test_before_the_first_unit_is_on_record_any_owner_will_do(db: None) -> None:
    region = RegionFacts("430203", "石峰区", "county")
    registers.record_region(region, by=SYSTEM, now=cast.NOW)
    declared = cast.DECLARED.format(
        code="early", owner="office-to-come", verifier="outside-unit-line", restricted="false"
    )
    version = publishing.publish(declared.encode(), region="430203", by=SYSTEM, now=cast.NOW)
    assert version.owner == "office-to-come"


@pytest.mark.parametrize("change", [{"body": b"mechanism: other\n"}, {"sha256": "0" * 64}, {}])
def test_a_version_changed_behind_the_book_is_named(
    version: MechanismVersion, change: dict[str, object]
) -> None:
    assert verify().first_fault is None
    row = MechanismVersion.objects.filter(pk=version.pk)
    if change:
        row.update(**change)
    else:
        row.delete()
    fault = verify().first_fault
    assert fault
    assert fault.facts["difference"] == f"{version.code} {version.version}"
