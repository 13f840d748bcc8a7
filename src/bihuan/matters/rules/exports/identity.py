"""What a sheet carries so that it can come back: which export, which matter, what the cells said.

It stands in one hidden column. In its heading: the export and its columns; in each row: the
matter, the length of its chain, a digest of every cell, the beginning of every cell that may be
edited.
Each is sealed with a check only this installation can make, so that a sheet of another one, or one
whose identification was altered, is told apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2s
from typing import Any

MARK = "bihuan-export:"
SHOWN = 60
_CHECK = 16
_DIGEST = 4
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
Checks = Callable[[str], Sequence[str]]  # under the current secret, and under former ones
Columns = tuple[tuple[str, str], ...]  # code, heading


@dataclass(frozen=True, slots=True)
class Sheet:
    """Which export a sheet is, and its columns in their order."""

    export: int
    columns: Columns


@dataclass(frozen=True, slots=True)
class Line:
    """What a row said when it left: the digests of all cells, the beginning of some."""

    number: str
    length: int
    digests: Mapping[str, str]
    shown: Mapping[str, str]


def plain(text: str) -> str:
    """A cell as both sides compare it: without what a spreadsheet program adds or takes away."""
    whole = _CONTROL.sub("", text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n"))
    return whole.strip(" \t\n\u3000\xa0\ufeff")


@lru_cache(maxsize=4096)  # units, stages and days stand in a thousand rows
def digest(text: str) -> str:
    """What stands for a cell."""
    return blake2s(plain(text).encode(), digest_size=_DIGEST).hexdigest()


def heading_of(sheet: Sheet, checks: Checks) -> str:
    """The heading of the hidden column."""
    return MARK + _sealed([sheet.export, [list(one) for one in sheet.columns]], checks)


def cell_of(sheet: Sheet, line: Line, checks: Checks) -> str:
    """The hidden cell of a row."""
    digests = "".join(line.digests[code] for code, _ in sheet.columns)
    return _sealed([sheet.export, line.number, line.length, digests, dict(line.shown)], checks)


def sheet_of(cell: str, checks: Checks) -> Sheet | None:
    """The export a heading names; None where it was altered or is of another installation."""
    found = _opened(cell.removeprefix(MARK), checks)
    if not cell.startswith(MARK) or found is None:
        return None
    export, columns = found
    return Sheet(export, tuple((code, heading) for code, heading in columns))


def line_of(sheet: Sheet, cell: str, checks: Checks) -> Line | None:
    """What a row said; None where that was altered, or the row comes from another export."""
    found = _opened(cell, checks)
    if found is None or found[0] != sheet.export:
        return None
    _, number, length, digests, shown = found
    size = 2 * _DIGEST
    each = (digests[at : at + size] for at in range(0, len(digests), size))
    codes = (code for code, _ in sheet.columns)
    return Line(number, length, dict(zip(codes, each, strict=True)), shown)


def _sealed(content: list[object], checks: Checks) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"{checks(text)[0][:_CHECK]} {text}"


def _opened(cell: str, checks: Checks) -> list[Any] | None:
    check, _, text = cell.strip().partition(" ")
    if check not in [one[:_CHECK] for one in checks(text)]:
        return None
    found: list[Any] = json.loads(text)
    return found
