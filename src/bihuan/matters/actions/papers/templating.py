"""Keeping a template of the office: checked whole, kept version by version, never overwritten."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.papers.pressing import BOOK
from bihuan.matters.models import PaperTemplate
from bihuan.matters.queries.papers import room
from bihuan.matters.rules.papers import documents, kinds, setting, workbooks
from bihuan.registers.evidence.rules import packages
from bihuan.registers.journal import actions as journal

LARGEST = 5 * 1024 * 1024


def keep(code: str, name: str, body: bytes, *, by: Actor, now: datetime) -> PaperTemplate:
    """Keep a template for the papers of the region; the same bytes again change nothing.

    Refuses `paper.not-yours`, `paper.template-broken` for a file that is none of its kind or holds
    macros, and what the checks of its fields refuse.
    """
    kind = kinds.kind(code)
    if not room.may_press(by):
        raise Refused("paper.not-yours")
    _check(kind, body)
    sha256 = hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        before = PaperTemplate.objects.filter(region=by.region, kind=code).order_by("-version")
        last = before.first()
        if last is not None and last.sha256 == sha256:
            return last
        kept = PaperTemplate.objects.create(
            region_id=by.region, kind=code, version=last.version + 1 if last else 1,
            name=name[-120:], body=body, sha256=sha256, kept_at=now, kept_by=by.post,
        )  # fmt: skip
        journal.record(
            BOOK,
            kind="template-kept",
            payload={"kind": code, "version": kept.version, "sha256": sha256},
            author=by,
            happened_at=now,
            recorded_at=now,
        )
    return kept


def _check(kind: kinds.Kind, body: bytes) -> None:
    wanted = "xlsx" if kind.layout == "table" else "docx"
    if len(body) > LARGEST:
        raise Refused("file.too-large", megabytes=LARGEST // 1024 // 1024)
    stream = io.BytesIO(body)
    try:
        packages.check_package(stream, len(body), packages.Limits())
        found = packages.office_kind(stream)
    except Refused as refused:
        if refused.code != "file.damaged":
            raise
        raise Refused("paper.template-broken") from refused
    if found == "macros":
        raise Refused("paper.template-macros")
    if found != wanted:
        raise Refused("paper.template-kind", kind=kind.name, wanted=wanted)
    check = workbooks.check if wanted == "xlsx" else documents.check
    check(body, setting.names_of(kind))
