"""A shipped mechanism is copied, loosened, held against the law, mended and put into force."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, Open, checked
from tests.web import cast

from bihuan.registers.parties import actions as parties
from bihuan.registers.parties.rules.directory import PostFacts

SHOTS = os.environ.get("BIHUAN_SHOTS", "")


def _head() -> None:
    now = timezone.now()
    post = PostFacts("office-head", "office", "主任", frozenset({"unit-head"}), 1)
    parties.record_post(post, by=cast.KEEPER, now=now)
    person = parties.record_person(name="孙主任（演示）", by=cast.KEEPER, now=now)
    since = now.date().replace(month=1, day=1)
    parties.appoint("office-head", person=person, since=since, by=cast.KEEPER, now=now)
    parties.open_account(
        "office-head", person=person, password=cast.PASSWORD, by=cast.KEEPER, now=now
    )


def _shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def _section(page: Page, name: str) -> None:
    page.locator(f".edit .side a[href='?section={name}']").click()


def test_a_limit_looser_than_the_law_is_seen_mended_and_published(browser: Open) -> None:
    _head()
    page = browser("office-head").new_page()
    page.goto("/mechanisms/")
    page.get_by_role("link", name="新建机制").click()
    checked(page)
    _shot(page, "library")
    row = page.get_by_role("row").filter(has=page.get_by_text("petition", exact=True))
    row.get_by_role("button").click()
    checked(page)
    _shot(page, "basis")
    _section(page, "route")
    expect(page.locator(".checks")).to_contain_text("没有单位“district-government”")
    page.fill("[id='route/1/to']", "gov")
    _shot(page, "route")
    page.get_by_role("button", name="保存并检查").click()
    expect(page.locator(".checks")).to_contain_text("没有意见，可以发布")
    _section(page, "clocks")
    page.fill("[id='clocks/0/within']", "90d")
    page.get_by_role("button", name="保存并检查").click()
    expect(page.locator("[id='clocks/0'] .wrong").first).to_contain_text(
        "比《信访工作条例》第34条的 60d 宽"
    )
    checked(page)
    _shot(page, "clocks-loose")
    _section(page, "differences")
    expect(page.get_by_role("button", name="发布", exact=False).first).to_be_disabled()
    checked(page)
    _section(page, "clocks")
    page.fill("[id='clocks/0/within']", "50d")
    page.get_by_role("button", name="保存并检查").click()
    _section(page, "try")
    checked(page)
    _shot(page, "try")
    _section(page, "differences")
    _shot(page, "publish")
    page.get_by_role("button", name="发布", exact=False).first.click()
    expect(page.get_by_role("status")).to_contain_text("已生效")
    expect(page.locator("main")).to_contain_text("50 天")


def test_the_form_fits_a_telephone(browser: Open) -> None:
    page = browser("office-clerk", viewport=PHONE).new_page()
    for section in ("channels", "form", "clocks", "signoff", "escalate", "file"):
        page.goto(f"/mechanisms/enterprise/edit/?section={section}")
        checked(page)
        _shot(page, f"phone-{section}")
