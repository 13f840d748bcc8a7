"""Similar matters beside a matter, two letters side by side, merged, answered, taken apart."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, Open, checked
from tests.browser.test_loop import act, look
from tests.web.conftest import answered, take_in
from tests.web.test_similar import AGAIN, LONG

from bihuan.matters.models import Matter


def test_a_repeat_is_seen_merged_answered_and_rated(browser: Open) -> None:
    at = now() - timedelta(days=1)
    lead = take_in(at, text=LONG).matter.number
    repeat = take_in(at + timedelta(hours=1), text=AGAIN, phone="13900001111")
    number = repeat.matter.number
    clerk = browser("office-clerk").new_page()
    merged(clerk, number, lead)
    answered(lead, now())
    phone = browser(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    look(phone, number, repeat.code)
    expect(phone.locator("main")).to_contain_text("路已修好。")
    expect(phone.locator("main")).not_to_contain_text("给您打电话")
    phone.get_by_label("没有解决", exact=True).check()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_role("status")).to_contain_text("承办单位看不到您的评价")
    row = Matter.objects.get(number=number)
    assert (row.stage, row.ratings.get().solved, row.ratings.get().unit) == (
        "merged", "no", "housing",
    )  # fmt: skip


def merged(clerk: Page, number: str, lead: str) -> None:
    clerk.goto(f"/m/{number}/")
    checked(clerk)
    expect(clerk.locator("main")).to_contain_text("疑似重复")
    clerk.get_by_role("link", name=lead).click()
    expect(clerk.locator("mark").first).to_contain_text("育才路从小学到五中")
    checked(clerk)
    clerk.get_by_label("理由").fill("同一处电线杆")
    clerk.get_by_role("button", name="合并办理", exact=True).click()
    expect(clerk.get_by_role("status")).to_be_visible()
    checked(clerk)


def test_what_was_merged_by_mistake_is_taken_apart(browser: Open) -> None:
    at = now() - timedelta(days=1)
    lead = take_in(at, text=LONG).matter.number
    number = take_in(at + timedelta(hours=1), text=AGAIN).matter.number
    clerk = browser("office-clerk").new_page()
    merged(clerk, number, lead)
    clerk.goto(f"/m/{number}/?do=unmerge")
    act(clerk, "unmerge", reason="两处不同的电线杆")
    assert Matter.objects.get(number=number).stage == "received"


def test_a_clerk_looks_before_taking_in(browser: Open) -> None:
    lead = take_in(now() - timedelta(days=1), text=LONG).matter.number
    clerk = browser("office-clerk").new_page()
    clerk.goto("/intake/enterprise/")
    clerk.get_by_label("什么事").fill(AGAIN)
    clerk.get_by_role("button", name="查找相近事项").click()
    expect(clerk.locator("#similar")).to_contain_text(lead)
    expect(clerk.get_by_label("什么事")).to_have_value(AGAIN)
    checked(clerk)


def test_a_common_problem_is_confirmed(browser: Open) -> None:
    at = now() - timedelta(days=1)
    numbers = [
        take_in(at + timedelta(hours=n), text=f"{LONG}第{n}户").matter.number for n in range(3)
    ]
    clerk = browser("office-clerk").new_page()
    clerk.goto("/common/")
    checked(clerk)
    clerk.get_by_label("共性问题标题").fill("育才路电线杆歪斜")
    clerk.get_by_label("理由").fill("同一条路")
    clerk.get_by_role("button", name="确认为共性问题").click()
    expect(clerk.get_by_role("status")).to_contain_text("育才路电线杆歪斜")
    checked(clerk)
    phone = browser("office-clerk", viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    for address in ("/common/", f"/m/{numbers[0]}/", f"/m/{numbers[1]}/like/{numbers[0]}/"):
        phone.goto(address)
        checked(phone)
