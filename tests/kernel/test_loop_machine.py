"""Anybody does anything in any order: what the loop never does, whatever they do."""

from __future__ import annotations

import json
from datetime import datetime

from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.kernel import cast, world

from bihuan.kernel import clocks, record
from bihuan.kernel.actor import REQUESTER, SYSTEM, Actor
from bihuan.kernel.case import Action, Outcome
from bihuan.kernel.matter import ClockRun, Matter
from bihuan.kernel.moves import MOVES
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import ENDED, ENDED_OUTSIDE, Stage
from bihuan.kernel.step import moves_open
from bihuan.kernel.verdicts import verdict

_YES = ("yes", "partly", "no", "unknown")
_DAYS = ("2026-03-04", "2026-03-20", "2026-04-30", "2026-06-01", "2026-12-31")
_CLOCKS = ("", *cast.CLOCKS)
# What an answer may be, besides the usual one.
OTHER: dict[str, tuple[object, ...]] = {
    "unit": tuple(cast.UNITS),
    "suggested": tuple(cast.UNITS),
    "assist": ([], ["station"], ["water", "power"]),
    "clock": _CLOCKS,
    "until": _DAYS,
    "closing": tuple(cast.PLAIN.closings),
    "class": tuple(cast.PLAIN.classes),
    "solved": _YES,
    "satisfied": _YES,
    "contacted": ("yes", "no"),
    "into": ("A", "B", "A/1"),
    "new_facts": ("", " ", "产权已变更"),
    "judgement": ("", "情况复杂"),
    "by": ("1wd", "3wd", "5wd"),
    "field": ("title", "text", "stage"),
}
ONWARD: dict[str, tuple[str, ...]] = {
    "received": ("accept",),
    "accepted": ("assign", "release"),
    "assigned": ("sign-for", "return"),
    "contested": ("rule",),
    "handling": ("reply", "contact", "suspend", "recall"),
    "replied": ("call-back", "strike-off", "reopen", "rate"),
    "closed": ("ask-review", "reopen"),
}
DEPARTING = {"refuse", "merge", "withdraw", "hand-over", "recall"}
ORIGINS = ("observed", "imported", "inferred")
ENDING = ("hand-over", "merge", "refuse", "strike-off", "withdraw")


