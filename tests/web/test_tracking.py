from __future__ import annotations

from http import HTTPStatus

from django.test import Client
from tests.web.conftest import Clock, answered, handled, move, take_in
from tests.web.test_matter import stage

from bihuan.matters.models import Matter, Rating
from bihuan.web import attempts


def test_number_and_code_open_the_matter_in_plain_words(city: None) -> None:
    received = take_in()
    number = received.matter.number
    handled(number)
    page = Client().post("/t/", {"number": number.lower(), "code": f" {received.code.lower()} "})
    text = page.content.decode()
    assert page.status_code == 200
    assert "下面这个单位正在办理" in text
    assert "住房和城乡建设局（演示）" in text
    assert "答复期限 3 月 16 日" in text
    assert "郑经办" not in text
    assert "no-cache" in page["Cache-Control"]


def test_the_answer_and_the_rating_form_come_together(city: None) -> None:
    received = take_in()
    answered(received.matter.number)
    page = Client().post("/t/", {"number": received.matter.number, "code": received.code})
    assert "路已修好。" in page.content.decode()
    assert "rate" in page.context["forms"]


def test_a_rating_is_kept_once(city: None) -> None:
    received = take_in()
    number = received.matter.number
    answered(number)
    said = {"number": number, "code": received.code, "solved": "yes", "stars": "4"}
    page = Client().post("/t/rate/", said)
    assert "承办单位看不到您的评价" in page.content.decode()
    assert Client().post("/t/rate/", said).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    rating = Rating.objects.get()
    assert (rating.solved, rating.stars, rating.unit) == ("yes", 4, "housing")


def test_stars_are_not_the_question(city: None) -> None:
    received = take_in()
    answered(received.matter.number)
    said = {"number": received.matter.number, "code": received.code}
    page = Client().post("/t/rate/", {**said, "stars": "5"})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Rating.objects.exists()
    assert Client().post("/t/rate/", {**said, "solved": "partly"}).status_code == 200
    assert Rating.objects.get().stars is None


def test_withdrawing_takes_the_code(city: None) -> None:
    received = take_in()
    number = received.matter.number
    wrong = Client().post("/t/withdraw/", {"number": number, "code": "AAAAAAAA", "reason": "x"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert stage(number) == ("received", 1)
    right = {"number": number, "code": received.code, "reason": "已经自行解决"}
    assert "已撤回" in Client().post("/t/withdraw/", right).content.decode()
    assert stage(number)[0] == "withdrawn"


def test_a_review_is_asked_for_after_closing(city: None) -> None:
    received = take_in()
    number = received.matter.number
    answered(number)
    said = {"contacted": "yes", "solved": "yes", "satisfied": "no"}
    move(number, "call-back", "office-verifier", said)
    move(number, "strike-off", "office-clerk")
    asked = {"number": number, "code": received.code, "reason": "不认可"}
    assert Client().post("/t/ask-review/", asked).status_code == 200
    row = Matter.objects.get(number=number)
    assert (row.stage, row.cycle, row.unit_id) == ("assigned", 2, "gov")


def test_a_refused_person_is_told_where_to_go(city: None) -> None:
    received = take_in()
    number = received.matter.number
    move(number, "refuse", "office-clerk", {"ground": "in-court", "reason": "已立案"})
    page = Client().post("/t/", {"number": number, "code": received.code})
    assert "已在法院审理的，请按诉讼程序办理。" in page.content.decode()


def test_an_unknown_number_looks_like_a_wrong_code(city: None) -> None:
    number = take_in().matter.number
    unknown = Client().post("/t/", {"number": "ENTERPRISE-2026-99999", "code": "AAAAAAAA"})
    wrong = Client().post("/t/", {"number": number, "code": "AAAAAAAA"})
    assert unknown.status_code == wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = "编号与查询码不符"
    assert sentence in unknown.content.decode()
    assert sentence in wrong.content.decode()


def test_codes_cannot_be_guessed_at_leisure(city: None, clock: Clock) -> None:
    received = take_in()
    number = received.matter.number
    for _ in range(attempts.PER_NUMBER):
        Client().post("/t/", {"number": number, "code": "AAAAAAAA"})
    page = Client().post("/t/", {"number": number, "code": received.code})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "查询码错误次数过多" in page.content.decode()
    other = take_in(text="另一件")
    page = Client().post("/t/", {"number": other.matter.number, "code": other.code})
    assert page.status_code == 200


def test_one_address_cannot_try_many_numbers(city: None) -> None:
    for n in range(attempts.PER_ADDRESS):
        Client().post("/t/", {"number": f"ENTERPRISE-2026-{n:05d}", "code": "AAAAAAAA"})
    received = take_in()
    page = Client().post("/t/", {"number": received.matter.number, "code": received.code})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_nobody_else_moves_through_this_door(city: None) -> None:
    received = take_in()
    said = {"number": received.matter.number, "code": received.code}
    assert Client().post("/t/accept/", said).status_code == 404
    assert stage(received.matter.number) == ("received", 1)
