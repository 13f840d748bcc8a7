"""Writes docs/reference/moves.md and refusals.md, and the drawing in docs/explain/the-loop.md.

Run it after changing the table of moves or adding a refusal; a test compares the pages with them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bihuan.kernel.moves import MOVES, Move, Param
from bihuan.kernel.refused import CODES
from bihuan.kernel.stages import ENDED_OUTSIDE, OPEN, Stage

ROOT = Path(__file__).parents[1]
MOVES_PAGE = ROOT / "docs" / "reference" / "moves.md"
REFUSALS_PAGE = ROOT / "docs" / "reference" / "refusals.md"
LOOP_PAGE = ROOT / "docs" / "explain" / "the-loop.md"
BEGINS, ENDS = "<!-- drawn by tools/reference.py -->", "<!-- end of the drawing -->"
ORDER = list(Stage)

ABOVE_MOVES = """# The moves

Written by `tools/reference.py` from the table in `bihuan.kernel.moves`. How they hang together is
told in [the loop](../explain/the-loop.md); what each is refused for, in [refusals](refusals.md).

A move is open at the stages named, to those who stand to the matter in one of the capacities
named. An answer in *italics* may be left out; one marked † is personal and enters the journal as a
commitment that can be erased. The event is what clocks hear.
"""
ABOVE_REFUSALS = """# Refusals

Written by `tools/reference.py` from the table in `bihuan.kernel.refused`. Whatever cannot be taken
is refused with one of these codes and the facts of the case, and then nothing has changed. A page
shows the sentence in the language of the reader, the API gives the code and the facts with status
422, the command line prints the sentence and ends with status 2.
"""


def moves() -> str:
    """The page of the moves."""
    return "\n".join([ABOVE_MOVES, *(_section(name, move) for name, move in MOVES.items())])


def refusals() -> str:
    """The page of the refusals, one table for each part of the system."""
    found = [ABOVE_REFUSALS]
    for area, codes in groupby(sorted(CODES), key=lambda code: code.partition(".")[0]):
        rows = [f"| `{code}` | {CODES[code].replace('|', '/')} |" for code in codes]
        found.append("\n".join([f"## {area}\n", "| code | sentence |", "|---|---|", *rows, ""]))
    return "\n".join(found)


def drawing() -> str:
    """The loop as a state diagram: what stands in the box is open."""
    inside = [arrow for arrow in _arrows() if arrow[0] in OPEN and arrow[1] in OPEN]
    across = [arrow for arrow in _arrows() if arrow not in inside]
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        f'  state "{Stage.HANDED_OVER.value}" as {_name(Stage.HANDED_OVER)}',
        "  state open {",
        "    [*] --> received",
        *(f"    {_name(a)} --> {_name(b)} : {label}" for a, b, label in inside),
        "  }",
        *(f"  open --> {_name(move.to)} : {name}" for name, move in _from_anywhere()),
        *(f"  {_name(a)} --> {_name(b)} : {label}" for a, b, label in across),
        *(f"  {_name(stage)} --> [*]" for stage in ORDER if stage in ENDED_OUTSIDE),
        "  closed --> [*]",
        "```",
    ]
    return "\n".join(lines)


def loop(page: str) -> str:
    """The page of the loop with its drawing put in anew."""
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n{drawing()}\n{ENDS}{after}"


def _from_anywhere() -> Iterator[tuple[str, Move]]:
    return ((name, move) for name, move in MOVES.items() if move.to and move.stages == OPEN)


def _arrows() -> list[tuple[Stage, Stage, str]]:
    """From where to where, and by which moves; those open everywhere are drawn once."""
    found: dict[tuple[Stage, Stage], list[str]] = {}
    for name, move in MOVES.items():
        for stage in ORDER if move.to and move.stages != OPEN else ():
            if stage in move.stages and move.to:
                found.setdefault((stage, move.to), []).append(name)
    return [(a, b, ", ".join(names)) for (a, b), names in found.items()]


def _name(stage: Stage | None) -> str:
    return stage.value.replace("-", "_") if stage else ""


def _section(name: str, move: Move) -> str:
    at = ", ".join(stage.value for stage in ORDER if stage in move.stages)
    at = {OPEN: "every open stage", frozenset(Stage): "every stage"}.get(move.stages, at)
    rows = [
        ("at", at),
        ("by", ", ".join(sorted(move.by))),
        ("leads to", move.to.value if move.to else "the same stage"),
        ("answers", ", ".join(map(_answer, move.params)) or "none"),
        ("event", f"`{move.event}`" if move.event else "none"),
        ("rests on", ", ".join(f"`{need}`" for need in sorted(move.needs)) or "the matter alone"),
    ]
    if move.while_pending:
        rows.append(("while another waits", "may be made"))
    lines = [
        f"## {name}\n",
        "| | |",
        "|---|---|",
        *(f"| {what} | {said} |" for what, said in rows),
    ]
    return "\n".join([*lines, ""])


def _answer(param: Param) -> str:
    word = param.name if param.required else f"*{param.name}*"
    kind = param.kind
    if param.choices:
        listed = len(param.choices) == 1
        kind = f"a declared {param.choices[0]}" if listed else " / ".join(param.choices)
    return f"{word}{'†' if param.sealed else ''} ({kind})"


def main() -> None:
    MOVES_PAGE.write_text(moves(), encoding="utf-8")
    REFUSALS_PAGE.write_text(refusals(), encoding="utf-8")
    LOOP_PAGE.write_text(loop(LOOP_PAGE.read_text("utf-8")), encoding="utf-8")
    sys.stdout.write("The pages of the moves, the refusals and the loop are in step.\n")


if __name__ == "__main__":
    main()