class Loop(RuleBasedStateMachine):
    """The world, and a second memory of what happened in it, kept without the kernel."""

    world: world.World

    @initialize(mechanism=strategies.sampled_from(world.MECHANISMS))
    def begin(self, mechanism: cast.Mechanism) -> None:
        self.world = world.World(mechanism)
        self.ruled: set[tuple[str, str]] = set()
        self.merged: dict[str, Matter] = {}
        self.signatures: dict[str, list[str]] = {}
        self.lengths: dict[str, int] = {}

    # --- what may happen

    @rule(data=strategies.data(), steps=strategies.integers(1, 8))
    def some_steps_onward(self, data: strategies.DataObject, steps: int) -> None:
        """What usually comes next, so that the play gets round the whole loop."""
        number = data.draw(strategies.sampled_from(sorted(self.world.all)))
        for _ in range(steps):
            self._onward(number, data)

    @rule(data=strategies.data())
    def a_move_that_is_open(self, data: strategies.DataObject) -> None:
        number = data.draw(strategies.sampled_from(sorted(self.world.all)))
        by = data.draw(strategies.sampled_from(world.ACTORS))
        names = set(self._open_to(self.world.all[number].matter, by)) - {"tick", "recount"}
        if data.draw(strategies.integers(0, 7)):
            names -= DEPARTING
        if names:
            name = data.draw(strategies.sampled_from(sorted(names)))
            self._try(number, name, by, self._answers(data, name))

    @rule(data=strategies.data())
    def any_move_by_anybody(self, data: strategies.DataObject) -> None:
        number = data.draw(strategies.sampled_from(sorted(self.world.all)))
        name = data.draw(strategies.sampled_from(sorted(MOVES)))
        by = data.draw(strategies.sampled_from(world.ACTORS))
        self._try(number, name, by, self._answers(data, name))

    @rule(minutes=strategies.sampled_from((1, 45, 600, 1440, 4320, 20160)))
    def time_passes(self, minutes: int) -> None:
        self.world.pass_time(minutes)

    @rule(minutes=strategies.sampled_from((0, 4320)))
    def the_sweep_comes_round(self, minutes: int) -> None:
        self.world.pass_time(minutes)
        self.world.sweep()
        for one in self.world.all.values():
            assert one.matter.next_due_at is None or one.matter.next_due_at > self.world.now

    @rule()
    def a_notice_revises_the_calendar(self) -> None:
        now = self.world.now
        in_time = [(number, i) for number, i, run in self._placed() if not _late(run, now)]
        self.world.revise()
        for number, place in in_time:
            assert not _late(self.world.all[number].matter.clocks[place], now)

    @rule()
    def somebody_would_be_done_with_what_has_open_parts(self) -> None:
        for number in sorted(self.world.all):
            if any(not self.world.ended(p.matter.number) for p in self.world.parts(number)):
                for name in ENDING:
                    for by in (cast.CLERK, cast.LEADER, REQUESTER, SYSTEM):
                        self._try(number, name, by, dict(cast.ANSWERS.get(name, {})))

    def teardown(self) -> None:
        """Whatever state was reached, moves that people may make bring all of it to an end; and
        no part comes back from there while its parent stays away.
        """
        if not hasattr(self, "world"):
            return
        self.world.finish()
        self._all_holds()
        for number in sorted(self.world.all, key=len, reverse=True):
            for name in ("unmerge", "reopen", "reconsider"):
                self._try(number, name, cast.LEADER, {"reason": "再查"})
                self._all_holds()

    def _all_holds(self) -> None:
        self.no_parent_ends_before_its_parts()
        self.what_ended_has_no_clock_and_what_is_open_owes_its_signatures()
        self.only_what_the_person_confirmed_is_solved()

    # --- what must hold

    @invariant()
    def nothing_is_lost(self) -> None:
        for number, one in self.world.all.items():
            matter, length = one.matter, len(one.history)
            assert length >= self.lengths.get(number, 1)
            self.lengths[number] = length
            assert (matter.number, isinstance(matter.stage, Stage)) == (number, True)
            held = matter.stage not in (Stage.RECEIVED, Stage.ACCEPTED) and (
                matter.stage not in ENDED_OUTSIDE
            )
            assert matter.unit is not None or not held
            assert len(matter.past) == matter.cycle - 1

    @invariant()
    def no_parent_ends_before_its_parts(self) -> None:
        for one in self.world.all.values():
            if one.parent and self.world.ended(one.parent):
                assert one.matter.stage in ENDED

    @invariant()
    def what_ended_has_no_clock_and_what_is_open_owes_its_signatures(self) -> None:
        for one in self.world.all.values():
            matter = one.matter
            if matter.stage in ENDED:
                assert matter.next_due_at is None
                assert not any(run.running for run in matter.clocks)
                assert matter.card == ""
            if matter.pending is not None:
                assert matter.stage in MOVES[matter.pending.action].stages
                assert len(matter.pending.signed) < len(matter.pending.needed)

    @invariant()
    def what_is_merged_is_handled_somewhere(self) -> None:
        for number, one in self.world.all.items():
            assert bool(one.matter.into) == (one.matter.stage is Stage.MERGED)
            assert self.world.leading(number).stage is not Stage.MERGED

    @invariant()
    def only_what_the_person_confirmed_is_solved(self) -> None:
        for one in self.world.all.values():
            found = verdict(self.world.mechanism, one.matter)
            if one.matter.stage in ENDED_OUTSIDE:
                assert (found.solved, found.partly, found.explained) == (False, False, False)
                assert found.excluded == one.matter.stage
            if found.solved:
                said = one.matter.call_back
                assert one.matter.stage is Stage.CLOSED
                assert said is not None
                assert (said.observed, said.contacted, said.solved) == (True, True, "yes")

    @invariant()
    def every_deadline_follows_from_recorded_facts(self) -> None:
        for one in self.world.all.values():
            again = json.loads(json.dumps(record.to_record(one.matter)))
            assert record.from_record(again) == one.matter
            for run in _runs(one.matter):
                self._recomputed(record.run_from_record(record.run_to_record(run)))

    @invariant()
    def nothing_stands_suspended_outside_the_handling(self) -> None:
        for _, _, run in self._placed():
            open_ = [pause for pause in run.pauses if pause.ended is None]
            assert run.running or not open_
        for one in self.world.all.values():
            if one.matter.stage is not Stage.HANDLING:
                assert not any(clocks.suspended(run) for run in one.matter.clocks)

    @invariant()
    def no_outside_body_is_carded(self) -> None:
        for one in self.world.all.values():
            assert one.matter.unit != "power" or one.matter.card == ""

    # --- how it is done

    def _onward(self, number: str, data: strategies.DataObject) -> None:
        matter = self.world.all[number].matter
        names = ("sign",) if matter.pending else ONWARD.get(matter.stage, ())
        able = {
            name: by for by in world.ACTORS for name in self._open_to(matter, by) if name in names
        }
        if able:
            name = data.draw(strategies.sampled_from(sorted(able)))
            heard = name == "call-back" and data.draw(strategies.sampled_from(ORIGINS))
            self._try(number, name, able[name], self._answers(data, name), heard or "observed")

    def _try(
        self,
        number: str,
        name: str,
        by: Actor,
        params: dict[str, object],
        origin: str = "observed",
    ) -> None:
        """A move that is refused leaves no trace; one that is taken is held to the memory."""
        one = self.world.all[number]
        before, told, known = one.matter, len(one.history), len(self.world.all)
        plain = record.to_record(before)
        try:
            outcome = self.world.act(number, name, by, params, origin)
        except Refused:
            assert (one.matter, len(one.history), len(self.world.all)) == (before, told, known)
            assert record.to_record(one.matter) == plain
            return
        assert len(one.history) > told
        self._remember(number, before, outcome)
        if name == "sign" and before.pending:
            self._entitled(before.pending.next_duty, by)

    def _entitled(self, duty: str, by: Actor) -> None:
        assert not by.administers
        assert duty in by.duties or (duty == "owner" and by.unit == "office")

    def _remember(self, number: str, before: Matter, outcome: Outcome) -> None:
        entry, after = outcome.entry, outcome.matter
        if entry.kind.endswith("-asked") or (entry.kind == "sign" and after.pending):
            self._waited(number, before, outcome)
            return
        if entry.kind in self.world.mechanism.signoffs:
            self._all_signed(number, outcome)
        if entry.kind == "merge":
            self.merged[number] = before
        if entry.kind == "unmerge":
            self._as_before(self.merged[number], after)
        if entry.kind == "return":
            stated = str(entry.data.get("new_facts", "")).strip()
            assert (number, before.unit) not in self.ruled or stated
        if entry.kind == "rule":
            self.ruled.add((number, str(entry.data["unit"])))

    def _as_before(self, merged: Matter, after: Matter) -> None:
        """Taken out of a merging, a matter stands where it stood, and no clock has lost time."""
        assert (after.stage, after.unit, after.cycle) == (merged.stage, merged.unit, merged.cycle)
        again = [(run.name, run.started_at, run.round) for run in after.clocks if run.running]
        assert again == [(r.name, r.started_at, r.round) for r in merged.clocks if r.running]

    def _waited(self, number: str, before: Matter, outcome: Outcome) -> None:
        """Nothing but the signatures changes while a move waits for the last of them."""
        assert outcome.matter.but(pending=None) == before.but(pending=None)
        assert outcome.matter.pending is not None
        signed = [duty for duty, _, _ in outcome.matter.pending.signed]
        earlier = self.signatures.get(number, [])
        assert signed == [] or signed[:-1] == earlier
        self.signatures[number] = signed

    def _all_signed(self, number: str, outcome: Outcome) -> None:
        given = outcome.entry.data["signatures"]
        assert isinstance(given, list)
        duties = tuple(duty for duty, _, _ in given)
        assert duties == self.world.mechanism.signoffs[outcome.entry.kind]
        assert list(duties[:-1]) == self.signatures.pop(number, [])

    def _answers(self, data: strategies.DataObject, name: str) -> dict[str, object]:
        found = dict(cast.ANSWERS.get(name, {}))
        for param in MOVES[name].params:
            choices = OTHER.get(param.name)
            if choices and data.draw(strategies.booleans()):
                found[param.name] = data.draw(strategies.sampled_from(choices))
        return found

    def _open_to(self, matter: Matter, by: Actor) -> tuple[str, ...]:
        facts = self.world.facts(matter.number, "rule", {})
        return moves_open(self.world.mechanism, matter, Action("", {}, by), facts)

    def _placed(self) -> list[tuple[str, int, ClockRun]]:
        return [
            (number, place, run)
            for number, one in self.world.all.items()
            for place, run in enumerate(one.matter.clocks)
        ]

    def _recomputed(self, run: ClockRun) -> None:
        calendar = world.BY_REVISION[run.revision]
        again = clocks.counted(self.world.mechanism, run, calendar)
        assert (again.due_at, again.provisional) == (run.due_at, run.provisional)
        if run.running:
            assert again.next_at == run.next_at


def _runs(matter: Matter) -> list[ClockRun]:
    return [*(run for cycle in matter.past for run in cycle.clocks), *matter.clocks]


def _late(run: ClockRun, now: datetime) -> bool:
    return run.effective is not None and run.effective < now


TestLoop = Loop.TestCase
TestLoop.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
