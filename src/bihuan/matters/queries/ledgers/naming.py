"""Whom the names in a ledger mean, by the register and by what was said of them before."""

from __future__ import annotations

import difflib

from bihuan.matters.rules.ledgers.reading import Meant
from bihuan.matters.rules.maps import Map
from bihuan.registers.parties import queries as parties

NEAREST = 3
_LIKENESS = 0.5


class Naming:
    """Asks the register once for each name."""

    def __init__(self, shape: Map) -> None:
        self.kept = shape.names
        self.known: dict[str, Meant] = {}
        self.units = {unit.code: unit for unit in parties.all_units()}

    def __call__(self, name: str) -> Meant:
        if name not in self.known:
            self.known[name] = self._meant(name)
        return self.known[name]

    def _meant(self, name: str) -> Meant:
        code = self.kept.get(name) or (name if name in self.units else "")
        if code in self.units:
            return Meant(code, self._called(code))
        found = parties.units_named(name)
        if len(found) == 1:
            return Meant(found[0].code, self._called(found[0].code))
        if found:
            return Meant(near=tuple((unit.code, unit.name) for unit in found))
        called = {each: unit.code for unit in self.units.values() for each in unit.called}
        close = difflib.get_close_matches(name, called, n=NEAREST, cutoff=_LIKENESS)
        codes = dict.fromkeys(called[each] for each in close)
        return Meant(near=tuple((code, self.units[code].name) for code in codes))

    def _called(self, code: str) -> str:
        return self.units[code].short_name or self.units[code].name
