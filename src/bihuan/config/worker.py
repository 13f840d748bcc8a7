"""The hands of the house: one thread that does the jobs asked for, one after the other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two looks into an empty queue
TIDY_EVERY = timedelta(minutes=1)


class Worker:
    """Calls `work` as long as it says that there was something to do, and looks again each second.

    `tidy` is called at the start (with True) and once a minute; `rest` after each look, whatever
    happened: to give the database connection back.
    """

    def __init__(
        self,
        *,
        work: Callable[[], bool],
        tidy: Callable[[bool], object],
        clock: Callable[[], datetime],
        rest: Callable[[], object] = lambda: None,
    ) -> None:
        self._work = work
        self._tidy = tidy
        self._clock = clock
        self._rest = rest
        self._tidied: datetime | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float = 5) -> None:
        """Wait at most `patience` seconds; a job cut off is taken up again at the next start."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stopping.is_set():
            if not self.look():
                self._stopping.wait(PAUSE)

    def look(self) -> bool:
        """Tidy if it is time, do one job if there is one; a fault is logged and met again."""
        try:
            self._tidy_in_time()
            return self._work()
        except Exception:
            # As with the ticker: a database being restarted must not end the work for good.
            log.exception("The worker stumbled; it looks again.")
            return False
        finally:
            self._rest()

    def _tidy_in_time(self) -> None:
        now = self._clock()
        if self._tidied is not None and now - self._tidied < TIDY_EVERY:
            return
        self._tidy(self._tidied is None)
        self._tidied = now
