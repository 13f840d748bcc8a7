"""The kinds of job: what each does, as a table that `config/wiring` fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bihuan.kernel.actor import Actor

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: an English sentence (marked with noop), its facts, and a file.

    The file was written to `Work.place(name)`; the facts must fit into JSON.
    """

    said: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind is handed: the asker as he stands now, his wishes, and how to tell progress.

    `progress(done, total)` is called at least every few minutes; a worker that was silent for
    longer is taken for dead, and the call tells it so by an exception that is not to be caught.
    """

    number: int
    by: Actor
    payload: Mapping[str, Any]
    given: Path | None  # the file that came with the job
    given_name: str
    folder: Path
    clock: Callable[[], datetime]
    progress: Callable[[int, int | None], None]

    def place(self, name: str) -> Path:
        """Where a file of the job lies."""
        return self.folder / name


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    `run` starts from `visible_to(work.by)` and commits its own transactions. With `again`, a job
    whose worker was killed is begun anew, so doing it twice must do no more than doing it once;
    without, it ends as failed with a sentence. `page` names the address (taking the job's number)
    where one goes on afterwards.
    """

    name: str
    label: str  # marked with noop
    run: Callable[[Work], Done]
    again: bool = True
    page: str = ""
    keeps: timedelta = WEEK


KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Put kinds into the table; called by `config/wiring` alone."""
    KINDS.update({kind.name: kind for kind in kinds})
