"""Every page, in every size, light and dark: accessible, and no wider than its window."""

from __future__ import annotations

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect
from tests.browser.conftest import DESK, PHONE, Open, checked
from tests.web.conftest import handled, move, take_in

SMALL = {"width": 360, "height": 780}
WIDE = {"width": 1920, "height": 1080}
OPEN = ["/", "/t/", "/r/enterprise/", "/r/enterprise/poster/", "/accounts/login/", "/nothing/"]
STAFF = [
    *(
        "/desk/",
        "/ledger/",
        "/ledger/?q=没有",
        "/intake/",
        "/intake/quick/",
        "/intake/enterprise/",
    ),
    *("/papers/", "/mechanisms/", "/mechanisms/enterprise/", "/scores/", "/accounts/2fa/"),
]


@pytest.mark.parametrize(
    ("size", "light"),
    [(SMALL, "light"), (DESK, "dark"), (WIDE, "light")],
    ids=["360", "dark", "1920"],
)
def test_pages_are_accessible_in_every_size(browser: Open, size: object, light: str) -> None:
    number = take_in(now=now()).matter.number
    handled(number, now())
    looks = {"viewport": size, "color_scheme": light}
    stranger, clerk = browser(**looks).new_page(), browser("office-clerk", **looks).new_page()
    for address in OPEN:
        stranger.goto(address)
        checked(stranger)
    for address in (*STAFF, f"/m/{number}/", f"/m/{number}/?do=recall"):
        clerk.goto(address)
        checked(clerk)


def test_a_stale_page_is_told_and_keeps_what_was_typed(browser: Open) -> None:
    number = take_in(now=now()).matter.number
    slow, quick = (browser("office-clerk").new_page() for _ in range(2))
    for page in (slow, quick):
        page.goto(f"/m/{number}/")
    quick.locator("#accept > summary").click()
    quick.locator("#accept button[type=submit]").click()
    expect(quick.get_by_role("status")).to_contain_text("已完成：受理")
    slow.locator("#merge > summary").click()
    slow.locator("#merge [name=into]").fill("ENTERPRISE-2026-99999")
    slow.locator("#merge [name=reason]").fill("同一件事")
    slow.locator("#merge button[type=submit]").click()
    expect(slow.get_by_role("alert")).to_contain_text(f"{number} 已有变动")
    expect(slow.locator("#merge [name=reason]")).to_have_value("同一件事")
    checked(slow)


def test_keys_walk_the_desk_and_open_moves(browser: Open) -> None:
    first = take_in(now=now(), text="第一件").matter.number
    second = take_in(now=now(), text="第二件").matter.number
    page = browser("office-clerk").new_page()
    page.goto("/desk/?queue=to-accept")
    expect(page.locator("[data-picked]")).to_contain_text(first)
    page.keyboard.press("j")
    expect(page.locator("[data-picked]")).to_contain_text(second)
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(f"/m/{second}/"))
    expect(page.locator("#accept [name=class]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()


def test_everything_works_without_scripts(browser: Open) -> None:
    number = take_in(now=now()).matter.number
    page = browser("office-clerk", java_script_enabled=False).new_page()
    page.goto(f"/desk/?queue=to-accept&m={number}")
    page.get_by_role("link", name="受理A").click()
    page.locator("#accept button[type=submit]").click()
    expect(page.get_by_role("status")).to_contain_text("已完成：受理")


def test_targets_are_large_enough_for_a_thumb(browser: Open) -> None:
    number = take_in(now=now()).matter.number
    handled(number, now())
    phone = browser("housing-desk", viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    for address in ("/desk/", f"/m/{number}/?do=reply"):
        phone.goto(address)
        small = phone.evaluate(
            """() => [...document.querySelectorAll('main button, main summary, main select,'
              + 'main input:not([type=hidden]):not([type=radio]):not([type=checkbox]), nav a')]
              .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
              .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], address
        fields = phone.evaluate(
            """() => [...document.querySelectorAll('main input, main textarea, main select')]
              .filter(e => e.offsetParent && parseFloat(getComputedStyle(e).fontSize) < 16)
              .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert fields == [], address


def test_the_letter_and_the_tracking_page_are_accessible(browser: Open) -> None:
    received = take_in(now=now())
    number = received.matter.number
    move(number, "accept", "office-clerk", now=now())
    move(number, "assign", "office-clerk", {"unit": "housing", "letter": "handover"}, now())
    page = browser("office-clerk").new_page()
    page.goto(f"/m/{number}/")
    page.get_by_role("button", name="核稿").click()
    checked(page)
    expect(page.locator("article")).to_contain_text("草稿")
    move(number, "sign-for", "housing-desk", now=now())
    answered_page = browser(viewport=PHONE).new_page()
    answered_page.goto("/t/")
    answered_page.get_by_label("编号").fill(number)
    answered_page.get_by_label("查询码").fill(received.code)
    answered_page.get_by_role("button", name="查询").click()
    answered_page.get_by_text("这个日期怎么算的").click()
    checked(answered_page)
