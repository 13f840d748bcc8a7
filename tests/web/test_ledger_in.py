"""The pages of a ledger on its way in: plain forms, for the office alone."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext
from tests.matters import ledgers
from tests.web import cast
from tests.web.conftest import take_in
from tests.web.test_lists import taken_out

from bihuan.config import ledgers as kind
from bihuan.matters.actions import publishing
from bihuan.matters.models import Incoming, Matter
from bihuan.matters.queries.exports import columns
from bihuan.registers.jobs import running
from bihuan.registers.jobs.models import Job


@pytest.fixture
def clerk(sign_in: Any) -> Client:
    body = resources.files("bihuan.mechanisms.library").joinpath("ledger.yaml").read_bytes()
    publishing.publish(
        body.replace(b"enterprise-service-office", b"office"), region=cast.REGION,
        by=cast.KEEPER, now=cast.NOW,
    )  # fmt: skip
    return sign_in("office-clerk")


def given(client: Client, data: bytes) -> Any:
    sheet = SimpleUploadedFile("台账.xlsx", data)
    return client.post("/ledger/in/", {"sheet": sheet, "mechanism": "ledger"})


def test_a_file_is_given_pointed_at_looked_through_and_taken(clerk: Client) -> None:
    at = given(clerk, ledgers.book(ledgers.row(1), ledgers.row(2, 办结时限="下周五"))).url
    page = clerk.get(at).content.decode()
    assert "办结时限" in page
    headings = {f"c{i}": "" for i in range(8)} | {"c1": "text", "c3": "unit", "c4": "due_at"}
    answer = clerk.post(at, headings | {"do": "columns", "as_of": "2026-02-27"})
    assert answer.url == f"{at}preview/"
    page = clerk.get(answer.url).content.decode()
    assert "asks-doubt" in page
    after = clerk.post(answer.url, {"do": "take"})
    assert "overdue=1" in after.url
    assert "收进 2 行" in clerk.get(after.url).content.decode()
    assert Matter.objects.count() == 2


def test_a_correction_of_no_cell_is_passed_over(clerk: Client) -> None:
    at = given(clerk, ledgers.book(ledgers.row(1))).url
    headings = {f"c{i}": "" for i in range(8)} | {"c1": "text"}
    page = clerk.post(at, headings | {"do": "columns"}).url
    wrong = {"cell~": "y", "cell~x": "y", "cell~x|y|z": "y", "cell~|1|²": "y"}
    assert clerk.post(page, wrong).status_code == 302
    assert Incoming.objects.get().corrected == {}
    assert clerk.get(page).status_code == 200


def test_what_only_begins_like_an_old_workbook_is_refused(clerk: Client) -> None:
    answer = given(clerk, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000))
    assert answer.status_code == 422


def test_a_refused_choice_of_columns_keeps_what_was_chosen(clerk: Client) -> None:
    at = given(clerk, ledgers.book(ledgers.row(1))).url
    answer = clerk.post(at, {"c3": "unit", "do": "columns"})
    assert answer.status_code == 422
    assert "没有一列写明" in answer.content.decode()


def test_what_is_no_workbook_is_refused_in_a_sentence_and_kept_nowhere(clerk: Client) -> None:
    answer = given(clerk, b"PK\x03\x04 no archive")
    assert answer.status_code == 422
    assert "文件已损坏" in answer.content.decode()
    assert not Incoming.objects.exists()


def test_a_large_ledger_is_a_job_that_ends_at_the_overdue_list(
    clerk: Client, tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BIHUAN_HOME = tmp_path
    monkeypatch.setattr("bihuan.matters.actions.ledgers.taking.AT_ONCE", 1)
    at = given(clerk, ledgers.book(ledgers.row(1), ledgers.row(2))).url
    answer = clerk.post(f"{at}preview/", {"do": "take"})
    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}/"
    assert job.kind == kind.KINDS[0].name
    running.run_waiting(tmp_path, clock=lambda: cast.NOW)
    assert Matter.objects.count() == 2
    assert clerk.get(f"/ledger/in/job/{job.pk}/").url.startswith("/ledger/?mechanism=ledger")


def test_rejected_rows_are_fetched_by_the_one_who_gave_them_alone(
    clerk: Client, sign_in: Any
) -> None:
    at = given(clerk, ledgers.book(ledgers.row(1, 收到时间="问过了"), ledgers.row(2))).url
    clerk.post(f"{at}preview/", {"do": "take"})
    answer = clerk.get(f"{at}rejected/")
    assert answer.content.startswith(b"PK")
    other = sign_in("gov-leader")
    for page in (at, f"{at}preview/", f"{at}rejected/"):
        assert other.get(page).status_code == 404


def test_a_unit_that_takes_nothing_in_is_told_so(clerk: Client, sign_in: Any) -> None:
    other = sign_in("housing-desk")
    assert '<form method="post" enctype' not in other.get("/ledger/in/").content.decode()
    assert given(other, ledgers.book(ledgers.row(1))).status_code == 422
    assert not Incoming.objects.exists()


def test_a_list_that_left_the_house_is_dropped_here_too_and_goes_the_way_back(
    clerk: Client, run_jobs: Any
) -> None:
    take_in()
    sheet = taken_out(clerk, run_jobs)
    answer = given(clerk, sheet)
    job = Job.objects.latest("pk")
    assert (answer.url, job.kind) == (f"/jobs/{job.pk}/", "list-back")
    assert not Incoming.objects.exists()
    run_jobs()
    assert Job.objects.get(pk=job.pk).state == Job.DONE


def test_the_first_list_leaves_in_the_columns_of_the_office_s_own_ledger(
    clerk: Client, sign_in: Any, run_jobs: Any
) -> None:
    at = given(clerk, ledgers.book(ledgers.row(1))).url
    told = {"c1": "text", "c2": "received_at", "c3": "unit", "c4": "due_at", "c6": "status"}
    clerk.post(at, {f"c{i}": "" for i in range(8)} | told | {"do": "columns"})
    own = [("text", "问题描述"), ("received", "收到时间"), ("unit", "责任单位"),
           ("due", "办结时限"), ("stage", "是否办结")]  # fmt: skip
    assert columns.remembered("office-clerk") == (("number", gettext("Number")), *own)
    assert columns.remembered("housing-desk") == columns.default()
    taken_out(clerk, run_jobs)
    assert [code for code, _ in columns.remembered("office-clerk")] == ["number", "title", "unit"]
