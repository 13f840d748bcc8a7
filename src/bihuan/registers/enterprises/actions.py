"""Putting firms into the register and keeping their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.enterprises.models import Enterprise, NamePair
from bihuan.registers.enterprises.rules import credit_codes, firm_names
from bihuan.registers.parties.actions.change import Change, change
from bihuan.registers.parties.rules.texts import check_text

BOOK = "enterprises"


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """A firm as its source tells of it; `provenance` says which source."""

    name: str
    provenance: str
    code: str = ""
    former_names: tuple[str, ...] = ()
    region: str = ""
    kind: str = ""
    address: str = ""
    status: str = ""


def record_enterprise(facts: EnterpriseFacts, *, by: Actor, now: datetime) -> Enterprise:
    """Put a firm into the register, or bring what is kept under its code up to date.

    Another name than the one kept makes that a former name. The same facts again change nothing.
    Refuses `parties.not-permitted`, `enterprise.name-missing`, `enterprise.provenance-missing`,
    the four refusals of a wrong code, `enterprise.exists` (a firm without code under a name kept
    already), `region.not-here`.
    """
    with change("record-enterprise", by=by, now=now, book=BOOK) as opened:
        code = _checked(facts, opened)
        kept = Enterprise.objects.select_for_update().filter(code=code).first() if code else None
        if kept is None and not code:
            _check_nameless_twin(facts)
        row = kept or Enterprise(code=code or None)
        before = None if kept is None else _said(kept)
        _fill(row, facts)
        if _said(row) == before:
            return row
        row.save()
        _index(row)
        opened.say("enterprise-recorded", {"enterprise": row.pk, **_said(row)})
        return row


def _checked(facts: EnterpriseFacts, opened: Change) -> str:
    if not firm_names.normal_name(facts.name):
        raise Refused("enterprise.name-missing")
    if not facts.provenance.strip():
        raise Refused("enterprise.provenance-missing")
    for name in (facts.name, *facts.former_names):
        check_text("enterprise", name)
    for field in ("provenance", "address", "status"):
        check_text(field, getattr(facts, field))
    check_text("enterprise kind", facts.kind)
    if facts.region and facts.region not in opened.tree.regions:
        raise Refused("region.not-here", region=facts.region)
    return credit_codes.checked_code(facts.code) if facts.code.strip() else ""


def _check_nameless_twin(facts: EnterpriseFacts) -> None:
    if Enterprise.objects.filter(name=facts.name.strip()).exists():
        raise Refused("enterprise.exists", name=facts.name)


def _fill(row: Enterprise, facts: EnterpriseFacts) -> None:
    name = facts.name.strip()
    former = [*row.former_names, *facts.former_names]
    if row.name and row.name != name:
        former.append(row.name)
    row.name = name
    row.former_names = [each for each in dict.fromkeys(former) if each and each != name]
    row.region_id = facts.region or row.region_id
    row.kind = facts.kind or row.kind
    row.address = facts.address or row.address
    row.status = facts.status or row.status
    row.provenance = facts.provenance.strip()
    row.keys = "\n".join(firm_names.keys_of([name, *row.former_names]))


def _said(row: Enterprise) -> dict[str, object]:
    return {
        "code": row.code or "",
        "name": row.name,
        "former_names": list(row.former_names),
        "region": row.region_id or "",
        "kind": row.kind,
        "address": row.address,
        "status": row.status,
        "provenance": row.provenance,
    }


def _index(row: Enterprise) -> None:
    wanted = {pair for key in row.keys.split("\n") for pair in firm_names.pairs_of(key)}
    kept = set(NamePair.objects.filter(enterprise=row).values_list("pair", flat=True))
    NamePair.objects.filter(enterprise=row, pair__in=kept - wanted).delete()
    missing = sorted(wanted - kept)
    NamePair.objects.bulk_create(NamePair(enterprise=row, pair=pair) for pair in missing)
