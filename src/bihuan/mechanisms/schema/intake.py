"""How a matter comes in: its basis, its form, its classes, acceptance and refusal."""

from typing import Annotated, Literal

from pydantic import Field

from bihuan.mechanisms.schema import words
from bihuan.mechanisms.schema.words import Asked, Day, Flag, Labels, Model, Name, Said, Span

Kind = Literal[
    "text", "line", "choice", "date", "number", "phone", "name", "place", "enterprise", "unit",
    "units", "yes-no", "files", "table",
]  # fmt: skip
Signer = Literal[words.SIGNERS]  # type: ignore[valid-type] # the table is the type
Contest = Literal[(*words.SIGNERS, "")]  # type: ignore[valid-type] # the table is the type
Count = Literal["from-event", "from-next-day", "from-next-working-day"]


class Basis(Model):
    """The document the mechanism rests on."""

    issuer: Said
    """Who issued it."""
    title: Said
    """What it is called."""
    number: str = ""
    """Its document number, such as 国办发〔2020〕53号."""
    article: str = ""
    """The articles that matter here."""
    since: Day | None = Field(default=None, alias="from")
    """The day it takes effect."""
    until: Day | None = None
    """The day it ends."""


class Window(Model):
    """Matters are taken in from one day to another, both included."""

    opens: Day | None = Field(default=None, alias="from")
    """The first day."""
    closes: Day | None = Field(default=None, alias="until")
    """The last day."""


class TableColumn(Model):
    """One column of a table that units fill."""

    name: Name
    """Its name."""
    label: Said | None = None
    """Its heading; the name where it is left out."""
    kind: Literal["line", "choice", "date", "number", "yes-no"] = Field(
        default="line", alias="type"
    )
    """What a cell takes."""
    required: Flag = False
    """Whether a return is refused while a cell of it is empty."""
    of: Labels = Field(default_factory=dict)
    """The choices, each as it is written in the cell."""


class FormField(Model):
    """One question of the form."""

    kind: Kind = Field(alias="type")
    """What kind of answer it takes."""
    label: Said | None = None
    """What the person reads; the name of the field where it is left out."""
    required: Flag = False
    """Whether the form is refused without it."""
    of: Labels = Field(default_factory=dict)
    """The choices: a list of words, or `code: label`."""
    personal: Flag | None = None
    """Sealed in the journal and masked in lists; yes for a name or a phone unless it says no."""
    help: str = ""
    """A line of help under the question."""
    least: float | None = Field(default=None, alias="min")
    """The least number taken."""
    most: float | None = Field(default=None, alias="max")
    """The greatest number taken."""
    columns: tuple[TableColumn, ...] = ()
    """The columns of a table; those of the sheet that comes with a notice are added."""
    serves: Literal["title", "text", "accused"] | None = None
    """What the answer is used as: the title of the matter, its text, or the unit complained of."""


class Classify(Model):
    """One row of the table of classes; the first that holds gives the class, and says why."""

    when: Said | None = None
    """The condition of the row."""
    otherwise: Flag = False
    """True for the last row, which holds when no other does."""
    gives: Name = Field(alias="class")
    """The class, declared under `classes`."""
    why: str = ""
    """Why this class: the rule."""


class Confirm(Model):
    """A verification call (核实) before the matter is accepted."""

    by: Signer = "clerk"
    """Who calls."""
    within: Span | None = None
    """How soon; compiles into the clock `confirm`, from `received` to `confirmed`."""
    count: Count | None = None
    """From which day the limit is counted."""


class Accept(Model):
    """Acceptance (受理); compiles into the clock `accept`."""

    within: Span
    """How long a clerk has to accept, refuse or merge."""
    starts: Literal["received", "confirmed"] = Field(default="received", alias="from")
    """The event the limit runs from."""
    by: Signer = "clerk"
    """Who accepts."""
    count: Count | None = None
    """From which day the limit is counted."""
    basis: str = ""
    """The article the limit rests on."""


class Refuse(Model):
    """A ground for not accepting a matter, and what the person is told instead."""

    code: Name
    """The ground's name."""
    label: Said | None = None
    """What a clerk reads; the text of `tell` where it is left out."""
    when: Said = "judge"
    """A condition that proposes this ground, or `judge`: a person decides and gives the reason."""
    decided_by: Signer = "clerk"
    """Who decides."""
    tell: Said
    """What the person is told: the reason and the right channel."""
    contest: Contest = ""
    """To whom the refusal may be contested."""


Classes = Labels
Channel = Literal[words.CHANNELS]  # type: ignore[valid-type] # the table is the type
Channels = Annotated[dict[Name, Channel], Field(min_length=1), *words.NAMED]
Form = Annotated[dict[Asked, FormField], Field(min_length=1)]
