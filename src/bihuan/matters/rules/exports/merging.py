"""What an edited cell means, held against what it said when it left and what is so now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bihuan.matters.rules.exports.identity import Line, digest, plain

Verdict = Literal["change", "already", "conflict", "fixed", "emptied"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell that no longer says what it said when it left.

    change: to be applied; already: the matter says so by now; conflict: the matter says a third
    thing by now; fixed: this column is not changed by a sheet; emptied: an emptied cell is no
    instruction.
    """

    column: str
    was: str  # the beginning of what it said, where it is known
    sheet: str
    now: str
    verdict: Verdict


def edited(line: Line, cells: Mapping[str, str]) -> tuple[str, ...]:
    """The columns whose cells differ from what left the house."""
    return tuple(
        code for code, text in cells.items()
        if code in line.digests and digest(text) != line.digests[code]
    )  # fmt: skip


def judged(
    line: Line, cells: Mapping[str, str], now: Mapping[str, str], editable: frozenset[str]
) -> tuple[Edit, ...]:
    """Every edited cell with its verdict; a column nobody touched is left as it is now."""
    return tuple(_judged(line, code, cells[code], now.get(code, ""), code in editable)
                 for code in edited(line, cells))  # fmt: skip


def _judged(line: Line, code: str, sheet: str, now: str, may: bool) -> Edit:  # noqa: FBT001 - by place
    was = line.digests[code]
    shown = plain(now) if digest(now) == was else line.shown.get(code, "")
    return Edit(code, shown, plain(sheet), plain(now), _verdict(was, sheet, now, may))


def _verdict(was: str, sheet: str, now: str, may: bool) -> Verdict:  # noqa: FBT001 - by place
    if digest(sheet) == digest(now):
        return "already"
    if not may:
        return "fixed"
    if digest(now) != was:
        return "conflict"
    return "change" if plain(sheet) else "emptied"
