"""Every shipped mechanism goes round the loop in the kernel, from receipt to striking off."""

import pytest
from tests.mechanisms.walking import LOCAL, UNIT, Walk, shipped

from bihuan.kernel.stages import Stage
from bihuan.mechanisms import library


@pytest.mark.parametrize("name", library.names())
def test_a_matter_goes_round(name: str) -> None:
    mechanism = shipped(name)
    walk, office = Walk(mechanism), mechanism.owner
    if mechanism.confirm_first:
        walk.take("confirm", office, note="已电话核实")
    walk.take("accept", office)
    assert walk.matter.clock("accept") is None
    walk.take("assign", office, unit=UNIT)
    main = mechanism.main_clock(walk.matter.class_)
    assert walk.matter.clock(main) is not None
    walk.take("sign-for", UNIT)
    walk.take("contact", UNIT, note="已联系")
    kind = next(code for code, closing in mechanism.closings.items() if closing.solves)
    walk.take("reply", UNIT, closing=kind, text="已修好")
    assert walk.matter.stage is Stage.REPLIED
    assert walk.matter.clock(main) is None
    walk.take("call-back", office, contacted="yes", solved="yes", satisfied="yes")
    walk.take("strike-off", office)
    assert walk.matter.stage is Stage.CLOSED
    assert walk.matter.closing_kind == kind
    assert [run.name for run in walk.matter.clocks if run.running] == []


def test_a_petition_is_due_in_sixty_days() -> None:
    walk = Walk(shipped("petition"))
    walk.take("accept", "petition-office")
    run = walk.matter.clock("finish")
    assert run is not None
    assert run.due_at is not None
    assert run.due_at.astimezone(LOCAL).date().isoformat() == "2023-08-11"  # 12 June and 60 days
