"""A small world for the state machine: matters, their parts, and what a directory would say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.kernel import cast

from bihuan.kernel import receiving
from bihuan.kernel.actor import REQUESTER, SYSTEM, Actor
from bihuan.kernel.case import Action, Effect, Entry, Outcome
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts
from bihuan.kernel.matter import Matter
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import ENDED, OPEN, Stage
from bihuan.kernel.step import needs, step
from bihuan.kernel.worktime import Calendar

MECHANISMS = (
    cast.FAMILY,
    replace(
        cast.FAMILY,
        signoffs={
            "reply": ("unit-deputy", "unit-head"),
            "strike-off": ("leader",),
            "return": ("unit-head",),
            "assign": ("unit-head",),
            "hand-over": ("owner",),
            "reopen": ("leader",),
        },
    ),
    replace(cast.PLAIN, verify=None, carry=None, signoffs={"recall": ("unit-head",)}),
    cast.PLAIN,
)
CALENDARS = (cast.CALENDAR, cast.WORKED_THROUGH, replace(cast.CALENDAR, revision=3))
BY_REVISION = {calendar.revision: calendar for calendar in CALENDARS}
BUREAUS = ("housing", "water", "station", "power", "county")
DESKS = tuple(
    cast.actor(f"{unit}-{duty}", unit, duty)
    for unit in BUREAUS
    for duty in ("handler", "unit-deputy", "unit-head")
)
ACTORS = (*cast.EVERYBODY, *DESKS)


@dataclass
class Family:
    """What the rows around a matter say: its parent, its place in the plan, its history."""

    matter: Matter
    parent: str = ""
    key: str = ""
    after: tuple[str, ...] = ()
    history: list[Entry] = field(default_factory=list)


class World:
    """Matters that move as the application would move them, one step at a time."""

    def __init__(self, mechanism: Mechanism) -> None:
        self.mechanism = mechanism
        self.calendar: Calendar = CALENDARS[0]
        self.now: datetime = cast.NOW
        self.all: dict[str, Family] = {}
        for number in ("A", "B"):
            self.receive(number)

    def receive(self, number: str) -> None:
        intake = replace(cast.INTAKE, number=number, accused=("street",))
        outcome = receiving.receive(self.mechanism, intake, self.calendar, self.now)
        self.all[number] = Family(outcome.matter, history=[outcome.entry])

    def leading(self, number: str) -> Matter:
        """Where a merged matter is handled: the way there never comes back to itself."""
        seen = [number]
        while self.all[seen[-1]].matter.stage is Stage.MERGED:
            seen.append(self.all[seen[-1]].matter.into)
            assert seen.count(seen[-1]) == 1, seen
        return self.all[seen[-1]].matter

    def parts(self, number: str) -> Iterator[Family]:
        return (one for one in self.all.values() if one.parent == number)

    def ended(self, number: str) -> bool:
        return self.all[number].matter.stage in ENDED

    def facts(self, number: str, name: str, params: dict[str, object]) -> Facts:
        """The facts the application would fetch, and no more than `needs` asks for."""
        here = self.all[number]
        unit = cast.UNITS.get(here.matter.unit or "")
        asked = needs(here.matter, name)
        parent = self.all[here.parent].matter if here.parent else None
        found = Facts(
            owner="office",
            owner_line=("county",),
            unit_line=unit.line if unit else (),
            parent_unit=parent.unit if parent else None,
            external=bool(unit and unit.external),
            units=cast.UNITS if "units" in asked else {},
            common_superior="county" if "common_superior" in asked else None,
        )
        if "superior" in asked and unit and unit.line:
            found = replace(found, superior=unit.line[0])
        return replace(found, **self._around(here, asked, params))

    def _around(
        self, here: Family, asked: frozenset[str], params: dict[str, object]
    ) -> dict[str, object]:
        number, into = here.matter.number, str(params.get("into"))
        siblings = {one.key: one.matter for one in self.parts(here.parent)} if here.parent else {}
        known = {
            "open_parts": sum(not self.ended(p.matter.number) for p in self.parts(number)),
            "open_predecessors": sum(siblings[key].stage in OPEN for key in here.after),
            "parent_ended": bool(here.parent) and self.ended(here.parent),
            "into_open": into in self.all and not self.ended(into),
            "into_answered": self.leading(number).stage in (Stage.REPLIED, Stage.CLOSED),
            "merged_here": sum(
                one.matter.into == number and one.matter.stage is Stage.MERGED
                for one in self.all.values()
            ),
        }
        return {name: value for name, value in known.items() if name in asked}

    def act(
        self,
        number: str,
        name: str,
        by: Actor,
        params: dict[str, object],
        origin: str = "observed",
    ) -> Outcome:
        """One move and all that follows from it; refused, nothing has changed."""
        here = self.all[number]
        facts = self.facts(number, name, self._params(here, name, params))
        action = Action(name, params, by, origin)
        outcome = step(self.mechanism, here.matter, action, facts, self.calendar, self.now)
        here.matter = outcome.matter
        here.history.append(outcome.entry)
        for effect in outcome.effects:
            self._follow(number, effect)
        return outcome

    def _params(self, here: Family, name: str, params: dict[str, object]) -> dict[str, object]:
        pending = here.matter.pending
        return pending.params if name == "sign" and pending else params

    def _follow(self, number: str, effect: Effect) -> None:
        match effect.kind:
            case "part":
                self._open_part(number, effect)
            case "act":
                self.act(number, str(effect.data["action"]), SYSTEM, {})
            case "release-parts":
                self._release(number)

    def _open_part(self, number: str, effect: Effect) -> None:
        place = f"{number}/{sum(1 for _ in self.parts(number)) + 1}"
        outcome = receiving.part_of(
            self.all[number].matter,
            effect,
            place,
            mechanism=self.mechanism,
            calendar=self.calendar,
            now=self.now,
        )
        after = effect.data.get("after") or []
        assert isinstance(after, list)
        key = str(effect.data["role"])
        self.all[place] = Family(
            outcome.matter,
            number,
            place if key == "assist" else key,
            tuple(after),
            [outcome.entry],
        )

    def _release(self, number: str) -> None:
        parent = self.all[number].parent
        for one in list(self.parts(parent)) if parent else []:
            waits = one.matter.stage is Stage.ACCEPTED and one.after and one.matter.unit
            if waits and all(
                p.matter.stage in ENDED for p in self.parts(parent) if p.key in one.after
            ):
                self.act(one.matter.number, "release", SYSTEM, {})

    def sweep(self) -> None:
        """What the sweep does: a tick for each matter of which something has fallen due."""
        for number, one in list(self.all.items()):
            due = one.matter.next_due_at
            if due is not None and due <= self.now:
                self.act(number, "tick", SYSTEM, {})

    def revise(self) -> None:
        """The next revision of the calendar, and every open matter counted under it."""
        place = (CALENDARS.index(self.calendar) + 1) % len(CALENDARS)
        self.calendar = CALENDARS[place]
        for number in list(self.all):
            if not self.ended(number):
                self.act(number, "recount", SYSTEM, {})

    def pass_time(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def finish(self) -> None:
        """End everything that is open by moves anybody entitled could make: parts, then wholes."""
        for number in sorted(self.all, key=len, reverse=True):
            for _ in range(12):
                if self.ended(number):
                    break
                self._towards_the_end(number)
            assert self.ended(number), f"{number} is lost at {self.all[number].matter.stage}"

    def _towards_the_end(self, number: str) -> None:
        matter = self.all[number].matter
        if matter.pending is not None:
            self._sign_or_decline(number)
            return
        name, by = _WAYS_OUT[matter.stage]
        self.act(number, name, by, dict(cast.ANSWERS.get(name, {})))

    def _sign_or_decline(self, number: str) -> None:
        pending = self.all[number].matter.pending
        wanted = pending is not None and pending.action in ("hand-over", "recall", "reopen")
        for by in ACTORS if wanted else ():
            try:
                self.act(number, "sign", by, {})
            except Refused:
                continue
            return
        self.act(number, "decline", cast.OFFICE_HEAD, {"reason": "另行处理"})


# One legitimate move nearer the end from every open stage.
_WAYS_OUT = {
    Stage.RECEIVED: ("refuse", cast.CLERK),
    Stage.ACCEPTED: ("hand-over", cast.CLERK),
    Stage.ASSIGNED: ("recall", cast.CLERK),
    Stage.CONTESTED: ("recall", cast.CLERK),
    Stage.HANDLING: ("hand-over", cast.CLERK),
    Stage.REPLIED: ("reopen", cast.LEADER),
}
PERSON = REQUESTER
