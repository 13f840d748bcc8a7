"""Which units the rows speak of: those on record, and those to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules import codes
from bihuan.registers.parties.rules.directory import Directory, RegionFacts, UnitFacts
from bihuan.registers.parties.rules.names import Names, normal
from bihuan.registers.parties.sheet.cells import CellFault, Told, several
from bihuan.registers.parties.sheet.known import Known

TOWN_LEVELS = frozenset(codes.TOWN_DIGITS)
DEFAULT_KIND = "department"


@dataclass
class Units:
    """The units of a plan; `names` finds those on record and the new ones alike."""

    known: Known
    home: str
    today: date
    names: Names
    new: dict[str, UnitFacts] = field(default_factory=dict)
    regions: dict[str, RegionFacts] = field(default_factory=dict)
    code_of: dict[str, str] = field(default_factory=dict)
    called: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def resolve(self, rows: Sequence[Told]) -> dict[int, CellFault]:
        """Find or make the unit of every row, by position; the faults of those that have none.

        Longer names come first, so that a short form finds the unit its full name made.
        """
        faults: dict[int, CellFault] = {}
        self._gather(rows)
        order = sorted(range(len(rows)), key=lambda at: (-len(normal(rows[at].unit)), at))
        for at in order:
            try:
                self._resolve(rows[at])
            except CellFault as fault:
                faults[at] = fault
        self._number()
        return faults

    def _gather(self, rows: Sequence[Told]) -> None:
        """Short and former names may stand in any row of a unit; the first given counts."""
        for row in rows:
            short, aliases = self.called.get(row.unit, ("", ()))
            also = (*aliases, row.alias) if row.alias and row.alias not in aliases else aliases
            self.called[row.unit] = (short or row.short_name, also)

    def _resolve(self, row: Told) -> None:
        if row.unit in self.code_of:
            return
        found = self.names.meant(row.unit)
        if len(found) > 1:
            listed = "、".join(unit.name for unit in found)
            raise CellFault("unit", Refused("unit.name-ambiguous", name=row.unit, names=listed))
        if not found and len(several(row.unit)) > 1:
            raise CellFault("unit", Refused("sheet.units-two", text=row.unit))
        if found:
            self.code_of[row.unit] = found[0].code
        else:
            self._make(row)

    def _make(self, row: Told) -> None:
        # The code follows in the order of the file, once all names are known.
        code = row.unit_code.casefold() or f"?{row.given.row}"
        if code in self.known.tree.units or code in self.new:
            raise CellFault("unit_code", Refused("sheet.code-taken", unit=code))
        region = self._region(row)
        short, aliases = self.called[row.unit]
        unit = UnitFacts(
            code,
            row.unit,
            short,
            region,
            kind=row.kind or DEFAULT_KIND,
            external=row.kind == "outside",
            aliases=aliases,
        )
        self.new[code] = unit
        self.code_of[row.unit] = code
        self.names.add(unit)

    def _region(self, row: Told) -> str:
        if not row.region:
            return self.home
        try:
            code = codes.check_code(row.region, self.today)
        except Refused as why:
            raise CellFault("region", why) from why
        if code in self.known.tree.regions or code in self.regions:
            return code
        if not code.startswith(self.home.rstrip("0")):
            outside = Refused("sheet.region-outside", region=code, home=self.home)
            raise CellFault("region", outside)
        town = len(code) in TOWN_LEVELS
        name = _town_name(row.unit) if town else codes.name_of(code, self.today)
        level = "town" if town else codes.span_of(code, self.today).level
        county = code[: codes.COUNTY_DIGITS]
        above = county if town and county in self.known.tree.regions else self.home
        self.regions[code] = RegionFacts(code, name, level, above)
        return code

    def _number(self) -> None:
        """Give the new units without a code the next free numbers, in the order of the file."""
        unnamed = [code for code in self.new if code.startswith("?")]
        taken = {*self.known.tree.units, *self.new}
        numbered: dict[str, str] = {}
        number = 0
        for code in sorted(unnamed, key=lambda each: int(each[1:])):
            number = next(
                n for n in range(number + 1, 10**6) if f"{self.home}-{n:03d}" not in taken
            )
            numbered[code] = f"{self.home}-{number:03d}"
        self.new = {
            numbered.get(code, code): replace(unit, code=numbered.get(code, code))
            for code, unit in self.new.items()
        }
        self.code_of = {name: numbered.get(code, code) for name, code in self.code_of.items()}
        self.names = self.known.names.copy()
        for unit in self.new.values():
            self.names.add(unit)

    def tree(self, new: Mapping[str, UnitFacts]) -> Directory:
        """The tree as it would stand with some of the new units."""
        return replace(self.known.tree, units={**self.known.tree.units, **new})


def _town_name(unit: str) -> str:
    for ending in ("人民政府", "政府", "办事处"):
        unit = unit.removesuffix(ending)
    return unit
