"""Records, one JSON object a line, as a grid: what is nested becomes columns with dotted names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.kernel.refused import Refused

JOINT = "；"
_DEEPEST = 20


def may_be(beginning: str) -> bool:
    """Whether what begins like this is worth reading as records."""
    return beginning.lstrip("\ufeff \t\r\n").startswith("{")


def are_records(text: str) -> bool:
    """Whether a text begins with a record: its first line is a JSON object."""
    first = text.lstrip("\ufeff \t\r\n").split("\n", 1)[0]
    if not first.startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def rows(text: str) -> tuple[tuple[str, ...], ...]:
    """A header with every name in the order of its first use, then a row for each line.

    The header stands in row 1, so the record of line 1 is row 2. A line that is no record keeps
    its text in the first cell alone, and is too short for any import. Refuses `sheet.nested`.
    """
    lines = text.split("\n")
    found = [_record(line, number) for number, line in enumerate(lines, 1)]
    header = tuple(dict.fromkeys(name for each in found if each for name in each))
    return (
        header,
        *(
            tuple(each.get(name, "") for name in header) if each else (lines[place].strip(),)
            for place, each in enumerate(found)
        ),
    )


def _record(line: str, number: int) -> dict[str, str] | None:
    try:
        said = json.loads(line.lstrip("\ufeff"))
    except RecursionError as fault:
        raise Refused("sheet.nested", row=number) from fault
    except ValueError:
        return None
    return dict(_flat("", said, number, 0)) if isinstance(said, dict) else None


def _flat(name: str, said: Any, number: int, depth: int) -> Iterable[tuple[str, str]]:
    if depth > _DEEPEST:
        raise Refused("sheet.nested", row=number)
    if isinstance(said, Mapping):
        for key, value in said.items():
            yield from _flat(f"{name}.{key}" if name else str(key), value, number, depth + 1)
    else:
        yield name, _text(said)


def _text(said: Any) -> str:
    if said is None:
        return ""
    if isinstance(said, list) and not any(isinstance(each, list | dict) for each in said):
        return JOINT.join(_text(each) for each in said)
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
