"""A paper drawn: its fields and the frozen figures of its press, set with a template."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bihuan.kernel.worktime import local
from bihuan.matters.models import Matter, Paper, PaperTemplate
from bihuan.matters.queries.papers import of_matter, room, standing
from bihuan.matters.rules.papers import defaults, documents, fonts, kinds, pdf, setting, workbooks
from bihuan.registers.parties import queries as parties


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files of a paper; a table has no PDF."""

    office: bytes
    ending: str
    pdf: bytes | None
    template_sha256: str


def template(region: str, kind: kinds.Kind) -> bytes:
    """The office's newest template of a kind, else the one we ship."""
    kept = PaperTemplate.objects.filter(region=region, kind=kind.code).order_by("-version").first()
    return bytes(kept.body) if kept else defaults.template(kind)


def sheet(paper: Paper) -> dict[str, Any]:
    """Every field of the paper by its name."""
    kind = kinds.kind(paper.kind)
    figures = room.figures_of(paper.press) if paper.press else None
    day = local(paper.issued_at).date() if paper.issued_at else None
    said = setting.Said(
        kind, paper.title, paper.fields, paper.number, day, _signed_by(paper)
    )  # fmt: skip
    return setting.sheet(said, figures)


def drawn(paper: Paper, *, fonts: Path) -> Drawn:
    """The paper as files; refuses `paper.font-missing`."""
    kind = kinds.kind(paper.kind)
    return _drawn(kind, sheet(paper), template(paper.region_id, kind), fonts)


def office_file(paper: Paper) -> tuple[bytes, str]:
    """The paper as the word processor opens it, with its ending; needs no type."""
    kind = kinds.kind(paper.kind)
    return _office(kind, sheet(paper), template(paper.region_id, kind))


def pdf_of(paper: Paper, *, fonts: Path) -> bytes:
    """The paper as PDF; refuses `paper.font-missing`."""
    return _pdf(kinds.kind(paper.kind), sheet(paper), fonts)


def slip(row: Matter, person: Mapping[str, str], now: datetime, *, fonts: Path) -> Drawn:
    """The handling slip of a matter, printed for today; `person` is who may be rung up."""
    kind = kinds.KINDS["slip"]
    told = {**of_matter.fields(row, kind, standing.owner_of(row, now), now), **person}
    said = setting.sheet(setting.Said(kind, kind.name, told, "", local(now).date()))
    return _drawn(kind, said, template(row.region_id, kind), fonts)


def _drawn(kind: kinds.Kind, told: Mapping[str, Any], body: bytes, folder: Path) -> Drawn:
    office, ending = _office(kind, told, body)
    made = None if kind.layout == "table" else _pdf(kind, told, folder)
    return Drawn(office, ending, made, hashlib.sha256(body).hexdigest())


def _office(kind: kinds.Kind, told: Mapping[str, Any], body: bytes) -> tuple[bytes, str]:
    if kind.layout == "table":
        return workbooks.filled(body, told), "xlsx"
    return documents.filled(body, told), "docx"


def _pdf(kind: kinds.Kind, told: Mapping[str, Any], folder: Path) -> bytes:
    return pdf.made(kind, told, fonts.found(folder))


def _signed_by(paper: Paper) -> str:
    """Who signed last, by name: a paper bears the name of the one who lets it leave."""
    if not paper.signed:
        return ""
    return parties.person_name(paper.signed[-1][1])
