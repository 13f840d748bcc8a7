"""Doing the jobs: one worker, one job at a time; what a dead worker held is taken up again."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_noop as noop

from bihuan.kernel.actor import SYSTEM, Actor
from bihuan.kernel.refused import CODES, Refused
from bihuan.kernel.worktime import local
from bihuan.registers.jobs.actions import GIVEN
from bihuan.registers.jobs.kinds import KINDS, Done, Work
from bihuan.registers.jobs.models import Job
from bihuan.registers.jobs.queries import waiting
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.models import Account

Clock = Callable[[], datetime]
PATIENCE = timedelta(minutes=10)  # the longest silence of a worker that is not dead
TOLD_EVERY = timedelta(seconds=1)
MOST_TRIES = 3
TRIED_AT_ONCE = 10
INTERRUPTED = noop(
    "The work was interrupted and could not be taken up again. What was done stays done; look at "
    "it, then ask once more."
)
FAULT = noop(
    "A fault stopped the work. The administrator finds it in the log under job {number}; what was "
    "done before it stays done."
)
log = logging.getLogger(__name__)


class Lost(BaseException):
    """The job was given to another worker; not an `Exception`, so that no kind catches it."""


def run_waiting(root: Path, *, clock: Clock, worker: str = "inline") -> int:
    """Do every job that waits, one after the other; returns how many."""
    done = 0
    while run_one(root, clock=clock, worker=worker):
        done += 1
    return done


def run_one(root: Path, *, clock: Clock, worker: str) -> bool:
    """Take the oldest waiting job and do it; False where none waits."""
    for number in list(waiting().values_list("pk", flat=True)[:TRIED_AT_ONCE]):
        now = clock()
        taken = Job.objects.filter(pk=number, state=Job.WAITING).update(
            state=Job.RUNNING, tries=F("tries") + 1, holder=worker, begun_at=now,
            held_until=now + PATIENCE, done=0, total=None,
        )  # fmt: skip
        if taken:
            _do(Job.objects.get(pk=number), root, clock)
            return True
    return False


def recover(worker: str, *, clock: Clock, starting: bool = False) -> int:
    """Put the jobs of dead workers back into the queue, or end them; returns how many.

    A worker that is `starting` has nothing in hand: what is under its name was cut off.
    """
    dead = Q(held_until__lt=clock())
    if starting:
        dead |= Q(holder=worker)
    found = list(Job.objects.filter(dead, state=Job.RUNNING))
    for job in found:
        kind = KINDS.get(job.kind)
        if kind is not None and kind.again and job.tries < MOST_TRIES:
            _ours(job).update(state=Job.WAITING)
        else:
            _end(job, clock, Job.FAILED, INTERRUPTED, {})
    return len(found)


def forget_expired(root: Path, *, clock: Clock) -> int:
    """Delete the jobs whose time is over, with their files; returns how many."""
    over = Job.objects.filter(expires_at__lt=clock())
    found = list(over.exclude(state__in=(Job.WAITING, Job.RUNNING)))
    for job in found:
        shutil.rmtree(root / job.folder, ignore_errors=True)
        job.delete()
    return len(found)


def _do(job: Job, root: Path, clock: Clock) -> None:
    try:
        with translation.override(job.language):
            done = _run(job, root, clock)
        _end(job, clock, Job.DONE, done.said, done.facts, done.file)
    except Refused as refused:
        _end(job, clock, Job.REFUSED, CODES[refused.code], refused.facts)
    except Lost:
        log.warning("Job %s was taken over by another worker.", job.pk)
    except Exception:
        # One job must not take the worker, and all jobs after it, down with it.
        log.exception("Job %s (%s) failed.", job.pk, job.kind)
        _end(job, clock, Job.FAILED, FAULT, {"number": job.pk})


def _run(job: Job, root: Path, clock: Clock) -> Done:
    """The job under the rights its asker has now, whatever they were when he asked."""
    kind = KINDS.get(job.kind)
    if kind is None:
        raise Refused("job.kind-unknown", kind=job.kind)
    by = _asker(job, clock)
    folder = root / job.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(folder)
    given = folder / GIVEN if job.given_name else None
    if given is not None and not given.is_file():
        raise Refused("job.file-gone", number=job.pk)
    told = _Told(job, clock)
    return kind.run(Work(job.pk, by, job.payload, given, job.given_name, folder, clock, told))


def _asker(job: Job, clock: Clock) -> Actor:
    if job.account_id is None:
        return SYSTEM
    account = Account.objects.get(pk=job.account_id)
    return parties.actor_of(account, job.post or None, on=local(clock()).date())


def _clear(folder: Path) -> None:
    """Take away what a try that was cut off left lying; the file that came with the job stays."""
    for left in folder.iterdir():
        if left.name != GIVEN:
            left.unlink()


class _Told:
    """Progress written to the row, at most once a second; the same stroke keeps the job ours."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self.job, self.clock = job, clock
        self.last: datetime | None = None

    def __call__(self, done: int, total: int | None = None) -> None:
        now = self.clock()
        if self.last is not None and now - self.last < TOLD_EVERY and done != total:
            return
        self.last = now
        if not _ours(self.job).update(done=done, total=total, held_until=now + PATIENCE):
            raise Lost


def _ours(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=Job.RUNNING, holder=job.holder, tries=job.tries)


def _end(
    job: Job, clock: Clock, state: str, said: str, facts: Mapping[str, object], file: str = ""
) -> None:
    """Write the outcome, unless another worker has the job by now."""
    now, kind = clock(), KINDS.get(job.kind)
    _ours(job).update(
        state=state, said=said, facts={name: _plain(value) for name, value in facts.items()},
        result_name=file, ended_at=now, held_until=None,
        expires_at=now + kind.keeps if kind else job.expires_at,
    )  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, (bool, int, float, str, list, dict)) else str(value)
