"""Serves the installation: brings the tables up to date, then runs the workers and the helpers."""

from __future__ import annotations

import logging
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces

from bihuan.cli.wording import sentence
from bihuan.config import occupied
from bihuan.kernel.refused import Refused
from bihuan.matters.rules.papers import fonts

log = logging.getLogger(__name__)

APPLICATION = "bihuan.config.wsgi:application"
THREADS = 4


class Helper(Protocol):
    """A thread beside the server: the ticker, the worker."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


def serve(
    host: str,
    port: int,
    workers: int,
    *,
    backup: Callable[[], object],
    helpers: Sequence[Helper] = (),
) -> None:
    """Serve until told to stop by SIGTERM or SIGINT.

    Refuses `server.occupied`, `server.port-taken` and `server.database-newer`.
    """
    occupied.check_port(host, port)
    with occupied.alone(settings.BIHUAN_HOME):
        prepare(backup)
        _check_types()
        _run(host, port, workers, helpers)


def _run(host: str, port: int, workers: int, helpers: Sequence[Helper]) -> None:
    # A worker forked while a helper is inside SQLite or a lock would wait for ever for a thread
    # that it does not have; a spawned one begins with nothing.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
    )
    for helper in helpers:
        helper.start()
    try:
        server.serve()
    finally:
        for helper in helpers:
            helper.stop()


def _check_types() -> None:
    """Say at once that no PDF can be set here, rather than on Friday afternoon: everything else
    works, so the server starts.
    """
    try:
        fonts.found(settings.BIHUAN_HOME / "fonts")
    except Refused as refused:
        said = sentence(refused.code, refused.facts)
        log.warning(said)
        print(said, file=sys.stderr)  # noqa: T201  the one who starts the server reads the terminal


def prepare(backup: Callable[[], object]) -> None:
    """Bring tables and static files up to date; an installation with data is backed up first.

    Refuses `server.database-newer`.
    """
    executor = MigrationExecutor(connection)
    _refuse_newer_database(executor)
    if _is_behind(executor):
        if executor.loader.applied_migrations:
            backup()
        call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()


def check_ready() -> None:
    """Refuses `server.not-ready` where tables are missing or old, and `server.database-newer`."""
    executor = MigrationExecutor(connection)
    _refuse_newer_database(executor)
    if _is_behind(executor):
        raise Refused("server.not-ready")


def _is_behind(executor: MigrationExecutor) -> bool:
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _refuse_newer_database(executor: MigrationExecutor) -> None:
    """An older program on newer tables would write rows that the newer one does not expect."""
    known, ours = executor.loader.disk_migrations, executor.loader.migrated_apps
    applied = executor.loader.applied_migrations
    if newer := sorted(key for key in applied if key[0] in ours and key not in known):
        raise Refused("server.database-newer", migration=".".join(newer[0]))
