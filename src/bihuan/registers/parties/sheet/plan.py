"""What a spreadsheet would change: every row accepted or rejected, and nothing written yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.rules import codes
from bihuan.registers.parties.rules.directory import PostFacts, RegionFacts, UnitFacts
from bihuan.registers.parties.rules.names import names_of
from bihuan.registers.parties.sheet.cells import CellFault, Told, told
from bihuan.registers.parties.sheet.given import Given, SheetRead
from bihuan.registers.parties.sheet.known import Known
from bihuan.registers.parties.sheet.lines import superiors, without_circles
from bihuan.registers.parties.sheet.people import Key, People, Somebody
from bihuan.registers.parties.sheet.rejection import RejectedRow
from bihuan.registers.parties.sheet.seats import Seats, Wanted
from bihuan.registers.parties.sheet.units import Units


@dataclass(frozen=True)
class Plan:
    """The rows that go in, those that do not, and what the former make."""

    accepted: tuple[Given, ...]
    rejected: tuple[RejectedRow, ...]
    regions: Mapping[str, RegionFacts]
    units: Mapping[str, UnitFacts]
    placed: Mapping[str, UnitFacts]
    posts: Mapping[str, PostFacts]
    people: tuple[Somebody, ...]
    seated: Mapping[str, Key]
    accounts: Mapping[str, Key]

    @property
    def changes(self) -> int:
        """How many things the plan would make or alter; none the second time."""
        new = [somebody for somebody in self.people if somebody.pk is None]
        made = (self.regions, self.units, self.placed, self.posts, self.seated, self.accounts)
        return len(new) + sum(map(len, made))


def planned(read: SheetRead, known: Known, *, home: str, today: date) -> Plan:
    """Plan the rows of a spreadsheet against what is on record.

    `home` is the region units stand in unless a row says otherwise; it is made with the first
    spreadsheet. Refuses `region.unknown` and `region.retired` of it, `region.not-here` where the
    installation has another tree. Accepted and rejected rows together are the rows given.
    """
    regions = _home(known, home, today)
    tree = replace(known.tree, regions={**known.tree.regions, **regions})
    known = replace(known, tree=tree, names=names_of(tree, codes.names_outside(tree.regions)))
    rows, rejected = _understood(read.rows)
    units = Units(known, home, today, known.names.copy())
    faults = units.resolve(rows)
    people = People(known)
    persons = _persons(rows, units, people, faults)
    placed = _placed(rows, units, faults)
    standing = _standing(rows, faults)
    rejected.extend(_rejected(rows, faults))
    if len(standing) + len(rejected) != len(read.rows):
        raise AssertionError((len(standing), len(rejected), len(read.rows)))
    return _made(_Accepted(rows, standing, persons), units, placed, rejected, regions)


def _home(known: Known, home: str, today: date) -> dict[str, RegionFacts]:
    if home in known.tree.regions:
        return {}
    if known.tree.regions:
        raise Refused("region.not-here", region=home)
    code = codes.check_code(home, today)
    level = codes.span_of(code, today).level
    return {code: RegionFacts(code, codes.name_of(code, today), level)}


def _understood(given: Sequence[Given]) -> tuple[list[Told], list[RejectedRow]]:
    rows: list[Told] = []
    rejected: list[RejectedRow] = []
    for each in given:
        try:
            rows.append(told(each))
        except CellFault as fault:
            rejected.append(RejectedRow(each, each.letter(fault.field), fault.why))
    return rows, rejected


def _persons(
    rows: Sequence[Told], units: Units, people: People, faults: dict[int, CellFault]
) -> dict[int, Somebody | None]:
    found: dict[int, Somebody | None] = {}
    for at in _standing(rows, faults):
        try:
            found[at] = people.check(rows[at], units.code_of[rows[at].unit])
        except CellFault as fault:
            faults[at] = fault
    return found


def _placed(
    rows: Sequence[Told], units: Units, faults: dict[int, CellFault]
) -> dict[str, UnitFacts]:
    """Put the units under their superiors; each row that falls may take others with it."""
    while True:
        found, unplaced = superiors(rows, _standing(rows, faults), units)
        faults.update(unplaced)
        named = [above for above in found if above.at not in faults]
        placed, circles = without_circles(units.tree(units.new), named)
        faults.update(circles)
        if not circles:
            return placed


def _standing(rows: Sequence[Told], faults: Mapping[int, CellFault]) -> list[int]:
    return [at for at in range(len(rows)) if at not in faults]


def _rejected(rows: Sequence[Told], faults: Mapping[int, CellFault]) -> list[RejectedRow]:
    return [
        RejectedRow(rows[at].given, rows[at].given.letter(fault.field), fault.why)
        for at, fault in faults.items()
    ]


@dataclass(frozen=True, slots=True)
class _Accepted:
    rows: Sequence[Told]
    standing: Sequence[int]
    persons: Mapping[int, Somebody | None]


def _made(
    accepted: _Accepted,
    units: Units,
    placed: Mapping[str, UnitFacts],
    rejected: Sequence[RejectedRow],
    regions: Mapping[str, RegionFacts],
) -> Plan:
    rows = [(accepted.rows[at], accepted.persons[at]) for at in accepted.standing]
    codes_used = {units.code_of[row.unit] for row, _ in rows}
    new = {code: placed.get(code, unit) for code, unit in units.new.items() if code in codes_used}
    seats = Seats(units.known)
    seats.seat(
        [
            Wanted(units.code_of[row.unit], row.post, row.duties, somebody)
            for row, somebody in rows
            if row.post
        ]
    )
    used = {unit.region for unit in new.values()}
    people = {somebody.key: somebody for _, somebody in rows if somebody is not None}
    accounts = {row.account: who.key for row, who in rows if row.account and who is not None}
    return Plan(
        accepted=tuple(row.given for row, _ in rows),
        rejected=tuple(sorted(rejected, key=lambda row: (row.given.sheet, row.given.row))),
        regions={**regions, **{c: r for c, r in units.regions.items() if c in used}},
        units=new,
        placed={code: unit for code, unit in placed.items() if code not in units.new},
        posts=seats.new,
        people=tuple(people.values()),
        seated=seats.filled,
        accounts={n: k for n, k in accounts.items() if n not in units.known.accounts},
    )
