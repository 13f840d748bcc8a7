"""The state of one matter: frozen, small, and all a decision needs besides its facts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict, Unpack

from bihuan.kernel import worktime
from bihuan.kernel.stages import Stage


@dataclass(frozen=True, slots=True)
class Extension:
    """One granted extension: by how much, who approved it and why."""

    by: worktime.Span
    approved_by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Override:
    """A date set by a leader's note or a higher platform, beside the computed one."""

    due_at: datetime
    source: str
    by: str
    at: datetime


class RunChanges(TypedDict, total=False):
    """What may change in a clock run."""

    due_at: datetime | None
    provisional: bool
    stopped_at: datetime | None
    pauses: tuple[worktime.Pause, ...]
    extensions: tuple[Extension, ...]
    override: Override | None
    fired: tuple[int, ...]
    revision: int
    floor: datetime | None
    next_at: datetime | None
    stopped_by: str
    round: int


@dataclass(frozen=True)
class ClockRun:
    """One clock of one cycle: the recorded facts its deadline follows from, and that deadline."""

    name: str
    started_at: datetime
    due_at: datetime | None  # as computed; None while suspended
    provisional: bool = False
    stopped_at: datetime | None = None
    pauses: tuple[worktime.Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    override: Override | None = None
    fired: tuple[int, ...] = ()  # escalation steps already taken, by index
    revision: int = 0  # of the calendar it was last counted with
    floor: datetime | None = None  # a revised calendar never makes it overdue after the fact
    next_at: datetime | None = None  # when the next escalation step or the silence falls due
    stopped_by: str = ""  # the event that stopped it
    round: int = 1  # of this clock in its cycle: a fresh run or a later date begins the next

    @property
    def running(self) -> bool:
        return self.stopped_at is None

    @property
    def effective(self) -> datetime | None:
        """The moment that holds: the override where there is one, else the computed deadline."""
        return holding(self.override, self.floor, self.due_at)

    def but(self, **changes: Unpack[RunChanges]) -> "ClockRun":
        """The same run with these changes."""
        run = object.__new__(ClockRun)
        object.__setattr__(run, "__dict__", self.__dict__ | changes)
        return run


def holding(
    override: Override | None, floor: datetime | None, due_at: datetime | None
) -> datetime | None:
    """Which of the dates of a clock holds; none while it is suspended without a set date."""
    if override is not None:
        return override.due_at
    if floor is not None and due_at is not None:
        return max(floor, due_at)
    return due_at


@dataclass(frozen=True, slots=True)
class Pending:
    """A move that waits for signatures: whose, in which order, and which are given."""

    action: str
    params: dict[str, object]
    needed: tuple[str, ...]
    unit: str
    asked_by: str
    asked_at: datetime
    signed: tuple[tuple[str, str, datetime], ...] = ()  # (duty, person, when)

    @property
    def next_duty(self) -> str:
        return self.needed[len(self.signed)]


@dataclass(frozen=True, slots=True)
class CallBack:
    """What the person answered on being called back, and whether anybody really called."""

    contacted: bool
    solved: str  # yes, partly, no or unknown
    satisfied: str
    at: datetime
    by: str
    observed: bool

    @property
    def verifies(self) -> bool:
        """Whether the answer counts: somebody called, and the person was reached."""
        return self.observed and self.contacted


@dataclass(frozen=True, slots=True)
class Cycle:
    """One finished round of open and close, with its own clocks, reply and call-back."""

    number: int
    kind: str
    unit: str | None
    clocks: tuple[ClockRun, ...]
    closing_kind: str
    replied_at: datetime | None
    closed_at: datetime | None
    call_back: CallBack | None


class Changes(TypedDict, total=False):
    """What a move may change in a matter."""

    stage: Stage
    cycle: int
    cycle_kind: str
    class_: str
    unit: str | None
    desk: str | None
    accused: tuple[str, ...]
    values: dict[str, object]
    confirmed: bool
    ruled: tuple[str, ...]
    relieved: tuple[str, ...]
    return_asked: tuple[str, str] | None
    pending: Pending | None
    clocks: tuple[ClockRun, ...]
    dates: tuple[tuple[str, Override], ...]
    card: str
    closing_kind: str
    begun_at: datetime | None
    accepted_at: datetime | None
    assigned_at: datetime | None
    replied_at: datetime | None
    closed_at: datetime | None
    call_back: CallBack | None
    reopened: int
    carried: int
    carried_until: datetime | None
    reviews: int
    rated: bool
    into: str
    past: tuple[Cycle, ...]
    next_due_at: datetime | None


@dataclass(frozen=True)
class Matter:
    """A matter between two moves."""

    number: str
    stage: Stage
    received_at: datetime
    cycle: int = 1
    cycle_kind: str = "first"  # first, reopened, review, rereview, reconsidered
    class_: str = ""
    unit: str | None = None
    desk: str | None = None
    values: dict[str, object] = field(default_factory=dict)
    accused: tuple[str, ...] = ()
    part: bool = False  # of another matter, which cannot end before it
    confirmed: bool = False
    ruled: tuple[str, ...] = ()  # units ruled responsible
    relieved: tuple[str, ...] = ()  # units a ruling took it from
    return_asked: tuple[str, str] | None = None  # (unit, suggested unit)
    pending: Pending | None = None
    clocks: tuple[ClockRun, ...] = ()
    dates: tuple[tuple[str, Override], ...] = ()  # set for a clock, whenever it runs
    card: str = ""
    closing_kind: str = ""
    begun_at: datetime | None = None  # this cycle; None in the first
    accepted_at: datetime | None = None
    assigned_at: datetime | None = None
    replied_at: datetime | None = None
    closed_at: datetime | None = None
    call_back: CallBack | None = None
    reopened: int = 0
    carried: int = 0
    carried_until: datetime | None = None
    reviews: int = 0
    rated: bool = False
    into: str = ""  # the matter it was merged into
    past: tuple[Cycle, ...] = ()
    next_due_at: datetime | None = None

    def clock(self, name: str) -> ClockRun | None:
        """The running clock of that name, if there is one."""
        for run in self.clocks:
            if run.stopped_at is None and run.name == name:
                return run
        return None

    def but(self, **changes: Unpack[Changes]) -> "Matter":
        """The same matter with these changes."""
        matter = object.__new__(Matter)
        object.__setattr__(matter, "__dict__", self.__dict__ | changes)
        return matter
