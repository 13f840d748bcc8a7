from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web import cast
from tests.web.conftest import Clock, SignIn, answered, handled, move, take_in

from bihuan.matters.models import Access, Content, Matter

LETTER = "厂区北门道路塌陷，重车绕行。"


def post(client: Client, number: str, action: str, **answers: Any) -> Any:
    length = Matter.objects.get(number=number).length
    return client.post(f"/m/{number}/act/{action}/", {"expected": length, **answers})


def stage(number: str) -> tuple[str, int]:
    row = Matter.objects.get(number=number)
    return row.stage, row.length


def test_the_page_shows_the_letter_and_hides_the_person(sign_in: SignIn) -> None:
    number = take_in().matter.number
    text = sign_in("office-clerk").get(f"/m/{number}/").content.decode()
    assert LETTER in text
    assert "赵**（演示）" in text
    assert "赵恒泰" not in text
    assert "13800002207" not in text


def test_opening_the_person_is_written_down(sign_in: SignIn) -> None:
    number = take_in().matter.number
    page = sign_in("office-clerk").post(f"/m/{number}/person/")
    assert "赵恒泰（演示）" in page.content.decode()
    assert "13800002207" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    opened = Access.objects.get()
    assert (opened.matter.number, opened.post, opened.what) == (number, "office-clerk", "person")


def test_looking_without_asking_opens_nothing(sign_in: SignIn) -> None:
    number = take_in().matter.number
    assert sign_in("office-clerk").get(f"/m/{number}/person/").status_code == 405
    assert not Access.objects.exists()


def test_a_hidden_person_stays_hidden_from_the_handling_unit(sign_in: SignIn) -> None:
    number = take_in().matter.number
    Content.objects.update(hidden=True)
    handled(number)
    page = sign_in("housing-desk").post(f"/m/{number}/person/")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "13800002207" not in page.content.decode()
    assert not Access.objects.exists()


def test_a_matter_of_others_is_no_page(sign_in: SignIn) -> None:
    number = take_in().matter.number
    client = sign_in("land-desk")
    for answer in (client.get(f"/m/{number}/"), post(client, number, "accept")):
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert LETTER not in answer.content.decode()
    assert stage(number) == ("received", 1)


def test_a_move_is_made_and_told(sign_in: SignIn) -> None:
    number = take_in().matter.number
    client = sign_in("office-clerk")
    answer = post(client, number, "accept", **{"class": "common"})
    assert (answer.status_code, answer["Location"]) == (302, f"/m/{number}/")
    assert "已完成：受理" in client.get(f"/m/{number}/").content.decode()
    assert stage(number) == ("accepted", 2)


def test_a_missing_answer_is_asked_for_and_nothing_changes(sign_in: SignIn) -> None:
    number = take_in().matter.number
    move(number, "accept", "office-clerk")
    answer = post(sign_in("office-clerk"), number, "assign", why="道路")
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“派单”需要填写“主办单位”。请填好后再提交。" in text
    assert 'value="道路"' in text
    assert stage(number) == ("accepted", 2)


def test_a_stale_page_is_told_and_nothing_changes(sign_in: SignIn) -> None:
    number = take_in().matter.number
    client = sign_in("office-clerk")
    move(number, "accept", "office-clerk")
    asked = {"expected": 1, "ground": "elsewhere", "reason": "x"}
    answer = client.post(f"/m/{number}/act/refuse/", asked)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f"{number} 已有变动" in answer.content.decode()
    assert stage(number) == ("accepted", 2)


@pytest.mark.parametrize("expected", ["", "x", "-1"])
def test_a_form_without_its_page_is_stale(sign_in: SignIn, expected: str) -> None:
    number = take_in().matter.number
    answer = sign_in("office-clerk").post(f"/m/{number}/act/accept/", {"expected": expected})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert stage(number) == ("received", 1)


def test_an_unknown_move_is_refused(sign_in: SignIn) -> None:
    number = take_in().matter.number
    answer = post(sign_in("office-clerk"), number, "fly")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert stage(number) == ("received", 1)


def test_the_suggestion_names_its_rule(sign_in: SignIn) -> None:
    number = take_in().matter.number
    move(number, "accept", "office-clerk")
    page = sign_in("office-clerk").get(f"/m/{number}/")
    assert "建议派给：住建局" in page.content.decode()
    assert page.context["routed"]["rule"] == 1
    drawn = next(form for form in page.context["forms"] if form.action == "assign")
    assert {one.name: one.value or one.values for one in drawn.fields}["unit"] == "housing"


