"""What a command prints: JSON for machines, one object a line; plain lines for people."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import click

from bihuan.cli import moments

_WIDE = "WF"


def line_of(found: Mapping[str, object]) -> str:
    """One JSON object on one line; moments are ISO 8601 at +08:00."""
    return json.dumps(found, ensure_ascii=False, default=_plain)


def one(found: Mapping[str, object]) -> None:
    """Print one result as JSON."""
    click.echo(line_of(found))


def each(found: Iterable[Mapping[str, object]]) -> int:
    """Print a list as JSON, one object a line, as the rows come; returns how many."""
    count = 0
    for row in found:
        one(row)
        count += 1
    return count


def columns(rows: Iterable[Sequence[object]], widths: Sequence[int]) -> int:
    """Print rows in columns, a Chinese character counting as two; the last column runs free."""
    count = 0
    for row in rows:
        cells = [_cell(value) for value in row]
        padded = [_padded(cell, width) for cell, width in zip(cells, widths, strict=False)]
        click.echo("  ".join([*padded, *cells[len(widths) :]]).rstrip())
        count += 1
    return count


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return moments.shown(value)
    return "" if value is None else str(value)


def _padded(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)
    return text + " " * (width - taken)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moments.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return sorted(value)
    return str(value)
