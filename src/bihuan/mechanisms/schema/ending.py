"""How a matter is verified, rated, closed, reviewed, and what is counted and published of it."""

from typing import Annotated, Literal

from pydantic import Field

from bihuan.mechanisms.schema import words
from bihuan.mechanisms.schema.handling import Names
from bihuan.mechanisms.schema.intake import Signer
from bihuan.mechanisms.schema.words import Flag, Labels, Model, Name, Said, Span, Time

Question = Literal["contacted", "solved", "satisfied"]
Share = Annotated[float, Field(ge=0, le=1)]


class Reopens(Model):
    """What sends a matter back after the call."""

    when: Said = "solved == no"
    """A condition over the questions asked."""
    by: Literal["verifier", "clerk", "leader"] = "verifier"
    """Who sends it back."""
    times: Annotated[int, Field(ge=0, le=99)] = 2
    """How often before a leader must look at it."""


class Verify(Model):
    """Call-back (回访): never by the unit that handled the matter."""

    by: Said = "outside-unit-line"
    """`outside-unit-line`, `owner`, or a unit code, whose successor inherits it."""
    share: Share = 1.0
    """The share of matters called, from 0 to 1."""
    asks: Annotated[tuple[Question, ...], Field(min_length=1), *words.ONE_OR_MANY] = (
        "contacted",
        "solved",
        "satisfied",
    )
    """The questions asked."""
    reopens: Reopens = Reopens()
    """What sends the matter back."""


class Rate(Model):
    """The person's own rating; the rated line never sees a rating of one matter."""

    scale: Annotated[int, Field(ge=2, le=10)] = 5
    """How many stars there are."""
    sealed_until: Literal["month-end", "quarter-end", "year-end"] = "quarter-end"
    """Until when ratings stay sealed."""
    shown_from: Annotated[int, Field(ge=1)] = 10
    """From how many ratings an average is shown."""


class Closing(Model):
    """A closing kind."""

    code: Name
    """Its name."""
    label: Said | None = None
    """What it is called on screen; known for the usual kinds."""
    solves: Flag | None = None
    """Whether it may count as solved, once verified; known for the usual kinds."""


class Carry(Model):
    """挂账: the matter stays open with a date of its own."""

    times: Annotated[int, Field(ge=1, le=99)] = 1
    """How often a matter may be put off."""
    longest: Span
    """How far each time."""


class Review(Model):
    """A level of objection after the answer; compiles into a clock of its name."""

    name: Literal["review", "rereview"]
    """`review` (复查) or `rereview` (复核)."""
    ask_within: Span
    """How long after the answer the person may ask."""
    within: Span
    """How long the review may take."""
    by: Literal["superior"] = "superior"
    """Who reviews: the organ above the one that decided."""
    grounds: Names = ()
    """The grounds on which its clock may be suspended."""
    basis: str = ""
    """The article it rests on."""


class Access(Model):
    """Who may read, beyond those who handle the matter."""

    readers: Names = ()
    """Units that may read every matter of this mechanism."""
    fallback: Said | None = None
    """A unit outside the line of the others: reads a matter that complains of all who would."""
    hide_from_accused: Flag = True
    """Keep the matter from the unit named in the field that serves as `accused`, and its line."""
    hide_person: Flag = False
    """Keep the person's name and phone from the handling unit."""


class Quiet(Model):
    """No messages between these hours."""

    begins: Time = Field(alias="from")
    """From this time of day."""
    ends: Time = Field(alias="until")
    """Until this time of day."""


class Score(Model):
    """How units are scored: units are ranked, persons never."""

    weights: str = ""
    """Where the weights come from; `assumed` where no source gives them."""
    response: Share = 0.30
    """Weight of the response rate (响应率)."""
    solution: Share = 0.35
    """Weight of the solution rate (解决率)."""
    satisfaction: Share = 0.35
    """Weight of the satisfaction rate (满意率)."""
    min_sample: Annotated[int, Field(ge=1)] = 10
    """The least sample that is ranked."""
    ranks: Literal["units", "persons", "none"] = "units"
    """What is ranked; ranking persons is warned against."""
    objection_within: Span | None = None
    """How long a unit may object before the figures are published."""
    responds: Literal["call-back", "contact", "reply"] = "call-back"
    """What the response rate counts: those reached by call-back, contact or answer in time."""
    town: Said = "region"
    """What figures by town go by: `region` (of the matter), `unit` (its region), or a field."""
    exclusions: Labels = Field(default_factory=dict)
    """The grounds on which a matter may be left out of the figures; none where left out."""
    signed_by: Annotated[tuple[Signer, ...], *words.ONE_OR_MANY] = ("unit-head",)
    """The signatures the figures wait for before they are published, in order."""


class Publication(Model):
    """What is published."""

    figures: Flag = False
    """Whether the figures are published at all."""
    every: Literal["month", "quarter", "year"] = "month"
    """How often."""
    small_cells: Annotated[int, Field(ge=1)] = 5
    """Counts below this are suppressed: they could reveal the person."""
    cases: Flag = False
    """Whether typical cases are published, without personal data."""


class Occasion(Model):
    """A recurring occasion of the mechanism: a meeting, a visit, a report."""

    name: Said
    """What it is called."""
    what: Literal["meeting", "visit", "patrol", "report", "check-in", "photo"]
    """What kind of occasion."""
    every: Span
    """How often."""
    who: Annotated[tuple[Signer, ...], *words.ONE_OR_MANY] = ()
    """Who takes part."""
    at_least: Annotated[int, Field(ge=0)] = 0
    """A number demanded of each; warned against for reports."""


Closings = Annotated[
    tuple[Annotated[Closing, *words.short("code")], ...],
    Field(min_length=1),
    *words.ONE_OR_MANY,
]
