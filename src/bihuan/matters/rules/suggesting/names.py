"""A unit's name read as two: the place it serves and what it does there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

LOCAL = "属地"  # what a street office and a town government do: everything, in one place
SHORTEST = 2
MOST_DEEP = 8
_SEAT = re.compile(
    r"(.{1,8}?(?:街道|镇|乡|园区|新区|工业区|开发区|社区))"
    r"(?:办事处|人民政府|政府|管理委员会|管委会|党工委|办)?"
)
_AREA_ENDS = ("新区", "自治县", "区", "县", "市", "旗")
_SEAT_ENDS = ("街道", "镇", "乡", "新村", "路", "园区", "新区", "工业区", "开发区", "社区")
_COMMON = re.compile("人民政府|街道办事处|管理委员会|委员会|有限公司|集团|股份")


@dataclass(frozen=True, slots=True)
class Region:
    """A region as the register has it; the highest ones have no parent."""

    code: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A unit as the register has it: every name it bears or bore, and the region it belongs to."""

    code: str
    names: tuple[str, ...]
    region: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A unit taken apart; `area` is empty for the whole installation, `seat` for a department."""

    function: str
    area: str = ""
    seat: str = ""

    @property
    def place(self) -> str:
        """The label under which a seat is learnt: two areas may each have a 城关镇."""
        return f"{self.area}/{self.seat}" if self.seat else ""


def short(name: str, ends: Iterable[str]) -> str:
    """The part of a place's name that people say: `松江` of `松江区`; never a single character."""
    for end in ends:
        if name.endswith(end) and len(name) - len(end) >= SHORTEST:
            return name.removesuffix(end)
    return name


def area_word(name: str) -> str:
    return short(name, _AREA_ENDS)


def seat_word(name: str) -> str:
    return short(name, _SEAT_ENDS)


class Places:
    """The regions by what they are here: the whole, its areas, and the towns of each."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._found: Mapping[str, Region] = {one.code: one for one in regions}
        lines = {code: self._line(code) for code in self._found}
        self.wholes = tuple(sorted({line[0].name for line in lines.values()}, key=len)[::-1])
        areas = {line[1].name for line in lines.values() if len(line) > 1}
        self.areas = tuple(sorted(areas, key=lambda name: (-len(name), name)))
        self.towns = tuple(
            sorted({(line[1].name, _office_less(line[-1].name)) for line in lines.values()
                    if len(line) == 3})  # noqa: PLR2004 - the whole, the area, the town
        )  # fmt: skip
        self._lines = lines

    def _line(self, code: str) -> tuple[Region, ...]:
        found: list[Region] = []
        while code in self._found and len(found) < MOST_DEEP:
            found.insert(0, self._found[code])
            code = self._found[code].parent
        return tuple(found)

    def split(self, unit: Named) -> Split:
        """The unit taken apart by its name, then by its region where the name does not say."""
        line = self._lines.get(unit.region, ())
        rest = re.sub(r"[（(].*?[）)]", "", unit.names[0])
        rest = self._without(rest, self.wholes)
        area = next((name for name in self.areas if rest.startswith(name)), "")
        rest = rest.removeprefix(area)
        area = area or (line[1].name if len(line) > 1 else "")
        found = _SEAT.fullmatch(rest.removeprefix("人民政府")) if area or not self.areas else None
        if found:
            return Split(LOCAL, area, _office_less(found[1]))
        if not area:
            area = next((name for name in self.areas if area_word(name) in rest), "")
            function = rest.replace(area, "").replace(area_word(area), "") if area else f"@{rest}"
            return Split(function or rest, area)
        seat = _office_less(line[2].name) if len(line) > 2 else ""  # noqa: PLR2004 - a town
        return Split(rest, area, seat)

    @staticmethod
    def _without(text: str, heads: Iterable[str]) -> str:
        for head in heads:
            text = text.removeprefix(head)
        return text


def _office_less(name: str) -> str:
    return short(name, ("街道办事处", "人民政府", "管理委员会", "街道"))


class Register:
    """The units that may be given a letter, taken apart, in the order of their codes."""

    def __init__(self, units: Iterable[Named], regions: Iterable[Region]) -> None:
        self.places = Places(regions)
        self.units = tuple(sorted(units, key=lambda unit: unit.code))
        self.splits = tuple(self.places.split(unit) for unit in self.units)
        self.codes = tuple(unit.code for unit in self.units)

    @cached_property
    def at(self) -> Mapping[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    @cached_property
    def spoken(self) -> tuple[tuple[str, ...], ...]:
        """The names of each unit without what stands before all of them."""
        heads = (*self.places.wholes, *(area_word(one) for one in self.places.wholes))
        return tuple(
            tuple(said for said in (_bare(name, heads) for name in unit.names)
                  if len(said) > SHORTEST)
            for unit in self.units
        )  # fmt: skip

    @cached_property
    def pairs(self) -> tuple[frozenset[str], ...]:
        """The pairs of characters that are the unit's own, for an inexact naming of it."""
        areas = re.compile("|".join(map(re.escape, self.places.areas)) or "(?!)")
        return tuple(
            frozenset(pairs_of(_COMMON.sub("", areas.sub("", said[0])) if said else ""))
            for said in self.spoken
        )


def pairs_of(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _bare(name: str, heads: Iterable[str]) -> str:
    return Places._without(re.sub(r"[（(].*?[）)]", "", name), heads)  # noqa: SLF001 - same page
