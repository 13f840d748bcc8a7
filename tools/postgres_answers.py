"""Whether a PostgreSQL server takes us in at the address given; says nothing, exits 0 or 1."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import psycopg


def answers(address: str) -> bool:
    """Whether the server of `address` accepts its user on the maintenance database."""
    server = urlsplit(address)
    try:
        psycopg.connect(
            host=server.hostname,
            port=server.port,
            user=server.username,
            dbname="postgres",
            connect_timeout=3,
        ).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
