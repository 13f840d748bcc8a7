"""A correction is a new entry; what pages show follows it, and the chain tells both."""

from __future__ import annotations

import pytest
from tests.matters import cast

from bihuan.matters.actions import rebuilding
from bihuan.matters.models import Content, Matter, MechanismVersion
from bihuan.registers.journal.queries import entries_of
from bihuan.registers.journal.rules.chain import Record
from bihuan.registers.parties import secrecy


def differing(matter: Matter) -> str | None:
    fields = Record._fields
    entries = [Record(**{f: getattr(e, f) for f in fields}) for e in entries_of(matter)]
    return rebuilding.differing(matter.pk, entries)


@pytest.mark.parametrize(
    ("field", "value"), [("title", "三根电线杆"), ("text", "三根"), ("requester", "李某（演示）")]
)
def test_a_correction_is_shown_and_told_by_the_chain(
    version: MechanismVersion, field: str, value: str
) -> None:
    matter = cast.arrive(version).matter
    matter = cast.do(
        matter, "correct", "clerk", entry="1", field=field, value=value, reason="笔误"
    )
    content = Content.objects.get(matter=matter)
    matter.refresh_from_db()
    shown = {"title": matter.title, "text": content.text, "requester": content.requester}
    assert shown[field] == value
    assert differing(matter) is None
    assert [entry.kind for entry in entries_of(matter)] == ["receive", "correct"]


def test_a_corrected_number_is_in_the_open_nowhere(version: MechanismVersion) -> None:
    matter = cast.arrive(version).matter
    cast.do(
        matter, "correct", "clerk", entry="1", field="phone", value="13900002207", reason="笔误"
    )
    content = Content.objects.get(matter=matter)
    assert secrecy.opened(content.phone_sealed) == "13900002207"
    last = entries_of(matter).last()
    assert last is not None
    assert "13900002207" not in last.payload
    assert "13900002207" not in str(last.sealed.text)
    assert differing(matter) is None


@pytest.mark.parametrize(
    ("model", "column"), [(Matter, "title"), (Content, "text"), (Content, "requester")]
)
def test_words_changed_behind_the_chain_are_named(
    version: MechanismVersion, model: type[Matter | Content], column: str
) -> None:
    matter = cast.arrive(version, requester="张某（演示）").matter
    assert differing(matter) is None
    model.objects.filter(pk=matter.pk).update(**{column: "别的话"})
    assert differing(matter) == column
