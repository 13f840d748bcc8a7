"""Which database an installation keeps its rows in: SQLite under its home, or PostgreSQL."""

from __future__ import annotations

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from bihuan.config.environment import Environment

# A request finds its connection open; ten minutes bound what an idle one holds.
KEPT_OPEN = 600
SCHEMES = ("postgres://", "postgresql://")
# The writer waits at the door (IMMEDIATE), not in the middle of its transaction.
# FULL: what an office was told is done must still be done after the power fails.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


def configuration(environment: Environment) -> dict[str, Any]:
    """The database of the installation; refuses an address that is not PostgreSQL's."""
    url = environment.database_url
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": environment.home / "bihuan.sqlite3",
            "CONN_MAX_AGE": KEPT_OPEN,
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with postgres:// (without it, SQLite is used)."
        )
    return dict(dj_database_url.parse(url, conn_max_age=KEPT_OPEN, conn_health_checks=True))
