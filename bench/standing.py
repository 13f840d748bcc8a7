"""Which of two databases the product stands on at the moment; it knows of one only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend


@cache
def _connected(name: str) -> BaseDatabaseWrapper:
    """A connection to that database which believes to be the only one."""
    declared = connections.databases[name]
    wrapper: BaseDatabaseWrapper = load_backend(declared["ENGINE"]).DatabaseWrapper(
        declared, "default"
    )
    return wrapper


@contextmanager
def on(name: str) -> Iterator[None]:
    """Everything inside reads and writes the database declared under that name."""
    before = connections["default"]
    connections["default"] = _connected(name)
    try:
        yield
    finally:
        connections["default"] = before


def close() -> None:
    """Close the connections made here; the databases can be dropped then."""
    for name in ("default", "other"):
        _connected(name).close()
    connections.close_all()
