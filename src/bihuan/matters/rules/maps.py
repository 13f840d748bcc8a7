"""The map of an import: a small file that says which column means what."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from bihuan.kernel.refused import Refused
from bihuan.mechanisms import reading

Said = Literal[
    "key", "title", "text", "received_at", "unit", "replied_at", "requester", "phone", "class",
    "closing", "platform_number", "region", "assisting", "due_at", "progress", "status",
]  # fmt: skip
CORE: tuple[str, ...] = get_args(Said)
# What only the office reading understands: the history a ledger tells of each row.
TOLD = ("assisting", "due_at", "progress", "status")
NEEDED: Said = "received_at"
_Column = Annotated[str, Field(min_length=1, max_length=120)]


class Claims(BaseModel):
    """A flag the file keeps of its own: in which column, and which words mean overdue or not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: _Column
    overdue: tuple[str, ...]
    in_time: tuple[str, ...]

    def says(self, flag: str) -> bool | None:
        """Whether a flag means overdue; None for a word the map does not explain."""
        return True if flag in self.overdue else False if flag in self.in_time else None


class Map(BaseModel):
    """A map file. `columns` names, for each thing a matter has, the column it stands in.

    `units: record` puts units that are not on record into the register under the written name;
    `reject` gives their rows back; `names` says whom a written name means, by code.
    `reading: office` finds the header however many rows it has, takes dates such as 6月底前 and
    two units in one cell, and marks what it doubts; `exact` takes what is written plainly.
    `beside` names files given beside the first and the column each shares with it: their columns
    are then called `name.column`. `first` takes of a thing its first so many characters alone.
    `claims` is a flag of the file's own, to hold against its dates.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=1, max_length=60)]
    columns: dict[Said, _Column]
    fields: dict[str, _Column] = {}  # further fields of the form, by their column
    units: Literal["record", "reject"] = "reject"
    channel: str = "import"
    reading: Literal["exact", "office"] = "exact"
    names: dict[str, str] = {}
    beside: dict[str, _Column] = {}
    first: dict[Said, Annotated[int, Field(ge=1, le=120)]] = {}
    claims: Claims | None = None

    @model_validator(mode="after")
    def _dated(self) -> Map:
        if NEEDED not in self.columns and self.reading == "exact":
            raise PydanticCustomError("undated", "columns.received_at is missing")
        return self

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns the file must have, each once, in the order of the map."""
        flag = [self.claims.column] if self.claims else []
        return tuple(dict.fromkeys([*self.columns.values(), *self.fields.values(), *flag]))

    def column(self, name: str) -> str:
        """The column a thing stands in; its own name where the map names none."""
        return {str(k): v for k, v in self.columns.items()}.get(name, name)


def read_map(data: bytes | str) -> Map:
    """A map file as a value.

    Refuses `map.unreadable` with the line, `map.key-missing`, `map.key-unknown` and
    `map.value-wrong` with the line of the first fault.
    """
    try:
        tree = reading.read(data.encode() if isinstance(data, str) else data, "map")
    except Refused as refused:
        raise _unreadable(refused) from refused
    try:
        return Map.model_validate(tree.content)
    except ValidationError as bad:
        raise _wrong(tree, bad.errors(include_url=False)[0]) from bad


def _unreadable(refused: Refused) -> Refused:
    faults = refused.facts.get("faults")
    first = faults[0] if isinstance(faults, tuple) else None
    return Refused("map.unreadable", line=first.line if first else 1)


def _wrong(tree: reading.Tree, error: ErrorDetails) -> Refused:
    path = tuple(part for part in error["loc"] if part != "[key]")
    line = tree.place(path).line
    if error["type"] in ("missing", "undated"):
        key = "columns.received_at" if error["type"] == "undated" else reading.written(path)
        return Refused("map.key-missing", key=key)
    if error["type"] == "extra_forbidden" or "[key]" in error["loc"]:
        of_columns = path[:1] == ("columns",)
        known = get_args(Said) if of_columns else tuple(Map.model_fields)
        return Refused(
            "map.key-unknown", line=line, key=reading.written(path), allowed=", ".join(known)
        )
    return Refused("map.value-wrong", line=line, key=reading.written(path))
