"""Where a measure works: a home of its own and, for PostgreSQL, a database of its own."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

SERVER = "postgres://postgres@127.0.0.1:5432"
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def postgresql_answers() -> bool:
    """Whether the PostgreSQL server of this machine takes us in."""
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def fresh_home() -> Iterator[Path]:
    """A home that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as home:
        yield Path(home)


@contextmanager
def fresh_database() -> Iterator[str]:
    """The address of a new PostgreSQL database that is dropped afterwards."""
    name = f"bihuan_bench_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{SERVER}/{name}"
        finally:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
