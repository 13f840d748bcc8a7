"""The pages of a score: asked for, opened, contested, ruled on, published, corrected."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.web import scorecast
from tests.web.conftest import Clock, SignIn

from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions.scoring import running
from bihuan.matters.models import Exclusion, Objection, ScoreRun
from bihuan.matters.rules.scoring import snapshot
from bihuan.registers.jobs.models import Job

APRIL = datetime(2026, 4, 1, 9, 0, tzinfo=LOCAL)
LATER = datetime(2026, 4, 9, 9, 0, tzinfo=LOCAL)
MARCH = {"from": "2026-03-01", "to": "2026-03-31", "mechanism": "enterprise"}


@pytest.fixture
def month(city: None, clock: Clock) -> list[str]:
    """The numbers of a month, which is over."""
    numbers = scorecast.month()
    clock.now = APRIL
    return numbers


def made(sign_in: SignIn) -> ScoreRun:
    answer = sign_in("office-clerk").post("/scores/make/", MARCH)
    assert answer.status_code == 302, answer.content.decode()
    return ScoreRun.objects.latest("pk")


def text(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def test_the_office_keeps_a_run_and_reads_every_line(sign_in: SignIn, month: list[str]) -> None:
    clerk = sign_in("office-clerk")
    assert "保留这一时段的数据" in text(clerk.get("/scores/"))
    run = made(sign_in)
    page = text(clerk.get(f"/scores/{run.pk}/"))
    assert "住房和城乡建设局（演示）" in page
    assert "尚未派单" in page
    assert "4 月 3 日 23:59" in page
    assert run.rows == 5


@pytest.mark.parametrize("by", ["unit", "town", "mechanism"])
def test_lines_go_by_unit_town_or_mechanism(sign_in: SignIn, month: list[str], by: str) -> None:
    run = made(sign_in)
    assert "aria-current" in text(sign_in("office-clerk").get(f"/scores/{run.pk}/?by={by}"))


def test_a_period_that_is_not_over_is_refused_in_a_sentence(
    sign_in: SignIn, month: list[str]
) -> None:
    asked = MARCH | {"to": "2026-04-30"}
    page = text(sign_in("office-clerk").post("/scores/make/", asked), 422)
    assert "统计时段到 2026-05-01 00:00 才结束" in page
    assert not ScoreRun.objects.exists()


@pytest.mark.parametrize("days", [{"from": ""}, {"to": "9999-12-31"}, {"from": "x"}])
def test_a_period_without_days_is_refused(
    sign_in: SignIn, month: list[str], days: dict[str, str]
) -> None:
    text(sign_in("office-clerk").post("/scores/make/", MARCH | days), 422)


def test_a_unit_sees_its_own_line_and_no_other(sign_in: SignIn, month: list[str]) -> None:
    run = made(sign_in)
    page = text(sign_in("housing-desk").get(f"/scores/{run.pk}/"))
    assert "发布前您只能看到合计和本单位" in page
    assert "尚未派单" not in page
    text(sign_in("land-desk").get(f"/scores/{run.pk}/"), 404)


def test_figures_open_to_their_matters(sign_in: SignIn, month: list[str]) -> None:
    run = made(sign_in)
    late = text(sign_in("office-clerk").get(f"/scores/{run.pk}/rows/?what=overdue"))
    assert month[-1] in late
    assert month[0] not in late
    own = text(sign_in("housing-desk").get(f"/scores/{run.pk}/rows/?what=solved"))
    assert "已解决并核实" not in own
    assert month[-1] in own
    assert "有 1 件您无权打开" in own


def test_the_list_behind_a_figure_asks_as_often_for_many_rows(
    sign_in: SignIn, month: list[str], django_assert_max_num_queries: object
) -> None:
    run = made(sign_in)
    clerk = sign_in("office-clerk")
    clerk.get(f"/scores/{run.pk}/rows/")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        clerk.get(f"/scores/{run.pk}/rows/")


def test_an_objection_is_raised_ruled_on_and_shown(sign_in: SignIn, month: list[str]) -> None:
    run, number = made(sign_in), month[-1]
    desk, clerk = sign_in("housing-desk"), sign_in("office-clerk")
    row = f"/scores/{run.pk}/rows/{number}/"
    assert "对该事项提出异议" in text(desk.get(row))
    text(desk.post(f"{row}object/", {"reason": " "}), 422)
    assert desk.post(f"{row}object/", {"reason": "不属我局职责"}).status_code == 302
    [asked] = Objection.objects.all()
    address = f"/scores/{run.pk}/objection/{asked.pk}/"
    ruling = {"decision": "upheld", "remedy": "move", "unit": "land", "reason": "属实"}
    text(desk.post(address, ruling), 422)
    assert "裁定异议" in text(clerk.get(f"/scores/{run.pk}/"))
    assert clerk.post(address, ruling).status_code == 302
    assert "自然资源局（演示）" in text(clerk.get(f"/scores/{run.pk}/"))
    assert "改计其他单位" in text(desk.get(row))


def test_an_exclusion_is_decided_by_somebody_else(sign_in: SignIn, month: list[str]) -> None:
    run = made(sign_in)
    desk = sign_in("housing-desk")
    row = f"/scores/{run.pk}/rows/{month[-1]}/"
    asked = {"ground": "beyond", "reason": "市级权限"}
    assert desk.post(f"{row}exclude/", asked).status_code == 302
    text(desk.post(f"{row}exclude/", asked), 422)
    [exclusion] = Exclusion.objects.all()
    address = f"/scores/{run.pk}/exclusion/{exclusion.pk}/"
    decided = {"decision": "approved", "reason": "属实"}
    text(desk.post(address, decided), 422)
    assert sign_in("office-clerk").post(address, decided).status_code == 302
    assert "1 (20.0%)" in text(sign_in("office-clerk").get(f"/scores/{run.pk}/"))


def published(sign_in: SignIn, clock: Clock, run: ScoreRun) -> None:
    clock.now = LATER
    clerk, verifier = sign_in("office-clerk"), sign_in("office-verifier")
    text(verifier.post(f"/scores/{run.pk}/sign/"), 422)
    assert clerk.post(f"/scores/{run.pk}/publish/").status_code == 302
    assert "等待签发" in text(clerk.get(f"/scores/{run.pk}/"))
    assert verifier.post(f"/scores/{run.pk}/sign/").status_code == 302


def test_published_figures_are_for_everybody_and_stay_beside_their_correction(
    sign_in: SignIn, clock: Clock, month: list[str]
) -> None:
    run = made(sign_in)
    clerk = sign_in("office-clerk")
    text(clerk.post(f"/scores/{run.pk}/publish/"), 422)
    text(Client().get(f"/published/{run.pk}/"), 404)
    text(clerk.get(f"/scores/{run.pk}/file.json"), 404)
    published(sign_in, clock, run)
    clerk = sign_in("office-clerk")
    assert "小组合并" in text(Client().get(f"/published/{run.pk}/"))
    told = Client().get(f"/published/{run.pk}/file.csv").content
    assert month[0].encode() not in told
    assert json.loads(clerk.get(f"/scores/{run.pk}/file.json").content)["run"] == run.pk
    assert next(way for way, _ in snapshot.recomputed(snapshot.read(told))) == "unit"
    text(clerk.post(f"/scores/{run.pk}/correct/", {"reason": ""}), 422)
    answer = clerk.post(f"/scores/{run.pk}/correct/", {"reason": "漏计一件批示"})
    new = ScoreRun.objects.latest("pk")
    assert answer["Location"] == f"/scores/{new.pk}/"
    assert f"更正第 {run.pk} 号" in text(clerk.get(f"/scores/{new.pk}/"))
    clock.now = datetime(2026, 4, 20, 9, 0, tzinfo=LOCAL)
    clerk = sign_in("office-clerk")
    clerk.post(f"/scores/{new.pk}/publish/")
    sign_in("office-verifier").post(f"/scores/{new.pk}/sign/")
    for page in (f"/scores/{run.pk}/", f"/published/{run.pk}/"):
        assert f"已由第 {new.pk} 号更正" in text(
            Client().get(page) if "pub" in page else clerk.get(page)
        )


def test_the_figures_of_today_have_a_page_of_their_own(sign_in: SignIn, month: list[str]) -> None:
    page = text(sign_in("office-clerk").get("/scores/now/?from=2026-03-01&to=2026-03-31"))
    assert "尚未派单" in page


def test_a_score_over_many_matters_is_a_job_that_ends_at_the_run(
    sign_in: SignIn, month: list[str], run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    clerk = sign_in("office-clerk")
    job = clerk.post("/scores/make/", MARCH)["Location"]
    assert (job.startswith("/jobs/"), ScoreRun.objects.count()) == (True, 0)
    run_jobs()
    run = ScoreRun.objects.get()
    assert (run.rows, "保留 5 件" in text(clerk.get(job))) == (5, True)
    way = job.replace("/jobs/", "/scores/job/")
    assert way in text(clerk.get(job))
    assert clerk.get(way)["Location"] == f"/scores/{run.pk}/"
    text(sign_in("housing-desk").get(way), 404)


def test_a_score_that_is_refused_is_refused_before_it_becomes_a_job(
    sign_in: SignIn, month: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    text(sign_in("office-clerk").post("/scores/make/", MARCH | {"to": "2026-12-31"}), 422)
    assert not Job.objects.exists()
