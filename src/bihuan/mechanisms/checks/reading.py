"""What a check may look at: the file, its declaration, the law, and the units on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bihuan.kernel.declaration import Mechanism
from bihuan.mechanisms.faults import Fault
from bihuan.mechanisms.loading import Loaded
from bihuan.mechanisms.reading import Path
from bihuan.mechanisms.schema.document import Document

Units = Mapping[str, bool]  # code of a unit on record -> whether it is an outside body
Higher = Callable[[str], Mechanism | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A mechanism being read as a lawyer reads it; `units` is None where none are on record."""

    loaded: Loaded
    units: Units | None
    higher: Higher

    @property
    def mechanism(self) -> Mechanism:
        return self.loaded.mechanism

    @property
    def document(self) -> Document:
        return self.loaded.document

    def fault(self, path: Path, code: str, /, **facts: str) -> Fault:
        """A finding at that path of the file; a clock is called by its label and its name."""
        clock = self.mechanism.clocks.get(facts.get("clock", ""))
        if clock is not None and clock.label not in ("", clock.name):
            facts["clock"] = f"{clock.label}（{clock.name}）"
        return self.loaded.tree.fault(path, code, **facts)

    def outside(self, unit: str) -> bool:
        """Whether the unit is known to be an outside body."""
        return bool(self.units and self.units.get(unit))
