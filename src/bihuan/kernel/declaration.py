"""What a mechanism declares, as the kernel sees it: plain frozen values, no syntax.

The YAML file and its words live in `bihuan.mechanisms`; it compiles into these types.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Protocol

from bihuan.kernel import worktime


class Condition(Protocol):
    """A compiled, total condition over the fields of a matter."""

    @property
    def text(self) -> str: ...

    def holds(self, values: Mapping[str, object]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Basis:
    """The document a mechanism rests on; every part may be marked `assumed`."""

    issuer: str
    title: str
    number: str
    article: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `kind` is line, choice, date, number or yes-no."""

    name: str
    label: str
    kind: str = "line"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form; `kind` is text, line, choice, date, number, phone, name, place,
    enterprise, unit, units, yes-no, files or table; a personal answer is sealed in the journal.
    """

    name: str
    label: str
    kind: str
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    personal: bool = False
    help: str = ""
    least: float | None = None  # of a number
    most: float | None = None
    columns: tuple[Column, ...] = ()  # of a table; more may come with the notice


@dataclass(frozen=True, slots=True)
class Classing:
    """The class of a matter for which the condition holds, where nobody has said another."""

    class_: str
    why: str
    when: Condition | None = None  # None: the `otherwise` of the table


@dataclass(frozen=True, slots=True)
class Refusal:
    """A ground on which a matter is not accepted, and what the person is told instead."""

    code: str
    label: str
    tell: str
    when: Condition | None = None  # None: a judgement, made by `decided_by` with a reason
    decided_by: str = "clerk"
    contest: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """Who leads, assists and is copied when the condition holds: each a unit code, or a field of
    the form that names a unit (or, save who leads, several), written `field:NAME`.
    """

    to: str
    why: str
    when: Condition | None = None  # None: the `otherwise` of the table
    assist: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """How a unit may send a matter back: the window is the clock `return`, the ruling the clock
    `ruling`; `final` is always, unless-new-facts or never.
    """

    needs: tuple[str, ...]
    ruled_by: str
    final: str


@dataclass(frozen=True, slots=True)
class Extend:
    """How often, by how much and by whom a clock may be extended."""

    times: int
    by: worktime.Span
    approver: str
    ask_before: worktime.Span | None = None
    judgement: str = ""  # such as 情况复杂: decided by the approver, never computed
    notify: str = "person"
    needs: tuple[str, ...] = ("reason",)


@dataclass(frozen=True, slots=True)
class Clock:
    """A named limit: which events start and stop it, in which stages it pauses, whom it holds."""

    name: str
    label: str
    within: worktime.Span
    starts: frozenset[str]
    stops: frozenset[str]
    count: worktime.CountFrom = worktime.CountFrom.NEXT_DAY
    holds: str = "unit"
    classes: frozenset[str] = frozenset()  # empty: every class
    pauses: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()  # listed grounds on which it may be suspended
    extend: Extend | None = None
    silence: str = ""  # the move made when it runs out, such as sign-for
    roll: bool = True
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A step hung on a clock at an offset from its due moment."""

    clock: str
    at: worktime.Span
    do: str  # remind, yellow, red, raise, draft, report
    to: tuple[str, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part planned from the start, with the parts it waits for."""

    key: str
    label: str
    to: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verify:
    """Who calls back, what share of matters, with which questions, and what reopens."""

    by: str  # outside-unit-line, owner, or a unit code
    share: float = 1.0
    asks: tuple[str, ...] = ("contacted", "solved", "satisfied")
    reopen_times: int = 2
    reopen_when: Condition | None = None  # over `asks`, answered yes or no
    reopen_by: str = "verifier"


@dataclass(frozen=True, slots=True)
class Rate:
    """Stars of the person: their scale, until when they are sealed, from how many they show."""

    scale: int = 5
    sealed_until: str = "quarter-end"
    shown_from: int = 10


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing kind; only `solves` kinds, verified, count as solved."""

    code: str
    label: str
    solves: bool


@dataclass(frozen=True, slots=True)
class Carry:
    """挂账: stays open with its own date, capped in number and length."""

    times: int
    longest: worktime.Span


@dataclass(frozen=True, slots=True)
class Review:
    """One level of objection after closing: who decides, how long one may ask for it."""

    name: str  # review, rereview
    ask_within: worktime.Span
    by: str = "superior"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read beyond those who handle the matter, and from whom it is kept."""

    readers: tuple[str, ...] = ()  # unit codes
    accused_field: str = ""  # the field that names the unit complained of
    hide_from_accused: bool = True
    hide_person: bool = False  # name and phone are kept from the handling unit
    fallback: str = ""  # reads what complains of all who would read it


@dataclass(frozen=True, slots=True)
class Suggest:
    """Learnt suggestions: how sure before one is chosen beforehand, and from how many matters."""

    confident: float = 0.6
    least: int = 100


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published, how often, and below which count a figure is suppressed."""

    figures: bool = False
    every: str = "month"
    small_cells: int = 5
    cases: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Weights of the three rates, what each rests on, and the least sample that is ranked.

    `responds` is what the response rate counts: `call-back` (reached, of those called), `contact`
    (the unit's contact in time) or `reply` (its answer in time).
    """

    response: float = 0.30
    solution: float = 0.35
    satisfaction: float = 0.35
    min_sample: int = 10
    ranks: str = "units"  # units or none; persons is warned against
    objection_within: worktime.Span | None = None
    responds: str = "call-back"
    town: str = "region"  # region of the matter, unit (its region), or a field of the form
    exclusions: Mapping[str, str] = field(default_factory=dict)
    signed_by: tuple[str, ...] = ("unit-head",)  # before the figures are published


@dataclass(frozen=True, slots=True, eq=False)  # compared and cached by identity
class Mechanism:
    """One declared routine, version by version; the kernel runs nothing else."""

    code: str
    version: str
    title: str
    owner: str
    basis: Basis
    channels: tuple[str, ...]  # their names: the usual words, or the place's own
    fields: tuple[Field, ...]
    clocks: Mapping[str, Clock]
    closings: Mapping[str, Closing]
    channel_kinds: Mapping[str, str] = field(default_factory=dict)  # name -> usual word
    classes: Mapping[str, str] = field(default_factory=dict)
    classings: tuple[Classing, ...] = ()
    confirm_first: bool = False  # a verification call comes before acceptance
    window: tuple[date | None, date | None] = (None, None)
    refusals: Mapping[str, Refusal] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    returns: Return | None = None
    signoffs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    escalations: tuple[Escalation, ...] = ()
    parts: tuple[Part, ...] = ()
    verify: Verify | None = None
    rate: Rate | None = None
    carry: Carry | None = None
    reviews: tuple[Review, ...] = ()
    restricted: bool = False
    record_only: bool = False
    letters: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, str] = field(default_factory=dict)
    quiet: tuple[time, time] | None = None
    score: Score = field(default_factory=Score)
    title_field: str = ""
    text_field: str = ""
    access: Access = field(default_factory=Access)
    publication: Publication = field(default_factory=Publication)
    platform: str = ""  # the higher platform that owns the case, where `record_only`
    follows: str = ""  # the higher level's mechanism this one carries out
    suggest: Suggest | None = None

    def main_clock(self, class_: str | None = None) -> str:
        """The clock a person would call the deadline: the first one that a reply stops, of those
        for this class where one is given.
        """
        for clock in self.clocks.values():
            if "replied" in clock.stops and (
                class_ is None or not clock.classes or class_ in clock.classes
            ):
                return clock.name
        return ""
