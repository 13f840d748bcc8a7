"""The whole of a mechanism file."""

from typing import Annotated

from pydantic import Field

from bihuan.mechanisms.schema import ending, handling, intake
from bihuan.mechanisms.schema.words import Flag, Labels, Model, Name, Said


class Document(Model):
    """A working mechanism (工作机制) declared in one file."""

    mechanism: Name
    """The code of the mechanism; never changes between versions."""
    version: Annotated[Said, Field(max_length=40)]
    """The version, as text: `"2023-1"`."""
    title: Said
    """What it is called."""
    basis: intake.Basis
    """The document it rests on."""
    owner: Name
    """The code of the unit that runs it."""
    follows: Name | None = None
    """The code of the higher level's mechanism that this one carries out."""
    channels: intake.Channels
    """Through which channels matters come: words, or the place's own names, each with its word."""
    window: intake.Window = intake.Window()
    """The days between which matters are taken in; always where it is left out."""
    restricted: Flag = False
    """Deny by default: only those with a written grant may read these matters."""
    record_only: Flag = False
    """A higher platform owns the case; it is handled here and the answer exported back."""
    platform: str = ""
    """The name of that platform."""
    form: intake.Form
    """The questions asked of the person."""
    classes: intake.Classes = Field(default_factory=dict)
    """The classes of matters: a list of words, or `code: label`."""
    classify: tuple[intake.Classify, ...] = ()
    """Which class a matter is of where nobody has said it; a clerk may change it."""
    confirm: intake.Confirm | None = None
    """A verification call before acceptance."""
    accept: intake.Accept
    """How soon a matter is accepted, and by whom."""
    refuse: tuple[intake.Refuse, ...] = ()
    """The grounds for not accepting a matter."""
    assign: handling.Assign | None = None
    """How soon an accepted matter is assigned."""
    route: Annotated[tuple[handling.Route, ...], Field(min_length=1)]
    """Which unit a matter goes to."""
    suggest: handling.Suggest | None = None
    """Learnt suggestions of unit and class where no row holds; none where it is left out."""
    sign: handling.Sign | None = None
    """How soon a unit signs for a matter."""
    returns: handling.Return | None = Field(default=None, alias="return")
    """How a unit may send a matter back; it may not where this is left out."""
    clocks: Annotated[dict[Name, handling.Clock], Field(min_length=1)]
    """The limits, by name."""
    grounds: Labels = Field(default_factory=dict)
    """The grounds on which a clock may be suspended."""
    signoff: dict[handling.Signable, handling.Signatures] = Field(default_factory=dict)
    """The signatures a move waits for, in order."""
    parts: tuple[handling.Part, ...] = ()
    """Parts planned from the start."""
    escalate: tuple[handling.Escalation, ...] = ()
    """What follows as a clock runs out."""
    verify: ending.Verify | None = None
    """Who calls back, how many, with which questions."""
    rate: ending.Rate | None = None
    """The person's own rating."""
    close: ending.Closings
    """The closing kinds."""
    carry: ending.Carry | None = None
    """Whether an open matter may be carried on the book."""
    review: tuple[ending.Review, ...] = ()
    """The levels of objection after the answer."""
    letters: Labels = Field(default_factory=dict)
    """The letters (函) this mechanism sends."""
    access: ending.Access = ending.Access()
    """Who may read."""
    quiet: ending.Quiet | None = None
    """Hours in which nobody is sent a message."""
    score: ending.Score = ending.Score()
    """How units are scored."""
    publication: ending.Publication = ending.Publication()
    """Which figures and cases are published, and how often."""
    occasions: tuple[ending.Occasion, ...] = ()
    """Meetings, visits and reports that recur."""
