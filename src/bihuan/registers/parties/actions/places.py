"""Regions and units: recorded, renamed, placed, dissolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.parties.actions.change import change
from bihuan.registers.parties.models import Alias, Region, Unit
from bihuan.registers.parties.rules import codes
from bihuan.registers.parties.rules.directory import (
    Directory,
    RegionFacts,
    UnitFacts,
    would_circle,
)
from bihuan.registers.parties.rules.texts import check_text

OWN_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
UNIT_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def record_region(facts: RegionFacts, *, by: Actor, now: datetime) -> Region:
    """Put a node into the installation's own region tree.

    A division code must be in force (GB/T 2260); a zone without one takes a code of its own that
    begins with a letter. Refuses `parties.not-permitted`, `region.exists`, `region.unknown`,
    `region.retired`, `region.level-unknown`, `region.parent-unknown`.
    """
    with change("keep-register", by=by, now=now) as opened:
        tree, today = opened.tree, opened.today
        code = _region_code(facts.code, today)
        if code in tree.regions:
            raise Refused("region.exists", region=code, name=tree.regions[code].name)
        if facts.level not in Region.Level.values:
            allowed = "、".join(Region.Level.values)
            raise Refused("region.level-unknown", level=facts.level, allowed=allowed)
        check_text("region", facts.name)
        if facts.parent and facts.parent not in tree.regions:
            raise Refused("region.parent-unknown", region=facts.parent)
        row = Region.objects.create(
            code=code,
            name=facts.name,
            level=facts.level,
            parent_id=facts.parent or None,
            valid_from=_first_year(code, today),
        )
        payload = {
            "region": code,
            "name": facts.name,
            "level": facts.level,
            "parent": facts.parent,
        }
        opened.say("region-recorded", payload)
        return row


def _region_code(code: str, today: date) -> str:
    if OWN_CODE.fullmatch(code):
        return code
    return codes.check_code(code, today)


def _first_year(code: str, today: date) -> int | None:
    of_division = code.isdecimal() and len(code) == codes.COUNTY_DIGITS
    return codes.span_of(code, today).began or None if of_division else None


def record_unit(facts: UnitFacts, *, by: Actor, now: datetime) -> Unit:
    """Put a unit into the register.

    Refuses `parties.not-permitted`, `unit.exists`, `unit.code-malformed`, `unit.name-missing`,
    `region.not-here`, `unit.unknown` (a superior), `unit.line-circular`.
    """
    with change("keep-register", by=by, now=now) as opened:
        tree = opened.tree
        if facts.code in tree.units:
            raise Refused("unit.exists", unit=facts.code, name=tree.units[facts.code].name)
        check_unit(tree, facts)
        row = Unit.objects.create(**unit_columns(facts))
        Alias.objects.bulk_create(Alias(unit=row, name=name) for name in facts.aliases)
        opened.say("unit-recorded", unit_payload(facts))
        return row


def record_units(units: Sequence[UnitFacts], *, by: Actor, now: datetime) -> int:
    """Put many units into the register in one change, as an import does; all of them or none.

    One that somebody else recorded meanwhile under the same code and name is left as it is.
    Returns how many were recorded; refuses what `record_unit` refuses.
    """
    with change("keep-register", by=by, now=now) as opened:
        tree = opened.tree
        new = [facts for facts in units if not _recorded(tree, facts)]
        for facts in new:
            check_unit(tree, facts)
            opened.say("unit-recorded", unit_payload(facts))
        Unit.objects.bulk_create(Unit(**unit_columns(facts)) for facts in new)
        Alias.objects.bulk_create(
            Alias(unit_id=facts.code, name=name) for facts in new for name in facts.aliases
        )
    return len(new)


def _recorded(tree: Directory, facts: UnitFacts) -> bool:
    kept = tree.units.get(facts.code)
    if kept is not None and kept.name != facts.name:
        raise Refused("unit.exists", unit=facts.code, name=kept.name)
    return kept is not None


def check_unit(tree: Directory, facts: UnitFacts) -> None:
    """Refuse a unit that could not stand in the tree; what `record_unit` refuses."""
    if not UNIT_CODE.fullmatch(facts.code):
        raise Refused("unit.code-malformed", unit=facts.code)
    if not facts.name.strip():
        raise Refused("unit.name-missing", unit=facts.code)
    check_text("kind", facts.kind)
    check_names(facts.name, facts.short_name, facts.aliases)
    if facts.region not in tree.regions:
        raise Refused("region.not-here", region=facts.region)
    for above in (facts.territorial, facts.sectoral):
        if above:
            check_above(tree, facts.code, above)


def check_names(name: str, short_name: str = "", aliases: Iterable[str] = ()) -> None:
    """Refuse a name that a column cannot hold."""
    check_text("unit", name)
    check_text("short name", short_name)
    for alias in aliases:
        check_text("alias", alias)


def check_above(tree: Directory, code: str, above: str) -> None:
    """Refuse a superior that is not on record, or that stands below the unit."""
    tree.unit(above)
    if would_circle(tree, code, above):
        raise Refused("unit.line-circular", unit=code, superior=tree.units[above].name)


def unit_columns(facts: UnitFacts) -> dict[str, Any]:
    """The columns of a unit that stands."""
    return {
        "code": facts.code,
        "name": facts.name,
        "short_name": facts.short_name,
        "region_id": facts.region,
        "kind": facts.kind,
        "territorial_parent_id": facts.territorial or None,
        "sectoral_parent_id": facts.sectoral or None,
        "external": facts.external,
        "valid_from": facts.valid_from,
    }


def unit_payload(facts: UnitFacts) -> Mapping[str, object]:
    """What the journal says of a new unit."""
    return {
        "unit": facts.code,
        "name": facts.name,
        "short_name": facts.short_name,
        "region": facts.region,
        "kind": facts.kind,
        "territorial": facts.territorial,
        "sectoral": facts.sectoral,
        "external": facts.external,
        "valid_from": facts.valid_from.isoformat() if facts.valid_from else "",
        "aliases": list(facts.aliases),
    }


def rename_unit(code: str, *, name: str, short_name: str, by: Actor, now: datetime) -> Unit:
    """Give a unit another name; the former ones go on finding it.

    Refuses `parties.not-permitted`, `unit.unknown`, `unit.name-missing`.
    """
    with change("keep-register", by=by, now=now) as opened:
        former = opened.tree.unit(code)
        if not name.strip():
            raise Refused("unit.name-missing", unit=code)
        check_names(name, short_name)
        row = Unit.objects.select_for_update().get(code=code)
        row.name, row.short_name = name, short_name
        row.save(update_fields=["name", "short_name"])
        gone = {former.name, former.short_name} - {"", name, short_name, *former.aliases}
        today = opened.today
        Alias.objects.bulk_create(Alias(unit=row, name=each, until=today) for each in sorted(gone))
        payload = {"unit": code, "name": name, "short_name": short_name, "former": former.name}
        opened.say("unit-renamed", payload)
        return row


def add_alias(code: str, *, name: str, by: Actor, now: datetime) -> Unit:
    """Let a unit also be found under another name; a second time changes nothing.

    Refuses `parties.not-permitted`, `unit.unknown`, `unit.name-missing`.
    """
    with change("keep-register", by=by, now=now) as opened:
        unit = opened.tree.unit(code)
        if not name.strip():
            raise Refused("unit.name-missing", unit=code)
        check_text("alias", name)
        row = Unit.objects.get(code=code)
        if name not in unit.called:
            Alias.objects.create(unit=row, name=name)
            opened.say("unit-alias-added", {"unit": code, "name": name})
        return row


def place_unit(code: str, *, territorial: str, sectoral: str, by: Actor, now: datetime) -> Unit:
    """Put a unit under other superiors; an empty code means none on that line.

    Refuses `parties.not-permitted`, `unit.unknown`, `unit.line-circular`.
    """
    with change("keep-register", by=by, now=now) as opened:
        tree = opened.tree
        tree.unit(code)
        for above in (territorial, sectoral):
            if above:
                check_above(tree, code, above)
        row = Unit.objects.select_for_update().get(code=code)
        row.territorial_parent_id, row.sectoral_parent_id = territorial or None, sectoral or None
        row.save(update_fields=["territorial_parent", "sectoral_parent"])
        payload = {"unit": code, "territorial": territorial, "sectoral": sectoral}
        opened.say("unit-placed", payload)
        return row


def dissolve_unit(code: str, *, on: date, successor: str | None, by: Actor, now: datetime) -> Unit:
    """End a unit on a day; what is asked of it from then on is asked of its successor.

    Its posts end with it without a word: no row of theirs is touched. Refuses
    `parties.not-permitted`, `unit.unknown`, `unit.dissolved`, `unit.ends-before-begun`,
    `unit.succession-circular`.
    """
    with change("keep-register", by=by, now=now) as opened:
        tree = opened.tree
        unit = tree.unit(code)
        if unit.valid_until is not None:
            raise Refused("unit.dissolved", unit=unit.name, on=unit.valid_until)
        if unit.valid_from is not None and on < unit.valid_from:
            raise Refused("unit.ends-before-begun", unit=unit.name, begun=unit.valid_from)
        if successor is not None:
            _check_successor(tree, unit, successor, on)
        row = Unit.objects.select_for_update().get(code=code)
        row.valid_until, row.successor_id = on, successor
        row.save(update_fields=["valid_until", "successor"])
        payload = {"unit": code, "on": on.isoformat(), "successor": successor or ""}
        opened.say("unit-dissolved", payload)
        return row


def _check_successor(tree: Directory, unit: UnitFacts, successor: str, on: date) -> None:
    heir = tree.unit(successor)
    chain = [heir.code]
    while (after := tree.units[chain[-1]].successor) and after not in chain:
        chain.append(after)
    if unit.code in chain:
        names = "、".join(tree.units[each].name for each in (unit.code, *chain))
        raise Refused("unit.succession-circular", names=names)
    if tree.successor_of(heir.code, on) is None:
        raise Refused("unit.dissolved", unit=heir.name, on=heir.valid_until)
