"""What nobody would type into an address or a form is answered with a page, never with a fault."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web.conftest import SignIn

from bihuan.matters.models import MechanismDraft, Press, ScoreRun, Series

OFTEN = "9" * 5000  # longer than Python turns into a number


@pytest.fixture
def clerk(sign_in: SignIn) -> Client:
    return sign_in("office-clerk")


@pytest.mark.parametrize(
    "address",
    [
        "/ledger/?after=0001-01-01",
        "/ledger/?after=9999-12-31T23:59:59-14:00~7",
        f"/ledger/?after=2026-01-01~{OFTEN}",
        "/scores/now/?from=0001-01-01",
        "/scores/now/?to=9999-12-31",
        "/scores/now/?from=2026-02-30",
    ],
)
def test_a_day_out_of_reach_is_taken_for_not_said(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 200


@pytest.mark.parametrize("day", ["2024-02-30", "9999-12-31", "0001-01-01"])
def test_a_mechanism_is_tried_on_today_where_the_day_is_none(clerk: Client, day: str) -> None:
    clerk.post("/mechanisms/library/", {"name": "enterprise"})
    assert clerk.get(f"/mechanisms/enterprise/edit/?section=try&day={day}").status_code == 200


@pytest.mark.parametrize("upon", ["²", OFTEN, "-1", ""])
def test_a_saving_upon_nothing_is_refused(clerk: Client, upon: str) -> None:
    page = "/mechanisms/enterprise/edit/?section=file"
    assert clerk.post(page, {"upon": upon, "body": "x"}).status_code == 422
    assert not MechanismDraft.objects.exists()


@pytest.mark.parametrize("upto", ["²", OFTEN, "9" * 30, "-1"])
def test_numbers_are_not_skipped_up_to_what_is_no_number(clerk: Client, upto: str) -> None:
    asked = {"word": "营商办", "upto": upto, "reason": "手工编号"}
    assert clerk.post("/papers/numbers/", asked).status_code == 422
    assert not Series.objects.filter(name__startswith="papers:", last__gt=0).exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "今天"])
@pytest.mark.parametrize("period", ["week", "month", "own"])
def test_a_press_of_days_out_of_reach_is_no_fault(clerk: Client, period: str, day: str) -> None:
    answer = clerk.post("/papers/press/", {"period": period, "from": day, "to": day})
    assert answer.status_code in (302, 422)
    assert all(one.since.year > 1900 for one in Press.objects.all())


@pytest.mark.parametrize("days", [("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31")])
def test_a_score_of_days_out_of_reach_is_refused(clerk: Client, days: tuple[str, str]) -> None:
    asked = {"from": days[0], "to": days[1], "mechanism": "enterprise"}
    assert clerk.post("/scores/make/", asked).status_code == 422
    assert not ScoreRun.objects.exists()


@pytest.mark.parametrize("ending", ["foo", "xlsx", "exe"])
def test_a_paper_has_the_files_it_has(clerk: Client, ending: str) -> None:
    clerk.post("/papers/press/", {"period": "week"})
    paper = Press.objects.get().papers.get(kind="circular")
    assert clerk.get(f"/papers/{paper.pk}/file.{ending}").status_code == 404


@pytest.mark.parametrize("when", ["9999/12/31 23:59:59", "0001/01/01 00:00:00", "2026/13/45 1:1"])
def test_a_message_from_a_year_without_telephones_is_read_without_its_time(
    clerk: Client, when: str
) -> None:
    said = f"张三（演示） {when}\n楼道灯不亮\n李四（演示） {when}\n又停电了\n"
    answer = clerk.post("/intake/quick/", {"said": said, "mechanism": "enterprise"})
    assert answer.status_code == 200
