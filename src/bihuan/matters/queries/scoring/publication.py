"""What is published of a run, and who may read it."""

from __future__ import annotations

from typing import Any

from bihuan.kernel.refused import Refused
from bihuan.matters.models import ScoreRun
from bihuan.matters.queries.scoring import runs
from bihuan.matters.rules.scoring import keeping
from bihuan.matters.rules.scoring.snapshot import snapshot


def taken(run: ScoreRun) -> dict[str, Any]:
    """What is published of a run: counts by group, without persons and without small cells."""
    mechanism = runs.mechanism_of(run)
    about = {
        "run": run.pk,
        "corrects": run.corrects.pk if run.corrects else None,
        "region": run.region_id,
        "since": run.since.isoformat(),
        "until": run.until.isoformat(),
        "mechanisms": run.mechanisms,
        "version": mechanism.version,
        "declaration": run.formula.sha256,
        "made_at": run.made_at.isoformat(),
        "published_at": run.published_at.isoformat() if run.published_at else None,
        "rows_digest": run.digest,
    }
    least = mechanism.publication.small_cells
    return snapshot(keeping.from_record(run.sums), mechanism.score, least, run.names, about)


def next_duty(run: ScoreRun) -> str:
    """Whose signature is due; empty where none is."""
    needed = runs.formula_of(run).signed_by
    if run.asked_to_publish_at is None or run.published_at is not None:
        return ""
    return needed[len(run.signatures)] if len(run.signatures) < len(needed) else ""


def opened(key: int) -> ScoreRun:
    """A published run that anybody may read, if declared so; refuses `score.unknown`."""
    run = ScoreRun.objects.filter(pk=key, published_at__isnull=False).first()
    if run is None or not runs.mechanism_of(run).publication.figures:
        raise Refused("score.unknown")
    return run


def file_of(run: ScoreRun) -> dict[str, Any]:
    """The published file of a run, as it was published; refuses `score.not-published`."""
    if run.published is None:
        raise Refused("score.not-published")
    found: dict[str, Any] = run.published
    return found


def corrections(run: ScoreRun) -> list[ScoreRun]:
    """The published corrections of a run, and of its corrections, the newest last."""
    found: list[ScoreRun] = []
    at = run
    while True:
        after = at.corrections.filter(published_at__isnull=False).order_by("pk").last()
        if after is None:
            return found
        found.append(after)
        at = after
