"""Who handles a matter, by when, and what follows when the time runs out."""

from typing import Annotated, Literal

from pydantic import Field

from bihuan.mechanisms.schema import words
from bihuan.mechanisms.schema.intake import Count, Signer
from bihuan.mechanisms.schema.words import Flag, Model, Name, Offset, Said, Span

Event = Literal[words.EVENTS]  # type: ignore[valid-type] # the table is the type
Stage = Literal[words.STAGES]  # type: ignore[valid-type] # the table is the type
Events = Annotated[tuple[Event, ...], Field(min_length=1), *words.ONE_OR_MANY]
Stages = Annotated[tuple[Stage, ...], *words.ONE_OR_MANY]
Names = Annotated[tuple[Name, ...], *words.ONE_OR_MANY]
Units = Annotated[tuple[Said, ...], *words.ONE_OR_MANY]
Need = Literal["reason", "suggested_unit", "basis"]


class Route(Model):
    """One row of the routing table; the first that holds gives the unit, and says why."""

    when: Said | None = None
    """The condition of the row."""
    otherwise: Flag = False
    """True for the last row, which holds when no other does."""
    to: Said
    """The unit in charge: its code, or `unit_of(field)` for a unit named in the form."""
    why: str = ""
    """Why this unit: the duty list or the rule."""
    assist: Units = ()
    """Units that assist: codes, or `unit_of(field)` for the unit or units named in the form."""
    copied: Units = Field(default=(), alias="copy")
    """Units that are sent a copy, in the same way."""
    letter: str = ""
    """The letter this assignment is made by."""


class Suggest(Model):
    """Suggestions learnt from the matters answered before; a clerk chooses, nothing is applied."""

    confident: Annotated[float, Field(ge=0, le=1)] = 0.6
    """How sure it must be before a unit or a class is chosen beforehand; below it says so."""
    least: Annotated[int, Field(ge=20)] = 100
    """From how many answered matters on anything is suggested."""


class Assign(Model):
    """Assignment (派单); compiles into the clock `assign`, from `accepted` to `assigned`."""

    within: Span
    """How long the dispatcher has."""
    by: Signer = "dispatcher"
    """Who assigns."""
    count: Count | None = None
    """From which day the limit is counted."""
    basis: str = ""
    """The article the limit rests on."""


class Sign(Model):
    """Signing for (签收); compiles into the clock `sign`, until `signed` or `returned`."""

    within: Span
    """How long the unit has to sign for the matter."""
    silence: Literal["sign-for", ""] = ""
    """`sign-for`: a unit that says nothing has signed for it."""
    count: Count | None = None
    """From which day the limit is counted."""
    basis: str = ""
    """The article the limit rests on."""


class Return(Model):
    """Return by a unit (退单), and its ruling; compiles into the clocks `return` and `ruling`."""

    within: Span
    """The window in which a unit may return the matter, from `assigned`."""
    needs: Annotated[tuple[Need, ...], *words.ONE_OR_MANY] = ("reason",)
    """What the unit must state."""
    ruled_by: Said
    """Who rules: `common_superior`, `owner`, or a unit code."""
    ruled_within: Span | None = None
    """How long the ruling may take, from `returned`."""
    final: Literal["always", "unless-new-facts", "never"] = "unless-new-facts"
    """Whether the unit ruled responsible may return it again."""
    count: Count | None = None
    """From which day both limits are counted."""
    basis: str = ""
    """The article the limits rest on."""


class Extend(Model):
    """How a clock may be extended (延期)."""

    times: Annotated[int, Field(ge=1, le=99)] = 1
    """How often."""
    by: Span
    """By how much at the most, each time."""
    ask_before: Span | None = None
    """How long before the due moment it must be asked for."""
    needs: Annotated[tuple[Literal["reason", "own_date"], ...], *words.ONE_OR_MANY] = ("reason",)
    """What must be stated."""
    judge: str = ""
    """A test that only a person can apply, such as 情况复杂; the approver decides and says why."""
    approver: Signer
    """Who approves."""
    notify: Literal["person", ""] = "person"
    """Who is told of it."""


class Clock(Model):
    """A named limit."""

    label: Said | None = None
    """What it is called on screen."""
    within: Span
    """How long it runs: `5wd`, `60d`, `24h`, `2wh`, `30min`, `3mo`."""
    starts: Events
    """The events that start it."""
    stops: Events = ("replied",)
    """The events that stop it; the ending of the matter always does."""
    count: Count | None = None
    """From which day it is counted: the next day for days and months, the event for hours."""
    holds: Said = "unit"
    """Whom it holds to account: a capacity such as `unit`, or a unit code."""
    classes: Names = Field(default=(), alias="for")
    """The classes it is for; every class where it is left out."""
    pauses: Stages = ()
    """The stages during which it stands still."""
    grounds: Names = ()
    """The grounds, declared under `grounds`, on which it may be suspended."""
    extend: Extend | None = None
    """How it may be extended; not at all where it is left out."""
    roll: Flag = True
    """Whether a last day on a day off moves to the next working day."""
    basis: str = ""
    """The article it rests on, such as 信访工作条例 第三十四条; checked against the law."""


class Escalation(Model):
    """A step hung on a clock."""

    clock: Name
    """The clock."""
    at: Offset
    """When, from its due moment: `-1wd` before, `0` at, `3wd` after."""
    do: Literal["remind", "yellow", "red", "raise", "draft", "report"]
    """What is done; the system drafts, a person signs."""
    to: Annotated[tuple[Said, ...], Field(min_length=1), *words.ONE_OR_MANY]
    """Who gets it: duties, or unit codes."""
    draft: str = ""
    """The form or letter that is drafted."""


class Part(Model):
    """A part planned from the start: a matter of its own."""

    key: Name
    """Its name."""
    label: Said
    """What it is called on screen."""
    to: Said
    """The unit in charge of it."""
    after: Names = ()
    """The parts that must end first."""


Signatures = Annotated[tuple[Signer, ...], Field(min_length=1), *words.ONE_OR_MANY, words.IN_ORDER]
Signable = Literal[words.SIGNABLE]  # type: ignore[valid-type] # the table is the type
