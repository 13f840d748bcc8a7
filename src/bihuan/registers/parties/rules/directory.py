"""The tree of units as one value: who stands above whom, on two lines, on a day.

A department of a county answers to the county (the territorial line, 块) and to the same
department one level up (the sectoral line, 条). A few hundred units fit in memory, so every
question about them is answered here without a database.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bihuan.kernel.refused import Refused


@dataclass(frozen=True, slots=True)
class RegionFacts:
    code: str
    name: str
    level: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class UnitFacts:
    code: str
    name: str
    short_name: str = ""
    region: str = ""
    kind: str = "department"
    territorial: str = ""
    sectoral: str = ""
    external: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""
    aliases: tuple[str, ...] = ()

    def stands(self, on: date | None) -> bool:
        """Whether the unit exists on a day; without a day, whether it has no end."""
        if on is None:
            return self.valid_until is None
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_until is None or on < self.valid_until)

    def ended(self, on: date | None) -> bool:
        return self.valid_until is not None and (on is None or self.valid_until <= on)

    @property
    def called(self) -> tuple[str, ...]:
        return tuple(name for name in (self.name, self.short_name, *self.aliases) if name)


@dataclass(frozen=True, slots=True)
class PostFacts:
    code: str
    unit: str
    title: str
    duties: frozenset[str] = frozenset()
    order: int = 100
    active: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """How far above a unit another stands: steps in all, and how many of them sectoral."""

    steps: int
    sectoral: int

    def plus(self, other: Reach) -> Reach:
        return Reach(self.steps + other.steps, self.sectoral + other.sectoral)

    @property
    def key(self) -> tuple[int, int]:
        return self.steps, self.sectoral


@dataclass(frozen=True)
class Directory:
    """Regions, units and posts of one installation, as they stand in its tables at one moment."""

    units: Mapping[str, UnitFacts]
    regions: Mapping[str, RegionFacts] = field(default_factory=dict)
    posts: Mapping[str, PostFacts] = field(default_factory=dict)

    def unit(self, code: str) -> UnitFacts:
        """The unit of a code; refuses `unit.unknown`."""
        try:
            return self.units[code]
        except KeyError:
            raise Refused("unit.unknown", name=code) from None

    def successor_of(self, code: str, on: date | None) -> str | None:
        """The unit that stands for `code` on a day: itself, or the end of its chain of successors.

        None where the chain ends in a unit abolished without one; refuses `unit.unknown`,
        `unit.succession-circular`.
        """
        passed: list[str] = []
        each = code
        while self.unit(each).ended(on):
            passed.append(each)
            each = self.units[each].successor
            if not each:
                return None
            if each in passed:
                raise Refused("unit.succession-circular", names="、".join([*passed, each]))
        return each

    def answering(self, code: str, on: date | None) -> str:
        """The unit that answers on a day to the name a declaration uses: itself or its successor.

        Empty where nobody does; a name that is not on record stands for itself.
        """
        return (self.successor_of(code, on) or "") if code in self.units else code

    def reaches(self, code: str, on: date | None) -> dict[str, Reach]:
        """Every unit above `code` with its distance, nearest first, territorial before sectoral.

        An abolished superior is replaced by its successor; without one its own superiors count,
        as far away as if it still stood.
        """
        settled: dict[str, Reach] = {}
        queue = [(0, 0, code)]
        while queue:
            steps, sectoral, each = heapq.heappop(queue)
            if each in settled:
                continue
            settled[each] = Reach(steps, sectoral)
            for above, sideways in self._above(each, on):
                heapq.heappush(queue, (steps + 1, sectoral + sideways, above))
        del settled[code]
        return {each: at for each, at in settled.items() if not self.units[each].ended(on)}

    def _above(self, code: str, on: date | None) -> list[tuple[str, int]]:
        unit = self.unit(code)
        named = ((unit.territorial, 0), (unit.sectoral, 1))
        return [(self.successor_of(above, on) or above, side) for above, side in named if above]

    def superiors(self, code: str, on: date | None) -> tuple[str, ...]:
        """The units above on either line, nearest first; refuses `unit.unknown`."""
        return tuple(self.reaches(code, on))

    def common_superior(self, one: str, other: str, on: date | None) -> str | None:
        """The nearest unit above both, never one of the two, so that nobody rules on himself.

        Nearest is the fewest steps from both together; of equals the one reached by fewer
        sectoral steps, then the lower code: the answer does not depend on who asks.
        None where nothing stands above both; refuses `unit.unknown`.
        """
        from_one, from_other = self.reaches(one, on), self.reaches(other, on)
        shared = (from_one.keys() & from_other.keys()) - {one, other}
        ranked = [(from_one[each].plus(from_other[each]).key, each) for each in shared]
        return min(ranked)[1] if ranked else None

    def units_under(self, code: str) -> tuple[str, ...]:
        """Every unit below on either line, nearest first, itself left out."""
        below: dict[str, None] = {}
        level = [self.unit(code).code]
        while level:
            level = [
                unit.code
                for unit in self.units.values()
                if (unit.territorial in level or unit.sectoral in level)
                and unit.code not in below
                and unit.code != code
            ]
            below.update(dict.fromkeys(level))
        return tuple(below)

    def posts_with(self, unit: str, duty: str) -> tuple[PostFacts, ...]:
        """The posts of a unit that carry a duty, in their order."""
        held = (post for post in self.posts.values() if post.unit == unit and post.active)
        found = [post for post in held if duty in post.duties]
        return tuple(sorted(found, key=lambda post: (post.order, post.code)))


def directory(
    units: Iterable[UnitFacts],
    regions: Iterable[RegionFacts] = (),
    posts: Iterable[PostFacts] = (),
) -> Directory:
    return Directory(
        {unit.code: unit for unit in units},
        {region.code: region for region in regions},
        {post.code: post for post in posts},
    )


def would_circle(tree: Directory, code: str, above: str) -> bool:
    """Whether placing `code` under `above` would make a unit its own superior."""
    return above == code or (above in tree.units and code in tree.reaches(above, None))
