"""Every measure by name: the module that takes it, and the database it works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Database = Literal["", "sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: `module` yields its figures in a process of its own."""

    name: str
    module: str
    database: Database = ""


MEASURES = (
    Measure("kernel", "bench.measures.kernel"),
    Measure("action-sqlite", "bench.measures.action", "sqlite"),
    Measure("action-postgresql", "bench.measures.action", "postgresql"),
    Measure("replay-sqlite", "bench.measures.replay", "sqlite"),
    Measure("replay-postgresql", "bench.measures.replay", "postgresql"),
    Measure("desk-sqlite", "bench.measures.desk", "sqlite"),
    Measure("circular-sqlite", "bench.measures.circular", "sqlite"),
    Measure("circular-postgresql", "bench.measures.circular", "postgresql"),
    Measure("export-sqlite", "bench.measures.export", "sqlite"),
    Measure("export-postgresql", "bench.measures.export", "postgresql"),
    Measure("similar-sqlite", "bench.measures.similar", "sqlite"),
    Measure("similar-postgresql", "bench.measures.similar", "postgresql"),
    Measure("ledger-postgresql", "bench.measures.ledger", "postgresql"),
    Measure("sheet-sqlite", "bench.measures.sheet", "sqlite"),
    Measure("sheet-postgresql", "bench.measures.sheet", "postgresql"),
    Measure("routing", "bench.measures.routing"),
    Measure("category", "bench.measures.category"),
)
# The ledger of a million matters is built once and serves both of these.
PARTS_OF = {"desk-postgresql": "ledger-postgresql", "sweep-postgresql": "ledger-postgresql"}


def chosen(only: str) -> tuple[Measure, ...]:
    """The measures of a name or of the first word of several; all without one, none if unknown."""
    name = PARTS_OF.get(only, only)
    if name in ("desk", "sweep"):
        return tuple(m for m in MEASURES if m.module.endswith((name, "ledger")))
    return tuple(m for m in MEASURES if not name or name in (m.name, m.name.split("-")[0]))
