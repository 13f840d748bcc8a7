"""One matter walked through a mechanism in the kernel, by its office, its unit and a verifier."""

from datetime import date, datetime, timedelta

from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Action, Effect
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts, UnitFact
from bihuan.kernel.matter import Matter
from bihuan.kernel.receiving import Intake, receive
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
    "unit": UNIT,
    "lead": UNIT,
    "link": UNIT,
    "title": "路灯不亮（演示）",
    "group": "firms",
    "medium": "某报（演示）",
    "leader": "某领导（演示）",
    "noted": "2023-06-12",
    "deputy": "某代表（演示）",
    "month": "2023-06",
    "gap": "20",
    "due": "2023-06-30",
    "river": "某河（演示）",
    "place": "某桥（演示）",
    "able": "self",
}


def _actor(unit: str) -> Actor:
    return Actor("person", f"post of {unit}", unit, DUTIES, ("district",), "430000")


def shipped(name: str) -> Mechanism:
    """A shipped mechanism, ready to run."""
    return loading.load(library.read(name), name).mechanism


class Walk:
    """A matter on its way; `channel`, `class_` and answers say how it came in."""

    def __init__(
        self, mechanism: Mechanism, *, channel: str = "", class_: str = "", **answers: object
    ) -> None:
        self.mechanism = mechanism
        self.now = OPENED
        self.effects: list[Effect] = []
        fields = {field.name for field in mechanism.fields}
        values: dict[str, object] = {n: v for n, v in ANSWERS.items() if n in fields}
        intake = Intake("N1", channel or mechanism.channels[0], values | answers, class_)
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
        self.effects += outcome.effects

    def due(self, clock: str) -> date:
        """The day a clock that runs is due."""
        run = self.matter.clock(clock)
        assert run is not None, clock
        assert run.effective is not None
        return run.effective.astimezone(LOCAL).date()
