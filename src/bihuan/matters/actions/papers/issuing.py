"""Issuing a paper: its number is given here and nowhere earlier, its files are kept, their digests
stand in its chain. What was issued is never changed; it can be revoked, and keeps its number.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.actions.papers import chaining, drafting
from bihuan.matters.actions.papers.pressing import BOOK
from bihuan.matters.models import Paper, Series
from bihuan.matters.queries.papers import drawing, room
from bihuan.matters.rules.papers import numbers
from bihuan.registers.evidence import actions as evidence
from bihuan.registers.evidence.models import File
from bihuan.registers.journal import actions as journal

MOST_SKIPPED = 100_000


@dataclass(frozen=True, slots=True)
class Desk:
    """Where papers are kept, and where the office puts its own types."""

    root: Path

    @property
    def fonts(self) -> Path:
        return self.root / "fonts"


def issue(key: int, *, by: Actor, now: datetime, desk: Desk) -> Paper:
    """Number the paper, set it, keep its files; refuses `paper.unsigned` before the last signature
    and `paper.font-missing` where no Chinese type is installed.
    """
    with transaction.atomic():
        paper = drafting.mine(key, "draft", "signing", by=by)
        if not room.complete(paper):
            raise Refused("paper.unsigned", missing="、".join(paper.needed[len(paper.signed) :]))
        if paper.word:
            _number(paper, now)
        paper.stage, paper.issued_at = "issued", now
        _set(paper, by, now, desk)
        _done(paper, now)
        told = {"number": paper.number, "template": paper.template_sha256} | _digests(paper)
        chaining.note(paper, "issued", told, by=by, now=now)
    return paper


def revoke(key: int, reason: str, *, by: Actor, now: datetime) -> Paper:
    """Take an issued paper back, with the reason; its number stays used."""
    _check_reason(reason)
    with transaction.atomic():
        paper = drafting.mine(key, "issued", by=by)
        paper.stage = "revoked"
        told = {"number": paper.number, "reason": reason.strip()}
        chaining.note(paper, "revoked", told, by=by, now=now)
    return paper


def skip(word: str, upto: int, reason: str, *, by: Actor, now: datetime) -> None:
    """Leave out the numbers of this year's series up to `upto`, those given by hand for instance.

    Refuses `paper.not-yours`, also for a series of another office, `paper.reason-missing`, and
    `paper.numbers-given` for numbers that are behind the last one given.
    """
    _check_reason(reason)
    if not room.may_press(by):
        raise Refused("paper.not-yours")
    year = local(now).year
    name = numbers.series(by.region, numbers.checked(word), year)
    with transaction.atomic():
        _check_series(word, by)
        series = _series(name)
        if not series.last < upto <= series.last + MOST_SKIPPED:
            raise Refused("paper.numbers-given", last=series.last, upto=upto)
        first, series.last = series.last + 1, upto
        series.save(update_fields=["last"])
        told = {"series": name, "first": first, "last": upto, "reason": reason.strip()}
        journal.record(
            BOOK, kind="numbers-skipped", payload=told, author=by, happened_at=now, recorded_at=now
        )


def _check_series(word: str, by: Actor) -> None:
    """A series that other offices alone have used is theirs to leave numbers out of."""
    used = Paper.objects.filter(region=by.region, word=word)
    if used.exists() and not used.filter(unit=by.unit).exists():
        raise Refused("paper.not-yours")


def _number(paper: Paper, now: datetime) -> None:
    """The next number; the row of the series is locked until the paper is issued or is not."""
    year = local(now).year
    paper.series = numbers.series(paper.region_id, numbers.checked(paper.word), year)
    series = _series(paper.series)
    Series.objects.filter(name=series.name).update(last=F("last") + 1)
    series.refresh_from_db()
    paper.place = series.last
    paper.number = numbers.number(paper.word, year, series.last)


def _series(name: str) -> Series:
    Series.objects.get_or_create(name=room.SERIES + name)
    return Series.objects.select_for_update().get(name=room.SERIES + name)


def _set(paper: Paper, by: Actor, now: datetime, desk: Desk) -> None:
    made = drawing.drawn(paper, fonts=desk.fonts)
    paper.template_sha256 = made.template_sha256
    paper.docx = _kept(made.office, f"{_name(paper)}.{made.ending}", by, now, desk)
    if made.pdf is not None:
        paper.pdf = _kept(made.pdf, f"{_name(paper)}.pdf", by, now, desk)


def _name(paper: Paper) -> str:
    return (f"{paper.number} {paper.title}".strip())[:80]


def _kept(body: bytes, name: str, by: Actor, now: datetime, desk: Desk) -> File:
    return evidence.keep(io.BytesIO(body), name=name, by=by, now=now, root=desk.root)


def _digests(paper: Paper) -> dict[str, object]:
    return {
        ending: file.sha256
        for ending, file in (("office", paper.docx), ("pdf", paper.pdf))
        if file
    }


def _done(paper: Paper, now: datetime) -> None:
    """The proposal of the machine is settled by the paper that came of it."""
    if paper.notice is not None:
        paper.notice.done_at = now
        paper.notice.save(update_fields=["done_at"])


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("paper.reason-missing")
