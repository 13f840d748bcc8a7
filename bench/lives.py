"""A typical life of a matter, from receipt to striking off, as the kernel sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources

from bihuan.kernel import receiving
from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Action
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts, UnitFact
from bihuan.kernel.step import step
from bihuan.kernel.worktime import LOCAL, Calendar, national_calendar
from bihuan.mechanisms import loading

BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=LOCAL)
CLERK = Actor("1", "office-desk", "petition-office", frozenset({"clerk"}), ("top",), "r")
CALLER = Actor("2", "office-calls", "petition-office", frozenset({"verifier"}), ("top",), "r")
DESK = Actor("3", "housing-desk", "housing", frozenset({"handler"}), ("top",), "r")
HEAD = Actor("4", "top-head", "top", frozenset({"unit-head", "leader"}), (), "r")
FACTS = Facts(
    owner="petition-office",
    verifier="petition-office",
    unit_line=("top",),
    common_superior="petition-office",
    units={"housing": UnitFact("housing", ("top",)), "water": UnitFact("water", ("top",))},
)
"""What the moves below rest on; every one of them is asked of the kernel, none is left out."""

MOVES: tuple[tuple[str, dict[str, object], Actor, timedelta], ...] = (
    ("accept", {}, CLERK, timedelta(hours=2)),
    ("assign", {"unit": "housing"}, CLERK, timedelta(hours=3)),
    ("sign-for", {}, DESK, timedelta(days=1)),
    ("contact", {"note": "已电话联系"}, DESK, timedelta(days=2)),
    ("progress", {"note": "已到现场查看"}, DESK, timedelta(days=5)),
    ("progress", {"note": "施工单位已进场"}, DESK, timedelta(days=20)),
    ("reply", {"closing": "supported", "text": "已修复"}, DESK, timedelta(days=30)),
    (
        "call-back",
        {"contacted": True, "solved": "yes", "satisfied": "yes"},
        CALLER,
        timedelta(days=32),
    ),
    ("strike-off", {}, CLERK, timedelta(days=33)),
)


@dataclass(frozen=True, slots=True)
class Life:
    """A mechanism and the calendar it counts with; `run` plays one matter through it."""

    mechanism: Mechanism
    calendar: Calendar

    def run(self) -> int:
        """Play the whole life; returns how many steps it took."""
        intake = receiving.Intake(
            "PETITION-2026-00001", "web", {"title": "路灯", "text": "路灯不亮"}
        )
        matter = receiving.receive(self.mechanism, intake, self.calendar, BEGAN).matter
        for name, params, by, after in MOVES:
            action = Action(name, dict(params), by)
            matter = step(
                self.mechanism, matter, action, FACTS, self.calendar, BEGAN + after
            ).matter
        return len(MOVES) + 1


def petition() -> Life:
    """The petition of the library, counted with the shipped calendar."""
    body = resources.files("bihuan.mechanisms.library").joinpath("petition.yaml").read_bytes()
    return Life(loading.load(body, "petition.yaml").mechanism, national_calendar("r"))
