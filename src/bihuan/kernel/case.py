"""One decision at hand: everything a check or a change may look at, gathered once."""

from dataclasses import dataclass, field
from datetime import datetime

from bihuan.kernel import worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts
from bihuan.kernel.matter import Matter
from bihuan.kernel.worktime import Calendar


@dataclass(frozen=True, slots=True)
class Action:
    """A move asked for: its name, its answers and who asks."""

    name: str
    params: dict[str, object]
    by: Actor
    origin: str = "observed"  # observed, imported or inferred (then verified nowhere)


@dataclass(frozen=True, slots=True)
class Case:
    """The matter, the rules and the moment of one decision."""

    mechanism: Mechanism
    matter: Matter
    action: Action
    facts: Facts
    calendar: Calendar
    now: datetime
    asked_at: datetime  # earlier than now where the move waited for signatures

    def text(self, name: str) -> str:
        """An answer as text, empty where it was not given."""
        found = self.action.params.get(name)
        return "" if found is None else str(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list answer, empty where it was not given."""
        found = self.action.params.get(name)
        return tuple(map(str, found)) if isinstance(found, (list, tuple)) else ()

    def moment(self, name: str) -> datetime:
        """A date answer, already parsed by `answers`."""
        found = self.action.params[name]
        if not isinstance(found, datetime):
            raise TypeError(name)
        return found

    def span(self, name: str) -> worktime.Span:
        """An answer in units of time, already parsed by `answers`."""
        found = self.action.params[name]
        if not isinstance(found, worktime.Span):
            raise TypeError(name)
        return found

    def clock_name(self) -> str:
        """The clock a move speaks of: the one named, else the one by which the reply is owed."""
        named = self.text("clock")
        if named:
            return named
        running = {run.name for run in self.matter.clocks if run.running}
        for clock in self.mechanism.clocks.values():
            if clock.name in running and "replied" in clock.stops:
                return clock.name
        return self.mechanism.main_clock(self.matter.class_)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal records of a move; `sealed` holds the personal answers."""

    kind: str
    data: dict[str, object] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to be done because of a move: notify, draft, part, copy, act, release-parts."""

    kind: str
    data: dict[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step decided: the matter after it, its journal entry and its effects."""

    matter: Matter
    entry: Entry
    effects: tuple[Effect, ...] = ()
