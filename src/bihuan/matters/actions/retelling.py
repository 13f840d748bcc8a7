"""What a person said, told again from the chain, to be compared with what is kept of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.kernel.declaration import Mechanism
from bihuan.matters.actions.correcting import KIND
from bihuan.matters.models import Content, Matter
from bihuan.matters.rules import titles
from bihuan.registers.journal.models import Sealed
from bihuan.registers.journal.rules.chain import Record
from bihuan.registers.parties import secrecy

_PERSON = {"name": "requester", "requester": "requester", "phone": "phone"}


def differing(row: Matter, mechanism: Mechanism, entries: Sequence[Record]) -> str | None:
    """The first of title, text and person that is not what the chain says, or None.

    What was erased cannot be told again, and a part says what its matter says.
    """
    content = Content.objects.filter(matter=row).first()
    if row.parent_id or content is None or not entries:
        return None if row.parent_id else "content"
    told = _told(mechanism, entries)
    if told is None:
        return None
    text = str(told.get(mechanism.text_field) or "")
    kept = {
        "title": (row.title, _title(mechanism, told, text)),
        "text": (content.text, text),
        "requester": (content.requester, str(told.get("requester") or "")),
        "phone": (_opened(content.phone_sealed), _opened(str(told.get("phone") or ""))),
    }
    return next((name for name, (here, there) in kept.items() if here != there), None)


def _told(mechanism: Mechanism, entries: Sequence[Record]) -> dict[str, Any] | None:
    """The answers of the receipt with every correction after it; None where some were erased."""
    speaking = [entry for entry in entries if entry.kind in ("receive", KIND)]
    texts = {
        one.entry_id: one for one in Sealed.objects.filter(entry__in=[e.id for e in speaking])
    }
    if any(one.text is None for one in texts.values()):
        return None
    kinds = {f.name: f.kind for f in mechanism.fields}
    told: dict[str, Any] = {}
    for entry in speaking:
        data = entry.data["data"]
        private: Mapping[str, Any] = texts[entry.id].data if entry.id in texts else {}
        if entry.kind == KIND:
            name = str(data["field"])
            said = private.get("value", data.get("new"))
            told[_PERSON.get(kinds.get(name, name), name)] = said
        else:
            told |= data.get("values", {}) | private
    return told


def _title(mechanism: Mechanism, told: Mapping[str, Any], text: str) -> str:
    return titles.title(str(told.get(mechanism.title_field) or ""), text)


def _opened(token: str) -> str:
    return secrecy.opened(token) if token else ""
