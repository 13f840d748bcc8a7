"""Figures as an aligned table for the eye and as bench.json for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, Line, Skipped

HEADS = ("measure", "value", "unit", "baseline", "ratio", "bar", "holds", "against")
RIGHT = {1, 3, 4}


def drawn(lines: Sequence[Line]) -> str:
    """The table, numbers to the right; a skipped measure says why on its line."""
    cells = [HEADS, *(_cells(line) for line in lines if isinstance(line, Figure))]
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADS))]
    drawn = [_row(row, widths) for row in cells]
    drawn.insert(1, "  ".join("-" * width for width in widths))
    drawn += [f"skipped: {one.name}: {one.why}" for one in lines if isinstance(one, Skipped)]
    return "\n".join(drawn)


def kept(lines: Sequence[Line], path: Path, machine: dict[str, object]) -> None:
    """Write bench.json: the machine, then every figure in the order measured."""
    said = {"machine": machine, "figures": [line.as_json() for line in lines]}
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        _number(figure.value),
        figure.unit,
        _number(figure.baseline),
        _number(figure.ratio),
        str(figure.bar or ""),
        {True: "yes", False: "NO", None: ""}[figure.holds],
        figure.against + (f" (aim {figure.aim})" if figure.aim else ""),
    )


def _row(row: Sequence[str], widths: Sequence[int]) -> str:
    placed = (
        cell.rjust(width) if i in RIGHT else cell.ljust(width)
        for i, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(placed).rstrip()


def _number(value: float | None) -> str:
    """Three figures are enough for a number that differs from run to run."""
    if value is None:
        return ""
    if abs(value) >= 100 or value == int(value):  # noqa: PLR2004
        return f"{value:,.0f}"
    return f"{value:.3g}"
