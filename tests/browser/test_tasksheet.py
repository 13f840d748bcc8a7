"""A notice to three units by its workbook: one desk, one link on a telephone, one sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, Open, checked
from tests.web import taskcast

from bihuan.matters.models import Matter


@pytest.fixture
def office(town: str) -> None:
    taskcast.found_office(timezone.now())


@pytest.mark.usefixtures("office")
def test_a_notice_goes_to_three_units_and_two_come_back(browser: Open, tmp_path: Path) -> None:
    book = tmp_path / "清单.xlsx"
    book.write_bytes(taskcast.workbook())
    clerk = browser("office-clerk").new_page()
    clerk.goto("/intake/")
    clerk.get_by_role("link", name="任务清单（分解报送）").click()
    clerk.get_by_label("通知标题").fill(taskcast.TEXT["title"])
    clerk.get_by_label("通知内容").fill(taskcast.TEXT["text"])
    clerk.get_by_label("报送截止日").fill("2030-03-06")
    clerk.get_by_label("表格文件").set_input_files(book)
    clerk.get_by_role("button", name="先看看谁填什么").click()
    expect(clerk.get_by_role("heading", name="发给 3 个单位")).to_be_visible()
    checked(clerk)
    clerk.get_by_role("button", name="发给这些单位").click()
    expect(clerk.get_by_text("3 个单位已报 0 个")).to_be_visible()
    parent = Matter.objects.get(parent=None)
    desk = browser("housing-desk").new_page()
    desk.goto(f"/m/{taskcast.part(parent, 'housing').number}/")
    desk.get_by_role("link", name="要填的行").click()
    checked(desk)
    desk.get_by_label("完成情况 1").fill("已完成")
    desk.get_by_role("button", name="先保存").click()
    expect(desk.get_by_text("已填 1 行，共 2 行")).to_be_visible()
    desk.get_by_label("完成情况 2").fill("未完成")
    desk.get_by_label("办结方式").select_option("done")
    desk.get_by_label("答复").fill("已报")
    desk.get_by_role("button", name="全部报送").click()
    expect(desk.get_by_text("已报送，谢谢。")).to_be_visible()
    _by_link(browser, clerk, parent)
    clerk.goto(f"/m/{parent.number}/rows/")
    expect(clerk.get_by_text("发出 4 行 = 已回 3 行 + 未回 1 行")).to_be_visible()
    checked(clerk)
    clerk.set_viewport_size(PHONE)
    checked(clerk)
    with clerk.expect_download() as given:
        clerk.get_by_role("link", name="汇成一张表").click()
    assert given.value.suggested_filename == f"{parent.number}.xlsx"
    desk.set_viewport_size(PHONE)
    desk.goto(f"/m/{taskcast.part(parent, 'housing').number}/rows/")
    checked(desk)


def _by_link(browser: Open, clerk: Page, parent: Matter) -> None:
    """The office gives a link; on a telephone it answers once."""
    clerk.goto(f"/m/{taskcast.part(parent, 'water').number}/links/")
    clerk.get_by_label("水利局由哪个岗位答复").select_option("water-desk")
    clerk.get_by_role("button", name="生成链接").click()
    checked(clerk)
    message = clerk.locator("#link-message").input_value()
    address = re.search(r"https?://\S+", message)
    assert address is not None
    phone = browser(viewport=PHONE).new_page()
    phone.goto(address[0])
    checked(phone)
    phone.get_by_label("完成情况 1").fill("已完成")
    phone.get_by_label("办结方式").select_option("done")
    phone.get_by_label("答复").fill("已填报")
    phone.get_by_role("button", name="报送").click()
    expect(phone.get_by_role("heading", name="答复已收到")).to_be_visible()
    checked(phone)
    phone.goto(address[0])
    expect(phone.get_by_role("alert")).to_contain_text("已经用过")
