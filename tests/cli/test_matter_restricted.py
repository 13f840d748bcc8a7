"""A restricted matter is in no statistics, and its grants say how much of it is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cli import district

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import publishing, receiving
from bihuan.matters.actions.acting import Asked, act

pytestmark = pytest.mark.django_db
RESTRICTED = district.MECHANISM.replace("mechanism: hotline", "mechanism: letters").replace(
    "channels:", "restricted: true\nchannels:"
)


@pytest.fixture
def number() -> str:
    district.settle()
    version = publishing.publish(
        RESTRICTED.encode(), region=district.REGION, by=SYSTEM, now=district.NOW
    )
    arrival = receiving.Arrival("qr", {"title": "围墙开裂", "text": "学校围墙开裂"})
    clerk = district.actor("clerk")
    taken = receiving.receive(version, arrival, by=clerk, now=district.NOW).matter.number
    later = district.NOW + timedelta(minutes=5)
    act(taken, Asked("accept"), by=clerk, now=later)
    act(taken, Asked("assign", {"unit": "bureau", "why": "属地"}), by=clerk, now=later)
    return taken


def test_statistics_leave_it_out(bihuan: Any, number: str) -> None:
    assert number not in bihuan("matter", "list", "--json").out
    [whole] = bihuan("score", "--json").rows
    assert whole["matters"] == 0


def test_the_office_reads_its_title(bihuan: Any, number: str) -> None:
    [row] = bihuan("matter", "list", "--json", "--as", "clerk").rows
    assert (row["number"], row["title"], row["restricted"]) == (number, "围墙开裂", True)


def test_the_handling_desk_sees_the_frame_alone(bihuan: Any, number: str) -> None:
    [row] = bihuan("matter", "list", "--json", "--as", "handler").rows
    assert (row["number"], row["title"]) == (number, "")
    found = bihuan("matter", "show", number, "--as", "handler", "--json").one
    assert found["title"] == ""
    assert [entry["data"] for entry in found["entries"]] == [{}] * 3


def test_the_leader_of_the_line_does_not_see_it(bihuan: Any, number: str) -> None:
    assert bihuan("matter", "list", "--json", "--as", "leader").rows == []
    said = bihuan("matter", "show", number, "--as", "leader")
    assert (said.exit_code, said.out) == (2, "")
