"""What is published of a run: counts by group without persons, and the lines they make.

The file says how it was counted, so that anybody can compute the lines again from it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bihuan.kernel.declaration import Score
from bihuan.kernel.refused import Refused
from bihuan.matters.rules.scoring import withholding
from bihuan.matters.rules.scoring.lines import Ranked, lines, whole
from bihuan.matters.rules.scoring.rates import Counts, Known
from bihuan.matters.rules.scoring.tallying import BY, Sums

FORM = "bihuan-scores-1"
FORMULA = ("response", "solution", "satisfaction", "min_sample", "ranks", "responds")
_DECIMALS = 6
Snapshot = dict[str, Any]


def snapshot(
    sums: Sums, formula: Score, least: int, names: Mapping[str, Mapping[str, str]],
    about: Mapping[str, object],
) -> Snapshot:  # fmt: skip
    """The published file of a run; `names` by way of grouping and code."""
    rows: list[dict[str, object]] = []
    for way, groups in sums.groups.items():
        kept = withholding.pooled({code: one.counts for code, one in groups.items()}, least)
        told = withholding.withheld(kept, least)
        above = withholding.known_whole(told, sums.whole.counts)
        rows.append({"by": way, "code": None, "name": "", **above})
        rows += [
            {"by": way, "code": code, "name": names.get(way, {}).get(code, code), **told[code]}
            for code in sorted(told)
        ]
    found: Snapshot = {
        "form": FORM,
        **about,
        "formula": {name: getattr(formula, name) for name in FORMULA},
        "small_cells": least,
        "rows": rows,
    }
    return found | {"lines": [shown(way, one) for way, one in recomputed(found)]}


def recomputed(found: Mapping[str, Any]) -> list[tuple[str, Ranked]]:
    """The lines that follow from the rows of a published file, with the way they are grouped.

    Refuses `score.file-broken`.
    """
    try:
        formula = Score(**{name: found["formula"][name] for name in FORMULA})
        ways: dict[str, dict[str | None, Known]] = {}
        names: dict[str, dict[str, str]] = {}
        for row in found["rows"]:
            counts = {name: _count(row[name]) for name in Counts.__slots__}
            ways.setdefault(row["by"], {})[row["code"]] = counts
            names.setdefault(row["by"], {})[row["code"] or ""] = row["name"]
        # In the order of the page: a database may keep what is named in another.
        return [line for way in sorted(ways, key=tuple(BY).index)
                for line in _lines(way, ways[way], names[way], formula)]  # fmt: skip
    except (KeyError, TypeError, ValueError) as why:
        raise Refused("score.file-broken", why=str(why)) from why


def _count(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or value < 0):
        raise ValueError(f"{value!r} is no count")
    return value


def _lines(
    way: str, groups: Mapping[str | None, Known], names: Mapping[str, str], formula: Score
) -> list[tuple[str, Ranked]]:
    kept = {code: counts for code, counts in groups.items() if code is not None}
    found = lines(kept, names, formula, ranks=way == "unit")
    return [(way, whole(groups[None], formula)), *((way, one) for one in found)]


def shown(way: str, line: Ranked) -> dict[str, object]:
    """One line as the file and the command print it."""
    rates = asdict(line.figures.rates)
    return {
        "by": way,
        "code": None if line.kind == "whole" else line.code,
        "name": line.name,
        "kind": line.kind,
        "standing": line.standing,
        "place": line.place,
        "places": [line.place_from, line.place_to] if line.place else None,
        "tied": line.tied,
        "apart_from_next": line.apart,
        "sample": line.figures.sample,
        "rates": {name: _rounded(value) for name, value in rates.items()},
        "intervals": {
            name: [_rounded(one.low), _rounded(one.high)] if one else None
            for name, one in line.figures.intervals.items()
        },
        "counts": dict(line.counts),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)


_HEAD = ("by", "code", "name", *Counts.__slots__)
_WHOLE, _WITHHELD = "*", "<"


def to_csv(found: Mapping[str, Any]) -> str:
    """The rows as a table for any spreadsheet; how they were counted stands in the first lines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    about = {name: value for name, value in found.items() if name not in ("rows", "lines")}
    writer.writerow(["#", json.dumps(about, ensure_ascii=False, default=str)])
    writer.writerow(_HEAD)
    for row in found["rows"]:
        code = _WHOLE if row["code"] is None else row["code"]
        counts = [_WITHHELD if row[name] is None else row[name] for name in Counts.__slots__]
        writer.writerow([row["by"], code, _plain(row["name"]), *counts])
    return out.getvalue()


def _plain(text: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{text}" if text and text[0] in "=+-@'" else text


def read(data: bytes) -> Snapshot:
    """A published file again, in either form; refuses `score.file-broken`."""
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text) if text.lstrip().startswith("{") else _from_csv(text)
    except (UnicodeDecodeError, ValueError, StopIteration, KeyError, IndexError) as why:
        raise Refused("score.file-broken", why=str(why)) from why
    if not isinstance(found, dict) or found.get("form") != FORM:
        raise Refused("score.file-broken", why=f"form ≠ {FORM}")
    return found


def _from_csv(text: str) -> Snapshot:
    rows: Sequence[Sequence[str]] = list(csv.reader(io.StringIO(text)))
    found: Snapshot = json.loads(rows[0][1])
    found["rows"] = [_row(dict(zip(rows[1], cells, strict=True))) for cells in rows[2:]]
    return found


def _row(cells: Mapping[str, str]) -> dict[str, object]:
    counts = {n: None if cells[n] == _WITHHELD else int(cells[n]) for n in Counts.__slots__}
    code = None if cells["code"] == _WHOLE else cells["code"]
    return {"by": cells["by"], "code": code, "name": cells["name"].removeprefix("'"), **counts}
