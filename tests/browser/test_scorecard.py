"""A score from the office's wish to its correction: contested by a unit, ruled on, published."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, Open, checked
from tests.web import cast, scorecast

from bihuan.kernel.worktime import LOCAL

APRIL = datetime(2026, 4, 1, 9, 0, tzinfo=LOCAL)


class Clock:
    """The time of day, turned by hand."""

    now = cast.NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(timezone, "now", turned)
    return turned


def kept(page: Page) -> str:
    """The office keeps the figures of the quarter; the address of the run."""
    page.goto("/scores/")
    checked(page)
    page.get_by_label("自", exact=True).fill("2026-03-01")
    page.get_by_label("至", exact=True).fill("2026-03-31")
    page.get_by_role("button", name="生成评分").click()
    expect(page.get_by_role("status")).to_contain_text("每一行都可查看")
    checked(page)
    return page.url


def contested(page: Page, run: str) -> None:
    """The unit opens its rows, finds the late one and objects."""
    page.goto(run)
    checked(page)
    page.get_by_role("link", name="查看本单位事项并提出异议").click()
    checked(page)
    page.get_by_role("row").filter(has_text="超期").get_by_role("link").first.click()
    checked(page)
    page.get_by_label("何处有误，有何依据").fill("北门道路由自然资源局管护，见交接单。")
    page.get_by_role("button", name="提出异议").click()
    expect(page.get_by_role("status")).to_contain_text("异议已登记")
    checked(page)


def ruled(page: Page, run: str) -> None:
    """The office upholds it and counts the row for the other unit."""
    page.goto(run)
    page.get_by_label("成立", exact=True).check()
    page.get_by_label("成立的，如何处理").select_option(label="改计其他单位")
    page.get_by_label("改计其他单位的，单位").select_option(label="自然资源局（演示）")
    page.get_by_label("理由").fill("交接单属实。")
    page.get_by_role("button", name="裁定异议").click()
    expect(page.get_by_role("status")).to_contain_text("裁定已登记")
    expect(page.get_by_role("table")).to_contain_text("自然资源局（演示）")
    checked(page)


def published(browser: Open, run: str) -> None:
    """Asked for by the clerk, signed by the verifier."""
    clerk = browser("office-clerk").new_page()
    clerk.goto(run)
    clerk.get_by_role("button", name="提请发布").click()
    expect(clerk.get_by_role("status")).to_contain_text("等待签发")
    signer = browser("office-verifier").new_page()
    signer.goto(run)
    signer.get_by_role("button", name="签发").click()
    expect(signer.locator("main")).to_contain_text("公开页面")
    checked(signer)


def test_a_score_is_contested_published_and_shown_as_corrected(
    browser: Open, clock: Clock
) -> None:
    scorecast.month(clock.now)
    clock.now = APRIL
    clerk = browser("office-clerk").new_page()
    run = kept(clerk)
    contested(browser("housing-desk", viewport=PHONE).new_page(), run)
    ruled(clerk, run)
    clock.now = APRIL + timedelta(days=8)
    published(browser, run)
    clerk = browser("office-clerk").new_page()
    clerk.goto(run)
    clerk.get_by_text("更正这份评分").click()
    clerk.get_by_label("更正理由").fill("漏计一件批示。")
    clerk.get_by_role("button", name="生成更正").click()
    expect(clerk.locator("main")).to_contain_text("原发布数据保持不变")
    correction = checked(clerk).url
    clock.now = APRIL + timedelta(days=20)
    published(browser, correction)
    stranger = browser(viewport=PHONE).new_page()
    stranger.goto(run.replace("/scores/", "/published/"))
    expect(stranger.locator("main")).to_contain_text("更正列在旁边")
    expect(stranger.get_by_role("table")).to_contain_text("更正后")
    checked(stranger)
