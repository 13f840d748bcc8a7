"""A correction carried into what is kept of a person's words; the entry before it stands."""

from dataclasses import dataclass

from bihuan.kernel.case import Outcome
from bihuan.kernel.declaration import Mechanism
from bihuan.matters.actions.nearness import indexing
from bihuan.matters.models import Content, Matter
from bihuan.matters.queries.nearness import portraits
from bihuan.matters.rules import numbers, titles
from bihuan.registers.parties import secrecy

KIND = "correct"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Which answer is put right, what it is now, and what kind of field it is."""

    field: str
    kind: str
    value: str


def corrected(mechanism: Mechanism, outcome: Outcome) -> Corrected:
    """The correction an outcome decided."""
    name = str(outcome.entry.data["field"])
    kind = {f.name: f.kind for f in mechanism.fields}.get(name, name)
    value = outcome.entry.sealed.get("value") or str(outcome.entry.data.get("new", ""))
    return Corrected(name, "name" if kind == "requester" else kind, value)


def sealed(mechanism: Mechanism, outcome: Outcome) -> dict[str, object]:
    """The personal answers of a correction as the journal keeps them: a number is never open."""
    private: dict[str, object] = dict(outcome.entry.sealed)
    if corrected(mechanism, outcome).kind == "phone":
        private["value"] = secrecy.sealed(str(private["value"]))
    return private


def apply(row: Matter, mechanism: Mechanism, outcome: Outcome) -> None:
    """Put right what lists and pages show, in the transaction of the move."""
    said, content = corrected(mechanism, outcome), Content.objects.get(matter=row)
    if said.field == mechanism.title_field:
        row.title = titles.shortened(said.value)
        row.save(update_fields=["title"])
    elif said.field == mechanism.text_field:
        before = portraits.portrait(row, content)
        content.text, row.text_digest = said.value, numbers.digest(said.value)
        row.save(update_fields=["text_digest"])
        if portraits.comparable([row]):
            indexing.index_anew(before, portraits.portrait(row, content))
    elif said.kind == "name":
        content.requester = said.value
    elif said.kind == "phone":
        content.phone_sealed = secrecy.sealed(said.value)
        content.phone_index = secrecy.index(said.value)
    else:
        content.answers = {**content.answers, said.field: said.value}
    content.save()
