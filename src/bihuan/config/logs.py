"""What is written down while the house runs: stderr and a rotating file, no numbers of people."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TextIO

from bihuan.registers.parties.rules import masking

LARGEST = 5 * 1024 * 1024
KEPT = 5


class MaskingFormatter(logging.Formatter):
    """Hides the middle of mobile and identity numbers, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return masking.hidden_numbers(super().format(record))


class SharedRotatingFileHandler(RotatingFileHandler):
    """Rotates a file that several processes write: the others follow to the new one."""

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream and not self._is_current(self.stream):
            self.stream.close()
            self.stream = self._open()
        super().emit(record)

    def _is_current(self, stream: TextIO) -> bool:
        try:
            return os.path.samestat(os.fstat(stream.fileno()), Path(self.baseFilename).stat())
        except FileNotFoundError:
            return False


def configuration(path: Path) -> dict[str, Any]:
    """The logging of one installation; makes the folder of `path`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": MaskingFormatter,
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
            "file": {
                "()": SharedRotatingFileHandler,
                "formatter": "line",
                "filename": str(path),
                "maxBytes": LARGEST,
                "backupCount": KEPT,
                "encoding": "utf-8",
                "delay": True,
            },
        },
        "root": {"handlers": ["stderr", "file"], "level": "WARNING"},
        "loggers": {
            "bihuan": {"level": "INFO"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # A refused form is no event, and the address of a page may hold a tracking code.
            "django.request": {"level": "ERROR"},
        },
    }
