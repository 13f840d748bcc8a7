"""How something gets into the journal, and how a day of it is anchored."""

from bihuan.registers.journal.actions.anchors import export_all, export_anchor, make_anchor
from bihuan.registers.journal.actions.entries import (
    Author,
    Prepared,
    Said,
    append,
    erase,
    insert_all,
    prepare,
    record,
)

__all__ = [
    "Author",
    "Prepared",
    "Said",
    "append",
    "erase",
    "export_all",
    "export_anchor",
    "insert_all",
    "make_anchor",
    "prepare",
    "record",
]
