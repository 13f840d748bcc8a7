"""The templates in force, one for each kind of paper."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bihuan.matters.models import PaperTemplate
from bihuan.matters.queries.papers import drawing
from bihuan.matters.rules.papers import kinds, setting


@dataclass(frozen=True, slots=True)
class InForce:
    """The template a kind of paper is set with; version 0 is the one we ship."""

    kind: kinds.Kind
    version: int
    name: str
    sha256: str
    kept_at: datetime | None
    fields: tuple[str, ...]

    @property
    def ending(self) -> str:
        return "xlsx" if self.kind.layout == "table" else "docx"


def in_force(region: str) -> list[InForce]:
    """Every kind with its template."""
    kept: dict[str, PaperTemplate] = {}
    for row in PaperTemplate.objects.filter(region=region).defer("body").order_by("version"):
        kept[row.kind] = row
    return [_in_force(region, kind, kept.get(kind.code)) for kind in kinds.KINDS.values()]


def _in_force(region: str, kind: kinds.Kind, row: PaperTemplate | None) -> InForce:
    fields = tuple(
        name if not rows else f"{name}.{row_field}"
        for name, rows in setting.names_of(kind).items()
        for row_field in (rows or ("",))
    )
    if row is None:
        sha256 = hashlib.sha256(drawing.template(region, kind)).hexdigest()
        return InForce(kind, 0, "", sha256, None, fields)
    return InForce(kind, row.version, row.name, row.sha256, row.kept_at, fields)
