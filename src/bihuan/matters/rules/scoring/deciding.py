"""Who may ask, object and decide about figures: never the asker, never the line that is rated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.kernel.actor import DESK, OFFICE, Actor
from bihuan.kernel.refused import Refused

OWNING = OFFICE | {"verifier", "unit-head", "unit-deputy", "owner"}
LONGEST = 500
EXCLUDE, REJUDGE, MOVE = "exclude", "rejudge", "move"
REMEDIES = (EXCLUDE, REJUDGE, MOVE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor's unit stands to a rated unit and to the office that owns the figures."""

    owner: str
    owner_line: Sequence[str]  # the units above the owner
    rated: str = ""  # empty: nobody is rated by the row
    rated_line: frozenset[str] = frozenset()  # the rated unit, those above and those below it

    @property
    def owner_is_rated(self) -> bool:
        return self.owner in self.rated_line


def owns(by: Actor, standing: Standing) -> bool:
    """Whether the figures belong to the actor's office; the installation itself may count too."""
    return "system" in by.duties or (by.unit == standing.owner and bool(by.duties & OWNING))


def leads(by: Actor, standing: Standing) -> bool:
    """Whether the actor leads above the office."""
    return "leader" in by.duties and by.unit in standing.owner_line


def check_owner(by: Actor, standing: Standing) -> None:
    """Refuse `score.not-owner` to all but the office the figures belong to."""
    if not owns(by, standing):
        raise Refused("score.not-owner", unit=standing.owner)


def check_asks(by: Actor, standing: Standing) -> None:
    """Refuse `score.not-owner` to all but the office and the unit the row is counted for."""
    of_unit = by.unit == standing.rated and bool(by.duties & DESK)
    if not (of_unit or owns(by, standing)):
        raise Refused("score.not-owner", unit=standing.owner)


def check_objects(by: Actor, standing: Standing) -> None:
    """Refuse `score.own-rows` for the row of another unit."""
    if not standing.rated or by.unit != standing.rated or not by.duties & DESK:
        raise Refused("score.own-rows", unit=standing.rated or "—")


def check_decides(by: Actor, standing: Standing, asked_by: str, asker: str) -> None:
    """Refuse a decision to the asker and to the rated line.

    The office decides; where it is of the rated line itself, a leader above it. Refuses
    `score.asker-decides`, `score.rated-line`, `score.not-owner`.
    """
    if by.post == asked_by or (asker and by.person == asker):
        raise Refused("score.asker-decides")
    if by.unit == standing.rated:
        raise Refused("score.rated-line", unit=standing.owner)
    if standing.owner_is_rated:
        if not leads(by, standing):
            raise Refused("score.rated-line", unit=standing.owner)
        return
    if by.unit in standing.rated_line:
        raise Refused("score.rated-line", unit=standing.owner)
    if "system" in by.duties or not owns(by, standing):
        raise Refused("score.not-owner", unit=standing.owner)


def may_decide(by: Actor, standing: Standing, asked_by: str, asker: str) -> bool:
    """Whether `check_decides` lets the actor."""
    try:
        check_decides(by, standing, asked_by, asker)
    except Refused:
        return False
    return True


def may_sign(by: Actor, standing: Standing, duty: str) -> bool:
    """Whether the actor holds the post whose signature is due on a publication."""
    if duty == "owner":
        return by.unit == standing.owner and bool(by.duties & OWNING)
    if duty == "leader":
        return leads(by, standing)
    return by.unit == standing.owner and duty in by.duties


def checked_reason(text: str) -> str:
    """A reason as it is kept; refuses `score.reason-missing`."""
    told = " ".join(text.split())
    if not told or len(told) > LONGEST:
        raise Refused("score.reason-missing", most=LONGEST)
    return told
