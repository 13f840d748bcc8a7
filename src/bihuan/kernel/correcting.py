"""Corrections: a new entry that names the old one, the field, what stood there and what is right.

Only what the person said of the matter can be corrected: the answers of the form, and who asks.
Stage, unit, class, dates and judgements change by their own moves, never by a correction.
"""

from bihuan.kernel import receiving, texts
from bihuan.kernel.case import Case
from bihuan.kernel.declaration import Field
from bihuan.kernel.matter import Changes
from bihuan.kernel.refused import Refused

REQUESTER = ("requester", "phone")
_LISTS = frozenset({"files", "units", "table"})


def check(case: Case) -> None:
    """Refuses a field that no correction may touch, and a value the form would not take."""
    _asked(case)


def changes(case: Case) -> Changes:
    """The answer put right; a personal one is kept apart from the state, and stays there."""
    asked, name = _asked(case), case.text("field")
    if asked is None or not receiving.is_plain(asked):
        return {}
    found: Changes = {"values": {**case.matter.values, name: case.text("value")}}
    if name == case.mechanism.access.accused_field:
        former = str(case.matter.values.get(name) or "")
        others = {*case.matter.accused} - {former}
        found |= {"accused": tuple(sorted(others | {case.text("value")}))}
    return found


def recorded(case: Case) -> tuple[dict[str, object], dict[str, str]]:
    """What the entry says, openly and sealed: a personal answer is sealed, and its old value is
    known only where personal answers are kept.
    """
    name = case.text("field")
    data: dict[str, object] = {
        "entry": case.action.params["entry"],
        "field": name,
        "reason": case.text("reason"),
    }
    found = changes(case)
    if "values" not in found:
        return data, {"value": case.text("value")}
    return data | {"old": case.matter.values.get(name), "new": found["values"][name]}, {}


def _asked(case: Case) -> Field | None:
    name = case.text("field")
    known = {f.name: f for f in case.mechanism.fields if f.kind not in _LISTS}
    if name not in known and name not in REQUESTER:
        allowed = "、".join((*known, *REQUESTER))
        raise Refused("action.field-wrong", field="field", value=name, allowed=allowed)
    asked = known.get(name)
    texts.check(name, case.text("value"), name)
    if asked is not None:
        receiving.check_answer(asked, case.text("value"))
    if name == case.mechanism.access.accused_field and case.text("value") not in case.facts.units:
        raise Refused("matter.unit-unknown", unit=case.text("value"))
    return asked
