"""What a measure says: a value beside its baseline, and the bar it is held to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Bar:
    """A limit on the value itself or on its ratio to the baseline."""

    of: Literal["value", "ratio"]
    sense: Literal["least", "most"]
    limit: float

    def __str__(self) -> str:
        sign = ">=" if self.sense == "least" else "<="
        return f"{self.of} {sign} {self.limit:g}"

    def holds(self, number: float) -> bool:
        return number >= self.limit if self.sense == "least" else number <= self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `baseline` has the same unit, `ratio` is value through baseline."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    against: str = ""  # what the baseline is
    bar: Bar | None = None
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.baseline if self.baseline else None

    @property
    def holds(self) -> bool | None:
        """Whether the bar holds; None where none is asked for."""
        if self.bar is None:
            return None
        number = self.value if self.bar.of == "value" else self.ratio
        return number is not None and self.bar.holds(number)

    def as_json(self) -> dict[str, Any]:
        """The figure as bench.json keeps it."""
        said = asdict(self)
        said |= {"ratio": self.ratio, "bar": str(self.bar or ""), "holds": self.holds}
        return said


@dataclass(frozen=True, slots=True)
class Skipped:
    """A measure that could not be taken here, and why."""

    name: str
    why: str

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "skipped": self.why}


Line = Figure | Skipped


def read_line(text: str) -> Line:
    """The figure or the excuse that a line of JSON stands for."""
    said = json.loads(text)
    if "skipped" in said:
        return Skipped(said["name"], said["skipped"])
    bar = said["bar"].split()
    return Figure(
        said["name"],
        said["value"],
        said["unit"],
        said["baseline"],
        said["against"],
        Bar(bar[0], "least" if bar[1] == ">=" else "most", float(bar[2])) if bar else None,
        said["aim"],
    )
