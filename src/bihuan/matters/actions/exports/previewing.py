"""A preview kept beside its job: a line that sums up, then a line for each row worth a look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bihuan.kernel.refused import Refused
from bihuan.matters.actions.exports.coming_back import Outcome, Row, left
from bihuan.matters.actions.exports.reading import Read
from bihuan.matters.models import Export

NAME = "preview.jsonl"


def save(path: Path, found: Read, outcome: Outcome) -> None:
    """Write the preview; refusals as code and facts, so that each reader has his own language."""
    headings = dict(found.sheet.columns)
    with path.open("w") as file:
        file.write(_line({"sheet": _summary(found, outcome), "fates": dict(outcome.fates)}))
        file.writelines(_line(_row(row, headings)) for row in outcome.rows)
    path.chmod(0o600)


def load(path: Path, *, skip: int, most: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The summary, and one row more than `most` after those to skip."""
    with path.open() as file:
        summary = json.loads(next(file))
        return summary, [json.loads(line) for line in islice(file, skip, skip + most + 1)]


def _summary(found: Read, outcome: Outcome) -> dict[str, object]:
    """Of the export: when and from which post it left, and how many of its matters are missing."""
    export = Export.objects.filter(pk=found.sheet.export).first()
    numbers = {back.line.number for back in found.rows if back.line}
    missing = export.rows - len(numbers) if export and export.rows is not None else 0
    return {
        "given": outcome.given, "unknown": found.unknown, "gone": found.gone,
        "missing": max(missing, 0), "post": export.by_post if export else "",
        "made_at": export.made_at.isoformat() if export else "",
        "changes": sum(edit.verdict == "change" for row in outcome.rows for edit in row.edits),
    }  # fmt: skip


def _row(row: Row, headings: Mapping[str, str]) -> dict[str, object]:
    return {
        "place": row.back.place, "number": row.back.line.number if row.back.line else "",
        "fate": row.fate, "moved": row.moved, "refused": _refusal(row),
        "edits": [
            {"heading": headings[edit.column], "was": edit.was, "sheet": edit.sheet,
             "now": edit.now, "verdict": edit.verdict}
            for edit in row.edits
        ],
    }  # fmt: skip


def _refusal(row: Row) -> tuple[str, dict[str, str]] | None:
    """The refusal of the whole row; what a cell was refused for stands with the cell."""
    if row.refused is None or row.refused.code in {why.code for _edit, why in left(row.edits)}:
        return None
    return row.refused.code, {name: _plain(value) for name, value in row.refused.facts.items()}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def refusal(kept: tuple[str, dict[str, str]]) -> Refused:
    """A refusal as it was kept."""
    code, facts = kept
    return Refused(code, **facts)


def _line(content: object) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"
