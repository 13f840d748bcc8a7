"""Every shipped mechanism goes round the loop in the kernel, from receipt to striking off."""

from datetime import datetime, timedelta

import pytest

from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Action
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts, UnitFact
from bihuan.kernel.matter import Matter
from bihuan.kernel.receiving import Intake, receive
from bihuan.kernel.stages import Stage
from bihuan.kernel.step import step
from bihuan.kernel.worktime import LOCAL
from bihuan.kernel.worktime.announced import national_calendar
from bihuan.mechanisms import library, loading

CALENDAR = national_calendar()
OPENED = datetime(2023, 6, 12, 9, 0, tzinfo=LOCAL)
DUTIES = frozenset({"clerk", "handler", "unit-deputy", "unit-head", "leader", "verifier"})
UNIT = "handling-unit"
ANSWERS = {
    "text": "路灯不亮（演示）",
    "description": "路灯不亮（演示）",
    "phone": "00000000000",
    "enterprise": "某某公司（演示）",
    "park": UNIT,
}


def _actor(unit: str) -> Actor:
    return Actor("person", f"post of {unit}", unit, DUTIES, ("district",), "430000")


class Walk:
    """One matter walked through a mechanism by its office, its unit and a verifier."""

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism
        self.now = OPENED
        fields = {field.name for field in mechanism.fields}
        values = {name: value for name, value in ANSWERS.items() if name in fields}
        intake = Intake("N1", mechanism.channels[0], values)
        self.matter: Matter = receive(mechanism, intake, CALENDAR, self.now).matter
        verifier = mechanism.verify.by if mechanism.verify else "owner"
        self.facts = Facts(
            owner=mechanism.owner,
            verifier={"owner": mechanism.owner, "outside-unit-line": ""}.get(verifier, verifier),
            unit_line=("district",),
            units={UNIT: UnitFact(UNIT, ("district",))},
        )

    def take(self, action: str, by: str, /, **params: object) -> None:
        self.now += timedelta(minutes=10)
        self._step(action, by, params)
        while self.matter.pending is not None:
            duty = self.matter.pending.next_duty
            self._step("sign", self.mechanism.owner if duty in ("owner", "leader") else by, {})

    def _step(self, action: str, unit: str, params: dict[str, object]) -> None:
        asked = Action(action, params, _actor(unit))
        outcome = step(self.mechanism, self.matter, asked, self.facts, CALENDAR, self.now)
        self.matter = outcome.matter


@pytest.mark.parametrize("name", library.names())
def test_a_matter_goes_round(name: str) -> None:
    mechanism = loading.load(library.read(name), name).mechanism
    walk, office = Walk(mechanism), mechanism.owner
    if mechanism.confirm_first:
        walk.take("confirm", office, note="已电话核实")
    walk.take("accept", office)
    assert walk.matter.clock("accept") is None
    walk.take("assign", office, unit=UNIT)
    main = mechanism.main_clock()
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
    walk = Walk(loading.load(library.read("petition"), "petition").mechanism)
    walk.take("accept", "petition-office")
    run = walk.matter.clock("finish")
    assert run is not None
    assert run.due_at is not None
    assert run.due_at.astimezone(LOCAL).date().isoformat() == "2023-08-11"  # 12 June and 60 days
