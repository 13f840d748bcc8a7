"""The clock of the house: once a minute, in one process only, whatever is due is swept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

log = logging.getLogger(__name__)

MINUTE = 60


class Ticker:
    """Calls `sweep` at the start of every minute in which `take_lease` says that it is our turn.

    `rest` is called after each minute, whatever happened: to give the database connection back.
    """

    def __init__(
        self,
        *,
        take_lease: Callable[[datetime], bool],
        sweep: Callable[[datetime], object],
        clock: Callable[[], datetime],
        rest: Callable[[], object] = lambda: None,
    ) -> None:
        self._take_lease = take_lease
        self._sweep = sweep
        self._clock = clock
        self._rest = rest
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self.run, name="ticker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float = 10) -> None:
        """Let the minute under way end, for at most `patience` seconds."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def run(self) -> None:
        """Tick at once, to catch up on an outage, then every minute until told to stop."""
        self.tick()
        while not self._stopping.wait(self.until_next_minute()):
            self.tick()

    def until_next_minute(self) -> float:
        now = self._clock()
        return MINUTE - now.second - now.microsecond / 1_000_000

    def tick(self) -> None:
        """Sweep if it is our turn; a sweep that fails is logged and tried again next minute."""
        now = self._clock()
        try:
            if self._take_lease(now):
                self._sweep(now)
        except Exception:
            # The one place that catches everything: a fault in one matter, or a database that is
            # being restarted, must not stop the clocks of all the others until somebody notices.
            log.exception("The sweep of %s failed; the next one tries again.", now.isoformat())
        finally:
            self._rest()
