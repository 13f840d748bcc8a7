"""The room of papers: pressed, signed by another, numbered, revoked; templates put in force."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from tests.web import cast
from tests.web.conftest import Clock, SignIn, answered, handled, take_in

from bihuan.kernel.refused import Refused
from bihuan.matters.models import Access, Paper, PaperTemplate, Press
from bihuan.matters.rules.papers import documents, fonts


@pytest.fixture(autouse=True)
def home(settings: LazySettings, tmp_path: Path) -> Path:
    settings.BIHUAN_HOME = tmp_path
    try:
        fonts.found(tmp_path / "fonts")
    except Refused:
        pytest.skip("needs a Chinese font, such as fonts-noto-cjk")
    return tmp_path


def pressed(clerk: Client) -> Press:
    answer = clerk.post("/papers/press/", {"period": "week"})
    assert answer.status_code == 302
    return Press.objects.get()


def step(client: Client, paper: Paper, name: str, **given: str) -> Any:
    return client.post(f"/papers/{paper.pk}/{name}/", given)


def test_one_press_gives_circular_reminders_and_table(sign_in: SignIn) -> None:
    number = take_in().matter.number
    handled(number)
    clerk = sign_in("office-clerk")
    made = pressed(clerk)
    page = clerk.get(f"/papers/press/{made.pk}/")
    assert [one["kind"] for one in page.context["papers"]] == ["工作通报", "专报", "上级报表"]
    text = clerk.get(f"/papers/press/{made.pk}/reminders.txt").content.decode()
    shown = [one.text for one in page.context["figures"]["reminders"]]
    assert text == "\n\n".join(shown) + "\n"
    assert clerk.get("/papers/").context["last"]["pk"] == made.pk


def test_a_circular_is_signed_by_the_leader_and_numbered(sign_in: SignIn) -> None:
    clerk, leader = sign_in("office-clerk"), sign_in("gov-leader")
    pressed(clerk)
    paper = Paper.objects.get(kind="circular")
    assert step(clerk, paper, "issue").status_code == 422
    step(
        clerk, paper, "change", title="关于本周办理情况的通报", word="临营通报", note="", copies=""
    )
    assert step(clerk, paper, "submit").status_code == 302
    assert [one["pk"] for one in leader.get("/papers/").context["to_sign"]] == [paper.pk]
    assert step(leader, paper, "sign").status_code == 302
    assert step(clerk, paper, "issue").status_code == 302
    paper.refresh_from_db()
    assert paper.number == "临营通报〔2026〕1号"
    body = clerk.get(f"/papers/{paper.pk}/file.docx").content
    assert "临营通报〔2026〕1号" in documents.text_of(body)
    assert "褚区长（演示）" not in documents.text_of(body)  # a circular names no signatory
    assert clerk.get(f"/papers/{paper.pk}/file.pdf").content.startswith(b"%PDF")
    assert step(clerk, paper, "revoke", reason="数字有误").status_code == 302
    assert "已作废" in clerk.get("/papers/").content.decode()


def test_a_desk_sees_no_papers_of_the_office(sign_in: SignIn) -> None:
    made = pressed(sign_in("office-clerk"))
    desk = sign_in("housing-desk")
    assert "papers" not in [
        p["address"].strip("/") for p in desk.get("/desk/").context["around"]["pages"]
    ]
    for address in (f"/papers/press/{made.pk}/", f"/papers/{Paper.objects.first().pk}/",  # type: ignore[union-attr]
                    f"/papers/press/{made.pk}/reminders.txt", "/papers/templates/"):  # fmt: skip
        assert desk.get(address).status_code == 404
    assert desk.post("/papers/press/", {"period": "week"}).status_code == 422
    assert Press.objects.count() == 1


def test_a_result_is_told_from_the_page_of_the_matter(sign_in: SignIn) -> None:
    number = take_in().matter.number
    answered(number)
    clerk = sign_in("office-clerk")
    offered = dict(clerk.get(f"/m/{number}/").context["paper_kinds"])
    assert offered == {"slip": "办理笺", "result": "办理结果告知书"}
    clerk.post(f"/m/{number}/paper/", {"kind": "result"})
    paper = Paper.objects.get()
    page = clerk.get(f"/papers/{paper.pk}/").content.decode()
    assert "路已修好。" in page
    assert "赵恒泰" not in page
    assert [one["pk"] for one in clerk.get(f"/m/{number}/").context["papers"]] == [paper.pk]


def test_the_slip_names_the_person_and_the_look_is_written_down(sign_in: SignIn) -> None:
    number = take_in().matter.number
    handled(number)
    slip = sign_in("housing-desk").post(f"/m/{number}/paper/", {"kind": "slip", "ending": "docx"})
    text = documents.text_of(slip.content)
    assert "13800002207" in text
    assert Access.objects.get().post == "housing-desk"
    assert not Paper.objects.exists()


def test_a_unit_prepares_no_paper_but_the_slip(sign_in: SignIn) -> None:
    number = take_in().matter.number
    handled(number)
    desk = sign_in("housing-desk")
    assert [code for code, _ in desk.get(f"/m/{number}/").context["paper_kinds"]] == ["slip"]
    desk.post(f"/m/{number}/paper/", {"kind": "urge"})
    assert not Paper.objects.exists()


def template(text: str) -> SimpleUploadedFile:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return SimpleUploadedFile("通报.docx", out.getvalue())


def test_a_template_of_the_office_is_put_in_force(sign_in: SignIn, clock: Clock) -> None:
    clerk = sign_in("office-clerk")
    wrong = {"kind": "circular", "template": template("共{{收件书}}件")}
    answer = clerk.post("/papers/templates/", wrong)
    assert answer.status_code == 422
    assert "收件数" in answer.context["refused"]
    assert not PaperTemplate.objects.exists()
    good = {"kind": "circular", "template": template("本周共{{收件数}}件")}
    assert clerk.post("/papers/templates/", good).status_code == 302
    take_in()
    clock.now = cast.NOW.replace(hour=15)
    pressed(clerk)
    paper = Paper.objects.get(kind="circular")
    body = clerk.get(f"/papers/{paper.pk}/file.docx").content
    assert documents.text_of(body) == "本周共1件"
    assert clerk.get("/papers/templates/circular/").content[:2] == b"PK"


def test_a_machine_without_types_says_so_and_still_gives_the_document(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = sign_in("office-clerk")
    pressed(clerk)
    monkeypatch.setattr(fonts, "found", lambda _folder: fonts.chosen([]))
    paper = Paper.objects.get(kind="circular")
    assert "没有安装中文字体" in clerk.get("/papers/").content.decode()
    assert clerk.get(f"/papers/{paper.pk}/file.pdf").status_code == 422
    assert clerk.get(f"/papers/{paper.pk}/file.docx").content[:2] == b"PK"


def test_numbers_given_by_hand_are_left_out_with_their_reason(sign_in: SignIn) -> None:
    clerk = sign_in("office-clerk")
    assert (
        clerk.post(
            "/papers/numbers/", {"word": "营商办函", "upto": "x", "reason": "手工"}
        ).status_code
        == 422
    )
    clerk.post("/papers/numbers/", {"word": "营商办函", "upto": "7", "reason": "年初手工编号"})
    page = clerk.get("/papers/")
    assert [(gap.first, gap.last, gap.reason) for gap in page.context["gaps"]] == [
        (1, 7, "年初手工编号")
    ]


def test_the_room_asks_few_queries(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    clerk = sign_in("office-clerk")
    for _ in range(4):
        clerk.post("/papers/press/", {"period": "week"})
    clerk.get("/papers/")
    with django_assert_max_num_queries(20):
        clerk.get("/papers/")
