"""What a decision may have to be told: fetched by the caller, named by `needs`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit named in a move: its line upward and whether it is outside this installation."""

    code: str
    line: tuple[str, ...] = ()
    external: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts as they stood when the move was made; successors of abolished units are resolved."""

    owner: str = ""
    verifier: str = ""
    unit_line: tuple[str, ...] = ()  # units above the handling unit on either line
    common_superior: str | None = None
    superior: str | None = None
    parent_unit: str | None = None
    units: Mapping[str, UnitFact] = field(default_factory=dict)
    open_parts: int = 0
    open_predecessors: int = 0
    external: bool = False  # the handling unit is an outside body
    owner_line: tuple[str, ...] = ()  # units above the owner on either line
    parent_ended: bool = False  # this is a part, and its parent has ended
    into_open: bool | None = None  # the matter to merge into is known and open; None: not asked
    into_answered: bool = False  # the matter that leads it, where it was merged, has an answer
    merged_here: int = 0  # matters merged into this one
    desks: frozenset[str] | None = None  # posts of the handling unit; None: not asked


NOTHING = Facts()
