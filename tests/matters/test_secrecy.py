"""What was tried against secrecy and the record, and no longer works."""

from __future__ import annotations

import pytest
from tests.matters import cast
from tests.matters.test_restricted import assigned, publish, readers

from bihuan.kernel.refused import Refused
from bihuan.matters.actions import rebuilding
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.registers.journal.queries import entries_of


@pytest.fixture
def version(db: None) -> MechanismVersion:
    cast.district()
    return publish()


def test_a_unit_found_to_be_complained_of_reads_it_no_longer(version: MechanismVersion) -> None:
    matter = assigned(version)
    assert "handler" in readers(matter)
    correction = {"entry": "1", "field": "whom", "reason": "来信人补充"}
    matter = cast.do(matter, "correct", "member", value="housing", **correction)
    assert matter.state["accused"] == ["housing"]
    assert readers(matter) == {"member"}
    assert rebuilding.differing(matter.pk, list(entries_of(matter))) is None
    with pytest.raises(Refused) as refused:
        cast.do(matter, "correct", "member", value="nowhere", **correction)
    assert refused.value.code == "matter.unit-unknown"
    matter.refresh_from_db()
    assert matter.state["accused"] == ["housing"]


def test_nobody_learns_by_merging_whether_a_restricted_matter_is_open(
    version: MechanismVersion,
) -> None:
    hidden = assigned(version)
    matter = cast.arrive(cast.publish()).matter
    for into in (hidden.number, "INSPECTION-2026-99999", "a\0b"):
        with pytest.raises(Refused) as refused:
            cast.do(matter, "merge", "clerk", into=into, reason="重复")
        assert refused.value.code == "matter.merge-ended"
    matter.refresh_from_db()
    assert matter.stage == "received"


@pytest.mark.parametrize(
    ("column", "value"),
    [("mechanism", "other"), ("record_only", True), ("restricted", False), ("channel", "web")],
)
def test_what_a_row_holds_from_its_receipt_is_told_by_its_chain(
    version: MechanismVersion, column: str, value: object
) -> None:
    matter = assigned(version)
    assert rebuilding.differing(matter.pk, list(entries_of(matter))) is None
    Matter.objects.filter(pk=matter.pk).update(**{column: value})
    assert rebuilding.differing(matter.pk, list(entries_of(matter))) == column
