from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from tests.web import cast
from tests.web.conftest import SignIn, actor

from bihuan.registers.jobs import actions, kinds
from bihuan.registers.jobs.kinds import Done, Kind, Work
from bihuan.registers.jobs.models import Job


def copy(work: Work) -> Done:
    work.place("台账.txt").write_text("一")
    return Done("Counted {count}.", {"count": 1}, "台账.txt")


@pytest.fixture
def asked(city: None, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setitem(kinds.KINDS, "count", Kind("count", "Count", copy))
    account = get_user_model().objects.get(username="office-clerk")
    return actions.ask(
        "count", {}, account=account.pk, by=actor("office-clerk"), now=cast.NOW,
        root=settings.BIHUAN_HOME,
    )  # fmt: skip


def test_the_page_comes_again_until_the_job_has_ended(
    asked: Job, sign_in: SignIn, run_jobs: Callable[[], int]
) -> None:
    client, page = sign_in("office-clerk"), reverse("job", args=[asked.pk])
    assert 'http-equiv="refresh"' in client.get(page).text
    run_jobs()
    text = client.get(page).text
    assert 'http-equiv="refresh"' not in text
    assert "Counted 1." in text
    assert reverse("job-file", args=[asked.pk]) in text


def test_the_result_is_downloaded_by_the_one_who_asked(
    asked: Job, sign_in: SignIn, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    answer = sign_in("office-clerk").get(reverse("job-file", args=[asked.pk]))
    assert b"".join(answer).decode() == "一"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["job", "job-file"])
def test_nobody_else_finds_it(asked: Job, sign_in: SignIn, name: str) -> None:
    assert sign_in("housing-desk").get(reverse(name, args=[asked.pk])).status_code == 404


def test_a_file_that_is_gone_is_said(asked: Job, sign_in: SignIn) -> None:
    answer = sign_in("office-clerk").get(reverse("job-file", args=[asked.pk]))
    assert (answer.status_code, "文件" in answer.text) == (403, True)


def test_the_list_shows_ones_own_jobs_and_asks_once_for_them(
    asked: Job, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in("office-clerk")
    client.get(reverse("jobs"))
    with django_assert_num_queries(4):  # session, account, post, jobs
        text = client.get(reverse("jobs")).text
    assert reverse("job", args=[asked.pk]) in text
    assert reverse("job", args=[asked.pk]) not in sign_in("housing-desk").get("/jobs/").text