def test_a_signature_waits_in_order(sign_in: SignIn) -> None:
    number = take_in().matter.number
    handled(number)
    desk, deputy, head = map(sign_in, ("housing-desk", "housing-deputy", "housing-head"))
    post(desk, number, "reply", closing="solved", text="路已修好。")
    assert "路已修好。" in deputy.get(f"/m/{number}/").content.decode()
    assert post(head, number, "sign").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert stage(number)[0] == "handling"
    post(deputy, number, "sign")
    post(head, number, "sign")
    assert stage(number)[0] == "replied"


def test_the_clock_tells_its_arithmetic(sign_in: SignIn, clock: Clock) -> None:
    number = take_in().matter.number
    handled(number)
    clock.now = cast.NOW + timedelta(days=1)
    clocks = sign_in("housing-desk").get(f"/m/{number}/").context["clocks"]
    reply = next(one for one in clocks if one.label == "答复")
    assert (reply.due, reply.state) == ("3 月 16 日", "还剩 9 个工作日")
    assert reply.sentences[0] == "3 月 2 日 派单，时限 10 个工作日，从次日起算。"
    assert reply.sentences[1] == "不计：周末 4 天。"
    looks = [cell.look.split()[0] if cell.look else "" for cell in reply.cells]
    assert looks.count("day-off") == 4
    assert looks[-1] == "day-due"
    assert sum("day-today" in cell.look for cell in reply.cells) == 1


def test_the_rated_line_sees_no_rating(sign_in: SignIn) -> None:
    received = take_in()
    number = received.matter.number
    answered(number)
    said = {"number": number, "code": received.code, "solved": "no", "stars": "1"}
    Client().post("/t/rate/", said)
    outside = sign_in("office-clerk").get(f"/m/{number}/").content.decode()
    assert "诉求人已评价" in outside
    for post_ in ("housing-desk", "housing-head", "gov-leader"):
        assert "诉求人已评价" not in sign_in(post_).get(f"/m/{number}/").content.decode()


def test_a_file_comes_with_a_move_and_goes_out_as_a_download(sign_in: SignIn) -> None:
    number = take_in().matter.number
    handled(number)
    client = sign_in("housing-desk")
    from_desk = {"note": "见照片", "files": _picture()}
    assert post(client, number, "progress", **from_desk).status_code == 302
    kept = Matter.objects.get(number=number).attachments.get()
    answer = client.get(f"/m/{number}/file/{kept.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert sign_in("land-desk").get(f"/m/{number}/file/{kept.pk}/").status_code == 404


def test_a_disguised_file_is_refused_and_nothing_changes(sign_in: SignIn) -> None:
    number = take_in().matter.number
    _, before = handled(number), stage(number)
    from_desk = {"note": "见照片", "files": _picture(b"MZ\x90 not a picture")}
    answer = post(sign_in("housing-desk"), number, "progress", **from_desk)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请上传原文件" in answer.content.decode()
    assert stage(number) == before


def test_a_repeat_is_decided_by_a_clerk(sign_in: SignIn) -> None:
    first, second = take_in().matter.number, take_in().matter.number
    client = sign_in("office-clerk")
    assert "文字完全相同" in client.get(f"/m/{second}/").content.decode()
    client.post(f"/m/{second}/repeat/", {"decision": "separate", "reason": "两处道路"})
    assert stage(second) == ("received", 2)
    assert "已定为单独办理" in client.get(f"/m/{second}/").content.decode()
    again = client.post(f"/m/{second}/repeat/", {"decision": "merge", "reason": "x"})
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert stage(second) == ("received", 2)
    assert first != second


def test_merging_ends_the_repeat(sign_in: SignIn) -> None:
    take_in()
    second = take_in().matter.number
    sign_in("office-clerk").post(f"/m/{second}/repeat/", {"decision": "merge", "reason": "同一处"})
    assert stage(second)[0] == "merged"


def test_a_page_and_a_move_ask_few_queries(
    sign_in: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    number = take_in().matter.number
    handled(number)
    client = sign_in("housing-desk")
    client.get(f"/m/{number}/")
    with django_assert_max_num_queries(11):
        client.get(f"/m/{number}/")
    length = Matter.objects.get(number=number).length
    with django_assert_max_num_queries(12):
        client.post(f"/m/{number}/act/contact/", {"expected": length, "note": "已联系"})
    assert stage(number)[1] == length + 1


def _picture(content: bytes = b"") -> Any:
    from_bytes = content or bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    return SimpleUploadedFile("照片.png", from_bytes)
