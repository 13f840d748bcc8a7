"""What comes in is kept apart: the matter, the letter, the person."""

from __future__ import annotations

import pytest
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import publishing, receiving
from bihuan.matters.models import Content, MechanismVersion
from bihuan.registers.journal.models import Entry, Sealed
from bihuan.registers.parties import secrecy

PHONE = "13800002207"
PERSON = """
  name: {{type: name, label: 姓名}}
  phone: {{type: phone, label: 电话}}
  place: {{type: place, label: 地点}}
accept:"""


def with_person() -> MechanismVersion:
    declared = cast.DECLARED.replace("\naccept:", PERSON, 1)
    words = {"owner": "office", "verifier": "owner", "restricted": "false", "last_step": "red"}
    body = declared.format(code="personal", **words)
    return publishing.publish(body.encode(), region=cast.REGION, by=SYSTEM, now=cast.NOW)


@pytest.mark.usefixtures("version")
def test_name_and_number_of_the_form_are_kept_apart_and_never_in_the_open() -> None:
    values = {"text": "路灯不亮", "name": "张某（演示）", "phone": PHONE, "place": "月塘路"}
    arrival = receiving.Arrival("qr", values)
    row = receiving.receive(with_person(), arrival, by=SYSTEM, now=cast.NOW).matter
    content = Content.objects.get(matter=row)
    assert (content.requester, secrecy.opened(content.phone_sealed)) == ("张某（演示）", PHONE)
    assert content.answers == {"place": "月塘路"}
    kept = [*Entry.objects.values_list("payload", flat=True), *Sealed.objects.values_list("text")]
    assert not any(PHONE in str(text) for text in kept)
    assert PHONE not in str(row.state)
    assert "张某" not in str(row.state)
