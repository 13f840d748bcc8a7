"""A call becomes a matter by the keyboard alone; a transcript is corrected and taken in."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, Open, checked
from tests.web.test_quick import CALL, GROUP

from bihuan.matters.models import Attachment, Matter


def test_a_call_becomes_a_matter_with_three_keys(browser: Open) -> None:
    page = browser("office-clerk").new_page()
    page.goto("/desk/")
    page.keyboard.press("n")  # 1
    expect(page.get_by_label("什么事")).to_be_focused()
    checked(page)
    page.keyboard.type(CALL)
    page.keyboard.press("Enter")  # 2
    expect(page.get_by_role("button", name="登记")).to_be_focused()
    expect(page.locator(".proposal")).to_contain_text("读自“道路”")
    checked(page)
    page.keyboard.press("Enter")  # 3
    expect(page.get_by_role("status")).to_contain_text("已登记 1 件")
    checked(page)
    row = Matter.objects.get()
    assert (row.title, row.content.requester) == ("厂区北门道路塌陷，重车过不去", "赵恒泰（演示）")
    expect(page.get_by_label("什么事")).to_be_focused()


def test_what_is_missing_has_the_focus_and_enter_takes_in(browser: Open) -> None:
    page = browser("office-clerk").new_page()
    page.goto("/intake/quick/")
    page.keyboard.type("北门路灯坏了")
    page.keyboard.press("Enter")
    expect(page.get_by_label("怎么联系您")).to_be_focused()
    page.keyboard.type("13800002207")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已登记 1 件")
    assert Matter.objects.get().content.text == "北门路灯坏了"


def test_shift_and_enter_begins_a_line_and_a_word_of_an_input_method_is_not_sent(
    browser: Open,
) -> None:
    page = browser("office-clerk").new_page()
    page.goto("/intake/quick/")
    page.keyboard.type("北门")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("路灯")
    composing = "e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229}))"
    page.get_by_label("什么事").evaluate(composing)
    expect(page.get_by_label("什么事")).to_have_value("北门\n路灯")
    assert page.locator(".proposal").count() == 0


def test_a_transcript_is_corrected_on_a_telephone_and_its_text_copied(browser: Open) -> None:
    window = browser("office-clerk", viewport=PHONE)
    page = window.new_page()
    page.goto("/intake/quick/")
    page.get_by_label("什么事").fill(GROUP)
    page.get_by_role("button", name="识别").click()
    expect(page.get_by_role("status")).to_contain_text("拟登记 2 件")
    checked(page)
    second = page.locator(".proposal").nth(1)
    second.get_by_role("checkbox").first.uncheck()
    page.locator(".proposal").first.get_by_label("标题").fill("北门塌陷")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("status")).to_contain_text("已登记 1 件 · 1 件未选")
    checked(page)
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert Matter.objects.get().title == "北门塌陷"
    assert Attachment.objects.count() == 1


def paste_picture(page: Page) -> None:
    """What a screenshot in the clipboard does to the page."""
    page.evaluate(
        """() => {
          const head = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
          const data = new DataTransfer();
          data.items.add(new File([head], 'image.png', {type: 'image/png'}));
          const init = {clipboardData: data, bubbles: true};
          document.dispatchEvent(new ClipboardEvent("paste", init));
        }"""
    )


def test_a_pasted_picture_goes_with_what_is_typed_beside_it(browser: Open) -> None:
    page = browser("office-clerk").new_page()
    page.goto("/intake/quick/")
    paste_picture(page)
    page.get_by_label("什么事").press("Enter")
    expect(page.locator("main")).to_contain_text("系统不识别图中文字")
    page.locator(".proposal").get_by_label("什么事").fill("门口积水")
    page.locator(".proposal").get_by_label("怎么联系您").fill("13800002207")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("status")).to_contain_text("已登记 1 件")
    assert Attachment.objects.get().file.name == "image.png"


def test_without_scripts_every_step_has_its_button(browser: Open) -> None:
    page = browser("office-clerk", java_script_enabled=False).new_page()
    page.goto("/desk/")
    page.locator("a.side-new").click()
    page.get_by_label("什么事").fill(CALL)
    page.get_by_role("button", name="识别").click()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("status")).to_contain_text("已登记 1 件")
    expect(page.get_by_label("发到群里的话")).to_contain_text(Matter.objects.get().number)
