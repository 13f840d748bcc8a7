from typing import Any

from django.core.management.commands import flush
from django.db import connections

from bihuan.registers.journal import dialect


class Command(flush.Command):
    """Empty the whole database, the journal with it: the guards give way to this alone."""

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        dialect.take_down(connection)
        try:
            super().handle(**options)
        finally:
            dialect.put_up(connection)
