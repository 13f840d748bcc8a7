"""What a file calls things, and what the register calls them: units, regions, classes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.models import MechanismVersion
from bihuan.matters.rules import letters, maps, numbers
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules import codes
from bihuan.registers.parties.rules.directory import UnitFacts
from bihuan.registers.parties.rules.texts import check_text

SEPARATORS = "、，,；;/"
# Facts of a refusal of the kernel, and what the file calls the thing.
_NAMED = {"row.region-retired": "region", "row.region-unknown": "region",
          "row.region-elsewhere": "region", "row.platform-number-taken": "platform_number",
          "mechanism.class-unknown": "class", "mechanism.closing-unknown": "closing",
          "mechanism.window-closed": "received_at"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Units:
    """What each written unit name means: a code, or why it means none."""

    meant: Mapping[str, str | Refused]

    def unit_of(self, letter: letters.Letter, *, now: datetime) -> str:
        """The unit that answered, or that answers today for the one named; refuses `row.unit-…`.

        A unit abolished since keeps what it answered while it stood; what is open goes to its
        successor.
        """
        if not letter.unit:
            return ""
        meant = self.meant[letter.unit]
        if isinstance(meant, Refused):
            raise meant
        on = local(letter.replied_at or now).date()
        standing = parties.successor_of(meant, on)
        if standing is None:
            unit = parties.unit_of(meant)
            raise Refused("row.unit-dissolved", unit=unit.name, on=unit.valid_until)
        return standing

    def copied(self, letter: letters.Letter, lead: str, *, now: datetime) -> tuple[str, ...]:
        """The units that assist, as `unit_of` finds them; none of them twice, nor the lead."""
        named = letter.told.assisting if letter.told else ()
        found = [self.unit_of(replace(letter, unit=name), now=now) for name in named]
        return tuple(each for each in dict.fromkeys(found) if each and each != lead)


def units_of(
    given: Sequence[letters.Letter], shape: maps.Map, version: MechanismVersion, *, now: datetime
) -> tuple[Units, int]:
    """The units that rows name; unknown ones are put on record if the map says so, and counted."""
    new: list[UnitFacts] = []
    meant: dict[str, str | Refused] = {}
    named = (n for each in given for n in (each.unit, *(each.told.assisting if each.told else ())))
    for name in dict.fromkeys(filter(None, named)):
        found = shape.names.get(name) or _meant(name)
        if found is None and shape.units == "record":
            found = f"imported-{numbers.short_digest(name)}"
            new.append(UnitFacts(found, name, region=version.region_id, kind="imported"))
        meant[name] = _unknown(name) if found is None else found
    recorded = registers.record_units(new, by=SYSTEM, now=now) if new else 0
    return Units(meant), recorded


def _meant(name: str) -> str | Refused | None:
    """The code a written name means, or the refusal that says why not; None for an unknown one."""
    if any(unit.code == name for unit in parties.all_units()):
        return name
    try:
        check_text("unit", name)
    except Refused as refused:
        return refused
    found = parties.units_named(name)
    if len(found) == 1:
        return found[0].code
    if found:
        names = "、".join(f"{unit.name}（{unit.code}）" for unit in found)
        return Refused("row.unit-ambiguous", unit=name, names=names)
    return Refused("row.units-several", unit=name) if _names_several(name) else None


def _unknown(name: str) -> Refused:
    """The refusal of a name nobody bears, with the nearest that somebody does."""
    try:
        parties.unit_by_name(name)
    except Refused as refused:
        return Refused("row.unit-unknown", unit=name, nearest=refused.facts.get("nearest", "—"))
    raise AssertionError("a name that means nothing was found")


def _names_several(name: str) -> bool:
    """Whether a cell names several units that are on record: `自然资源局、住建局`."""
    parts = [name]
    for mark in SEPARATORS:
        parts = [piece for part in parts for piece in part.split(mark)]
    named = [part for part in parts if part.strip()]
    return len(named) > 1 and all(parties.units_named(part) for part in named)


def check_region(letter: letters.Letter, home: str, *, now: datetime) -> None:
    """Refuse a row of another region, or under a code not in force when it was written.

    Refuses `row.region-unknown`, `row.region-retired` with what followed, `row.region-elsewhere`.
    """
    given = letter.region
    if not given or given == home:
        return
    on = local(letter.received_at).date()
    try:
        code = codes.check_code(given, on)
    except Refused as refused:
        raise Refused(f"row.{refused.code.replace('.', '-')}", **refused.facts) from refused
    today = (code, *codes.current_code(code, local(now).date()))
    if not any(home in parties.region_line(each) for each in today):
        raise Refused("row.region-elsewhere", region=given, home=home)


def in_codes(mechanism: Mechanism, letter: letters.Letter) -> letters.Letter:
    """The letter with labels brought to the codes they stand for (申诉求决 is `claim`), the person
    taken out of the form, and the units complained of named by their codes.
    """
    choices = {f.name: f.choices for f in mechanism.fields if f.choices}
    answers = {n: _code(choices.get(n, {}), v) for n, v in letter.answers.items()}
    by_kind = {f.kind: answers.get(f.name, "").strip() for f in mechanism.fields}
    return replace(
        letter,
        class_=_code(mechanism.classes, letter.class_),
        closing=_code({c.code: c.label for c in mechanism.closings.values()}, letter.closing),
        requester=letter.requester or by_kind.get("name", ""),
        phone=letter.phone or by_kind.get("phone", ""),
        accused=complained_of(mechanism, answers),
        answers=answers,
    )


def complained_of(mechanism: Mechanism, values: Mapping[str, object]) -> tuple[str, ...]:
    """The units a form names as complained of, by code or by any name they are written under.

    Where a name may mean several units, all of them: none of these is to read the letter. Nobody
    where the mechanism keeps nothing from them.
    """
    access = mechanism.access
    given = values.get(access.accused_field) if access.hide_from_accused else None
    named = given if isinstance(given, (list, tuple)) else [given] if given else []
    found: dict[str, None] = {}
    known = {unit.code for unit in parties.all_units()} if named else set()
    for each in map(str, named):
        codes_meant = [each] if each in known else [u.code for u in parties.units_named(each)]
        found |= dict.fromkeys(codes_meant or [each])
    return tuple(found)


def _code(labels: Mapping[str, str], said: str) -> str:
    if said in labels:
        return said
    return next((code for code, label in labels.items() if label == said), said)


def column_of(mechanism: Mechanism, shape: maps.Map, refused: Refused) -> str:
    """The column a refusal speaks of; empty where it speaks of the whole row."""
    if refused.code.startswith("row.unit") or refused.code.startswith("text."):
        return shape.column("unit")
    if refused.code in _NAMED:
        return shape.column(_NAMED[refused.code])
    label = refused.facts.get("field")
    return next(iter(_columns_labelled(mechanism, shape, label)), "")


def _columns_labelled(mechanism: Mechanism, shape: maps.Map, label: object) -> Iterable[str]:
    for asked in mechanism.fields:
        if asked.label == label:
            if asked.name in shape.fields:
                yield shape.fields[asked.name]
            elif asked.name == mechanism.text_field:
                yield shape.column("text")
            elif asked.name == mechanism.title_field:
                yield shape.column("title")
