"""A paper as PDF, set from our own layout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from bihuan.matters.rules.papers.fonts import Fonts
from bihuan.matters.rules.papers.kinds import Kind

_LAYOUT = "layout.typ"


def made(kind: Kind, sheet: Mapping[str, Any], fonts: Fonts) -> bytes:
    """The PDF of a report, a form, a notice or a letter; the same fields give the same bytes."""
    source = resources.files(__package__).joinpath(_LAYOUT).read_bytes()
    told = {**sheet, "layout": kind.layout, "colour": kind.colour}
    named = {name: kept for name, kept in asdict(fonts).items() if name != "paths"}
    found: bytes | list[bytes] | None = typst.compile(  # type: ignore[misc]  # its stub cannot tell bytes from a path
        source,
        font_paths=[path for path in fonts.paths if Path(path).is_dir()],
        sys_inputs={
            "paper": json.dumps(told, ensure_ascii=False),
            "fonts": json.dumps(named, ensure_ascii=False),
        },
        timestamp=0,
    )
    if not isinstance(found, bytes):
        raise TypeError(type(found))
    return found
