from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.exports.sheet import Table, cell, edited, saved, table
from tests.web.conftest import SignIn, actor, handled, take_in

from bihuan.config import lists as jobs
from bihuan.matters.models import Export, Matter
from bihuan.registers.jobs.models import Job
from bihuan.web.views import lists

Run = Callable[[], int]


def taken_out(client: Client, run_jobs: Run, query: str = "", **posted: object) -> bytes:
    asked = {"column": ["number", "title", "unit"], **posted}
    answer = client.post(f"{reverse('list-out')}?{query}", asked)
    run_jobs()
    return b"".join(client.get(f"{answer['Location']}file/"))


def brought_back(client: Client, data: bytes) -> str:
    sheet = io.BytesIO(data)
    sheet.name = "台账.xlsx"
    return str(client.post(reverse("list-back"), {"sheet": sheet})["Location"])


def test_a_list_is_taken_out_with_the_filter_of_the_ledger(sign_in: SignIn, run_jobs: Run) -> None:
    take_in()
    number = take_in().matter.number
    handled(number)
    client = sign_in("office-clerk")
    assert "1 件" in client.get(f"{reverse('list-out')}?stage=handling").text
    rows = table(taken_out(client, run_jobs, "stage=handling"))
    assert [row[0] for row in rows[1:]] == [number]


def test_a_queue_of_the_desk_is_taken_out(sign_in: SignIn, run_jobs: Run) -> None:
    number = take_in().matter.number
    handled(take_in().matter.number)
    client = sign_in("office-clerk")
    assert [row[0] for row in table(taken_out(client, run_jobs, "queue=to-accept"))[1:]] == [
        number
    ]


def test_columns_are_named_ordered_and_remembered(sign_in: SignIn, run_jobs: Run) -> None:
    take_in()
    client = sign_in("office-clerk")
    posted = {
        "place-unit": "1",
        "place-number": "2",
        "place-title": "3",
        "heading-unit": "牵头单位",
    }
    head = table(taken_out(client, run_jobs, **posted))[0]
    assert head[:3] == ["牵头单位", "编号", "标题"]
    assert 'value="牵头单位"' in client.get(reverse("list-out")).text
    assert 'value="牵头单位"' not in sign_in("housing-desk").get(reverse("list-out")).text


def test_an_edited_list_is_shown_first_and_applied_when_asked(
    sign_in: SignIn, run_jobs: Run
) -> None:
    number = take_in().matter.number
    client = sign_in("office-clerk")

    def edit(rows: Table) -> None:
        cell(rows, 1, "承办单位", "住建局")

    job = brought_back(client, edited(taken_out(client, run_jobs), edit))
    run_jobs()
    page = job.replace("/jobs/", "/ledger/back/")
    assert page in client.get(job).text
    text = client.get(page).text
    assert (number in text, "住建局" in text, "将修改" in text) == (True, True, True)
    assert Matter.objects.get(number=number).unit_id is None
    applied = client.post(f"{page}apply/", {"reason": "周例会确定"})["Location"]
    run_jobs()
    assert "已采纳 1 行" in client.get(applied).text
    assert Matter.objects.get(number=number).unit_id == "housing"


def test_what_was_not_taken_can_be_fetched(sign_in: SignIn, run_jobs: Run) -> None:
    take_in()
    client = sign_in("office-clerk")

    def edit(rows: Table) -> None:
        cell(rows, 1, "承办单位", "住建居")

    job = brought_back(client, edited(taken_out(client, run_jobs), edit))
    run_jobs()
    page = job.replace("/jobs/", "/ledger/back/")
    assert "住建居" in client.get(page).text
    # A sheet of which nothing can be taken may still be applied: what is wrong comes as a file.
    applied = client.post(f"{page}apply/")["Location"]
    run_jobs()
    rows = table(b"".join(client.get(f"{applied}file/")))
    assert (rows[0][0], "住建居" in rows[1][0]) == ("未采纳原因", True)


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"a,b\n1,2\n"])
def test_a_file_that_is_no_list_of_ours_is_told(
    sign_in: SignIn, run_jobs: Run, data: bytes
) -> None:
    client = sign_in("office-clerk")
    job = brought_back(client, data)
    run_jobs()
    assert Job.objects.get().state == Job.REFUSED
    assert "told-refused" in client.get(job).text


def test_a_list_too_long_to_come_back_says_so(
    sign_in: SignIn, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(), take_in()
    monkeypatch.setattr(jobs, "MOST_BACK", 1)
    client = sign_in("office-clerk")
    taken_out(client, run_jobs)
    assert "不能传回" in client.get(reverse("job", args=[Job.objects.get().pk])).text


def test_a_ledger_is_told_from_a_list_of_ours(
    sign_in: SignIn, run_jobs: Run, rf: RequestFactory
) -> None:
    take_in()
    client = sign_in("office-clerk")
    sheet = taken_out(client, run_jobs)
    request = rf.post("/")
    request.user = get_user_model().objects.get(username="office-clerk")
    by = actor("office-clerk")
    answer = lists.recognised(request, by, sheet, "台账.xlsx")
    assert answer is not None
    assert answer["Location"] == reverse("job", args=[Job.objects.latest("pk").pk])
    assert lists.recognised(request, by, saved([["编号"], ["1"]]), "台账.xlsx") is None


def test_without_a_file_the_page_says_so(sign_in: SignIn) -> None:
    answer = sign_in("office-clerk").post(reverse("list-back"))
    assert (answer.status_code, "请先选择文件" in answer.text) == (422, True)


def test_nobody_else_sees_or_applies_a_preview(sign_in: SignIn, run_jobs: Run) -> None:
    take_in()
    client = sign_in("office-clerk")
    job = brought_back(client, taken_out(client, run_jobs))
    run_jobs()
    page = job.replace("/jobs/", "/ledger/back/")
    other = sign_in("housing-desk")
    assert [other.get(page).status_code, other.post(f"{page}apply/").status_code] == [404, 404]
    assert Job.objects.count() == 2


def test_the_list_of_a_right_that_ended_is_written_without_it(
    sign_in: SignIn, run_jobs: Run
) -> None:
    number = take_in().matter.number
    handled(number)
    client = sign_in("housing-desk")
    client.post(reverse("list-out"), {"column": ["number"]})
    Matter.objects.filter(number=number).update(unit="land")
    Matter.objects.get(number=number).involvements.all().delete()
    run_jobs()
    assert Export.objects.get().rows == 0


def test_the_page_of_columns_asks_few_questions(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = sign_in("office-clerk")
    client.get(reverse("list-out"))
    with django_assert_max_num_queries(8):
        client.get(reverse("list-out"))
