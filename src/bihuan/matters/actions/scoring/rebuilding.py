"""A run rebuilt from its chain and its rows, to be compared with what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bihuan.matters.actions.scoring.publishing import digest
from bihuan.matters.models import Exclusion, Objection, ScoreRow, ScoreRun
from bihuan.matters.queries.scoring import runs
from bihuan.matters.rules.scoring import keeping
from bihuan.matters.rules.scoring.judging import Digest
from bihuan.matters.rules.scoring.tallying import summed
from bihuan.registers.journal.rules.chain import Record

CHUNK = 2000


def differing(run_id: int, entries: Sequence[Record]) -> str | None:
    """The first of what a run stores that its chain or its rows tell otherwise, or None."""
    run = ScoreRun.objects.filter(pk=run_id).first()
    if run is None:
        return "row"
    first = entries[0].data
    if (run.rows, run.digest) != (first["rows"], first["digest"]) or _digest(run) != run.digest:
        return "judged"
    if keeping.to_record(summed(runs.rows(run))) != run.sums:
        return "sums"
    told = [entry.data["sums"] for entry in entries if "sums" in entry.data]
    if told[-1] != run.sums:
        return "sums"
    return _decisions(run, entries) or _published(run, entries)


def _digest(run: ScoreRun) -> str:
    found = Digest()
    kept = ScoreRow.objects.filter(run=run).order_by("pk")
    for matter, head, length, *row in kept.values_list(
        "matter", "head", "length", *runs.COLUMNS
    ).iterator(CHUNK):
        found.add(matter, head, length, row)
    return found.hex()


def _decisions(run: ScoreRun, entries: Sequence[Record]) -> str | None:
    """Whether every decision that counts is one the chain tells."""
    upheld = Objection.objects.filter(run=run, decision="upheld")
    approved = Exclusion.objects.filter(run=run, decision="approved")
    stored = {
        "objection": dict(upheld.values_list("pk", "after")),
        "exclusion": dict(approved.values_list("pk", "ground")),
    }
    told: dict[str, dict[int, Any]] = {"objection": {}, "exclusion": {}}
    for entry in entries:
        if entry.kind == "objection-ruled" and entry.data["after"]:
            told["objection"][entry.data["objection"]] = entry.data["after"]
        if entry.kind == "exclusion-decided" and entry.data["decision"] == "approved":
            told["exclusion"][entry.data["exclusion"]] = entry.data["ground"]
    return next((f"{kind}s" for kind in stored if stored[kind] != told[kind]), None)


def _published(run: ScoreRun, entries: Sequence[Record]) -> str | None:
    told = [entry.data["digest"] for entry in entries if entry.kind == "published"]
    stored = [digest(run.published)] if run.published is not None else []
    return None if told == stored else "published"
