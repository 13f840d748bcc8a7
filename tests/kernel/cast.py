"""A mechanism written by hand, the people who act in it, and a matter played through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache

import pytest

from bihuan.kernel import receiving, record
from bihuan.kernel.actor import REQUESTER, SYSTEM, Actor
from bihuan.kernel.case import Action, Effect, Outcome
from bihuan.kernel.declaration import (
    Basis,
    Carry,
    Clock,
    Closing,
    Escalation,
    Extend,
    Field,
    Mechanism,
    Part,
    Rate,
    Refusal,
    Return,
    Review,
    Verify,
)
from bihuan.kernel.facts import Facts, UnitFact
from bihuan.kernel.matter import ClockRun, Matter
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import Stage
from bihuan.kernel.step import step
from bihuan.kernel.worktime import (
    LOCAL,
    Calendar,
    CountFrom,
    DayKind,
    national_calendar,
    parse_span,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=LOCAL)  # a Monday
ENDINGS = frozenset({"closed", "refused", "merged", "withdrawn", "handed-over"})

UNITS = {
    "county": UnitFact("county"),
    "office": UnitFact("office", ("county",)),
    "housing": UnitFact("housing", ("county",)),
    "water": UnitFact("water", ("county",)),
    "station": UnitFact("station", ("housing", "county")),
    "power": UnitFact("power", ("county",), external=True),
}


def actor(post: str, unit: str, *duties: str) -> Actor:
    line = UNITS[unit].line if unit in UNITS else ()
    return Actor(post, post, unit, frozenset(duties), line, "430203")


CLERK = actor("clerk", "office", "clerk")
OFFICE_HEAD = actor("office-head", "office", "unit-head")
VERIFIER = actor("verifier", "office", "verifier")
HANDLER = actor("handler", "housing", "handler")
DEPUTY = actor("deputy", "housing", "unit-deputy")
HEAD = actor("head", "housing", "unit-head")
WATER = actor("water-handler", "water", "handler")
POWER = actor("power-handler", "power", "handler")
STATION = actor("station-handler", "station", "handler")
RULER = actor("county-head", "county", "unit-head")
LEADER = actor("county-leader", "county", "leader")
ADMIN = replace(actor("admin", "office", "clerk", "leader"), administers="security")
OUTSIDER = actor("outsider", "elsewhere", "handler", "unit-head", "clerk", "leader")
LEFT = actor("left", "housing")  # has lost every duty
EVERYBODY = (
    CLERK, OFFICE_HEAD, VERIFIER, HANDLER, DEPUTY, HEAD, WATER, RULER, LEADER, ADMIN, OUTSIDER,
    LEFT, REQUESTER, SYSTEM,
)  # fmt: skip


def clock(name: str, within: str, starts: str, stops: str, /, **rest: object) -> Clock:
    span = parse_span(within)
    hours = within.endswith(("h", "min"))
    return Clock(
        name,
        name,
        span,
        frozenset(starts.split()),
        frozenset(stops.split()) | ENDINGS,
        CountFrom.EVENT if hours else CountFrom.NEXT_DAY,
        **rest,  # type: ignore[arg-type]
    )


def _by_name(*clocks: Clock) -> dict[str, Clock]:
    return {one.name: one for one in clocks}


_CONTESTED = frozenset({"contested"})
_GROUNDS = frozenset({"hearing"})
CLOCKS = _by_name(
    clock("accept", "1wd", "received", "accepted"),
    clock(
        "person", "15wd", "accepted", "replied",
        grounds=_GROUNDS, extend=Extend(1, parse_span("5wd"), "owner", parse_span("1wd")),
    ),
    clock("hard", "30d", "accepted", "replied", classes=frozenset({"complaint"})),
    clock("sign", "1wd", "assigned", "signed returned", silence="sign-for"),
    clock("return", "1wd", "assigned", "signed returned"),
    clock("ruling", "1wd", "returned", "ruled"),
    clock("contact", "8wh", "signed", "contacted"),
    clock(
        "reply", "10wd", "assigned reopened", "replied", pauses=_CONTESTED, grounds=_GROUNDS,
        extend=Extend(2, parse_span("3wd"), "unit-head", judgement="情况复杂"),
    ),
    clock("calling", "3wd", "replied", "called-back"),
    clock("review", "30d", "review-asked rereview-asked", "replied"),
)  # fmt: skip

PLAIN = Mechanism(
    code="loop",
    version="2026-1",
    title="问题闭环（演示）",
    owner="office",
    basis=Basis("石峰区（演示）", "办法", "assumed", "", date(2026, 1, 1), None),
    channels=("web", "hotline"),
    fields=(
        Field("title", "标题", "line", required=True),
        Field("text", "内容", "text", required=True),
        Field("topic", "类别", "choice", choices={"power": "用电", "road": "道路"}),
        Field("firms", "户数", "number", least=1, most=500),
        Field("contact", "联系人", "name", personal=True),
    ),
    clocks=CLOCKS,
    closings={
        "solved": Closing("solved", "实际解决", solves=True),
        "partly": Closing("partly", "部分解决", solves=False),
        "explained": Closing("explained", "解释说明", solves=False),
    },
    classes={"consult": "咨询", "complaint": "投诉"},
    refusals={"in-court": Refusal("in-court", "涉诉", "诉讼程序")},
    returns=Return(("reason", "suggested_unit"), "common_superior", "unless-new-facts"),
    escalations=(
        Escalation("reply", parse_span("-1wd"), "remind", ("handler",)),
        Escalation("reply", parse_span("0"), "yellow", ("handler", "unit-head")),
        Escalation("reply", parse_span("3wd"), "red", ("unit-head", "leader"), draft="urge"),
    ),
    verify=Verify("outside-unit-line"),
    rate=Rate(),
    carry=Carry(2, parse_span("3mo")),
    reviews=(
        Review("review", parse_span("30d")),
        Review("rereview", parse_span("30d")),
    ),
    letters={"order": "交办单", "urge": "督办单"},
    grounds={"hearing": "听证"},
    quiet=(time(22), time(7)),
    title_field="title",
    text_field="text",
)
SIGNED = replace(
    PLAIN,
    signoffs={"reply": ("unit-deputy", "unit-head"), "strike-off": ("leader",)},
)
FAMILY = replace(
    PLAIN, parts=(Part("survey", "勘察", "water"), Part("build", "施工", "power", ("survey",)))
)
CALENDAR = national_calendar("430203", 1)
# A later revision in which the weekends of March are worked.
WORKED_THROUGH = Calendar(
    "430203",
    2,
    {
        **CALENDAR.days,
        **{date(2026, 3, day): (DayKind.MAKE_UP, "加班") for day in (7, 8, 14, 15, 21, 22)},
    },
    CALENDAR.announced,
)
INTAKE = receiving.Intake("LOOP-1", "web", {"title": "路灯", "text": "路灯不亮", "topic": "power"})

ANSWERS: Mapping[str, Mapping[str, object]] = {
    "confirm": {"note": "已电话核实"},
    "refuse": {"ground": "in-court", "reason": "已起诉"},
    "reconsider": {"reason": "已撤诉"},
    "unmerge": {"reason": "并非同一事项"},
    "merge": {"into": "LOOP-0", "reason": "同一事项"},
    "assign": {"unit": "housing"},
    "return": {"reason": "非本单位职责", "suggested": "water"},
    "rule": {"unit": "housing", "reason": "三定规定"},
    "pass-on": {"desk": "handler-2"},
    "contact": {"note": "已联系"},
    "progress": {"note": "已进场"},
    "refer-up": {"unit": "power", "note": "请协调"},
    "extend": {"clock": "person", "by": "5wd", "reason": "需采购"},
    "suspend": {"ground": "hearing", "reason": "听证"},
    "resume": {"reason": "听证结束"},
    "reply": {"closing": "solved", "text": "已修复"},
    "call-back": {"contacted": "yes", "solved": "yes", "satisfied": "yes"},
    "reopen": {"reason": "仍未解决"},
    "rate": {"solved": "yes", "stars": "5"},
    "carry": {"until": "2026-04-30", "reason": "待资金"},
    "ask-review": {"reason": "不服答复"},
    "withdraw": {"reason": "自行解决"},
    "hand-over": {"to": "区法院", "reason": "法定途径"},
    "recall": {"reason": "派错单位"},
    "reclassify": {"class": "consult", "reason": "实为咨询"},
    "correct": {"entry": "1", "field": "title", "value": "路灯（更正）", "reason": "笔误"},
    "set-date": {"until": "2026-03-31", "source": "县长批示"},
    "platform": {"platform": "12345", "platform_number": "A-1"},
    "notice": {"kind": "accepted", "to": "来信人", "note": "告知"},
    "decline": {"reason": "再核"},
}


class Story:
    """One matter as it is played: who does what, when, and what came of it."""

    def __init__(self, mechanism: Mechanism = PLAIN, **intake: object) -> None:
        self.mechanism = mechanism
        self.calendar: Calendar = CALENDAR
        self.now = NOW
        self.outcome: Outcome = receiving.receive(
            mechanism,
            replace(INTAKE, **intake),
            CALENDAR,
            NOW,  # type: ignore[arg-type]
        )
        self.history = [self.outcome.entry]
        self.known: dict[str, object] = {}

    @property
    def matter(self) -> Matter:
        return self.outcome.matter

    @property
    def stage(self) -> str:
        return self.matter.stage.value

    def facts(self, **known: object) -> Facts:
        """What the directory would say of the matter as it stands."""
        unit = UNITS.get(self.matter.unit or "")
        found = Facts(
            owner="office",
            owner_line=("county",),
            unit_line=unit.line if unit else (),
            common_superior="county",
            superior=unit.line[0] if unit and unit.line else None,
            units=UNITS,
            external=bool(unit and unit.external),
        )
        return replace(found, **{**self.known, **known})  # type: ignore[arg-type]

    def do(self, name: str, by: Actor, /, **given: object) -> Story:
        """Make a move with the usual answers, but for those given."""
        origin = str(given.pop("origin", "observed"))
        params = {**ANSWERS.get(name, {}), **given}
        action = Action(name, params, by, origin)
        self.outcome = step(
            self.mechanism, self.matter, action, self.facts(), self.calendar, self.now
        )
        self.history.append(self.outcome.entry)
        return self

    def refuses(self, code: str, name: str, by: Actor, /, **given: object) -> Refused:
        """The move is refused with this code, and nothing has changed."""
        before, outcome, told = record.to_record(self.matter), self.outcome, len(self.history)
        with pytest.raises(Refused) as caught:
            self.do(name, by, **given)
        assert caught.value.code == code
        assert record.to_record(self.matter) == before
        assert (self.outcome, len(self.history)) == (outcome, told)
        assert "{" not in str(caught.value)
        return caught.value

    def later(self, **passed: float) -> Story:
        self.now += timedelta(**passed)
        return self

    def on(self, day: str, at: str = "10:00") -> Story:
        """Go forward to this day and time."""
        moment = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=LOCAL)
        assert moment >= self.now
        self.now = moment
        return self

    def run(self, name: str) -> ClockRun:
        """The last run of that clock in this cycle."""
        return next(run for run in reversed(self.matter.clocks) if run.name == name)

    def due(self, name: str) -> str:
        found = self.run(name).effective
        return found.strftime("%Y-%m-%d %H:%M") if found else ""

    def effects(self, kind: str) -> list[Mapping[str, object]]:
        return [effect.data for effect in self.outcome.effects if effect.kind == kind]


WAYS: Mapping[Stage, tuple[tuple[str, Actor], ...]] = {
    Stage.RECEIVED: (),
    Stage.ACCEPTED: (("accept", CLERK),),
    Stage.ASSIGNED: (("accept", CLERK), ("assign", CLERK)),
    Stage.CONTESTED: (("accept", CLERK), ("assign", CLERK), ("return", HANDLER)),
    Stage.HANDLING: (("accept", CLERK), ("assign", CLERK), ("sign-for", HANDLER)),
    Stage.REPLIED: (
        ("accept", CLERK), ("assign", CLERK), ("sign-for", HANDLER), ("reply", HANDLER),
    ),
    Stage.CLOSED: (
        ("accept", CLERK), ("assign", CLERK), ("sign-for", HANDLER), ("reply", HANDLER),
        ("call-back", VERIFIER), ("strike-off", CLERK),
    ),
    Stage.REFUSED: (("refuse", CLERK),),
    Stage.MERGED: (("merge", CLERK),),
    Stage.WITHDRAWN: (("withdraw", REQUESTER),),
    Stage.HANDED_OVER: (("hand-over", CLERK),),
}  # fmt: skip


def at(stage: Stage | str, mechanism: Mechanism = PLAIN, **intake: object) -> Story:
    """A matter brought to this stage by the shortest way."""
    story = Story(mechanism, **intake)
    for name, by in WAYS[Stage(stage)]:
        story.do(name, by)
    return story


@cache
def part(unit: str = "water", *, waits: bool = False) -> Matter:
    """A part of a matter, as assigning opens it."""
    planned = Effect(
        "part", {"unit": unit, "role": "assist", "after": ["survey"] if waits else []}
    )
    parent = at(Stage.HANDLING).matter
    outcome = receiving.part_of(
        parent, planned, "LOOP-1/1", mechanism=PLAIN, calendar=CALENDAR, now=NOW
    )
    return outcome.matter
