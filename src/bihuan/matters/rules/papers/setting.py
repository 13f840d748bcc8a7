"""One paper ready to be set: every field it says, whatever it is set with afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.matters.rules.papers import matterwords, wording
from bihuan.matters.rules.papers.kinds import COLOURS, Kind

DRAFT = "草稿　待核稿、签发、编号、用印"


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a paper besides its figures."""

    kind: Kind
    title: str
    fields: Mapping[str, Any]
    number: str = ""
    day: date | None = None  # when it was issued; None for a draft
    signed_by: str = ""


def sheet(said: Said, figures: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every field of the paper by its name."""
    found: dict[str, Any] = dict.fromkeys((*wording.PLAIN, *matterwords.FIELDS), "")
    found |= {name: value for name, value in said.fields.items() if name not in ("note", "copies")}
    if figures is not None:
        found |= wording.of_figures(figures)
        found["正文"] = wording.paragraphs(said.kind, figures) if _told(said.kind) else []
    note = str(said.fields.get("note", ""))
    found["正文"] = [*(found["正文"] or []), *(line for line in note.splitlines() if line.strip())]
    return found | {
        "标题": said.title,
        "发文字号": said.number,
        "日期": wording.day(said.day) if said.day else "",
        "签发人": said.signed_by,
        "抄送": str(said.fields.get("copies", "")),
        "草稿": "" if said.day else DRAFT,
        "颜色": COLOURS.get(said.kind.colour, ""),
        "栏": matterwords.rows(said.kind, found) if said.kind.layout == "form" else [],
        "件": said.kind.name,
    }


def _told(kind: Kind) -> bool:
    return kind.layout == "report"


def names_of(kind: Kind) -> dict[str, tuple[str, ...]]:
    """The fields a template of this kind may name, each with the fields of its rows."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(wording.PLAIN, ())
    if kind.of_press:
        found |= dict.fromkeys(wording.FIGURES, ())
        found |= wording.ROWS
        return found if kind.layout == "table" else found | {"正文": ()}
    found |= dict.fromkeys(matterwords.FIELDS, ())
    return found
