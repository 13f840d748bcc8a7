"""One matter round the loop: from the QR code on a telephone to striking off and rating."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, Open, checked

from bihuan.matters.models import Matter

SAID = "育才路从小学到五中，三根电线杆歪了，孩子天天从下面走。"
ANSWER = "三根电线杆已扶正加固。"


def raise_a_matter(page: Page) -> tuple[str, str]:
    """What a person does with the link; the number and code that come back."""
    page.goto("/r/enterprise/")
    checked(page)
    page.get_by_label("什么事").fill(SAID)
    page.get_by_label("类别").select_option(label="道路")
    page.get_by_label("怎么称呼您").fill("赵恒泰（演示）")
    page.get_by_label("怎么联系您").fill("13800002207")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    checked(page)
    return page.locator(".slip .number").inner_text(), page.locator(".slip .code").inner_text()


def first_on_desk(page: Page, queue: str, number: str) -> None:
    """The desk, its queue, the matter in it, opened."""
    page.goto("/desk/")
    checked(page)
    page.get_by_role("navigation", name="待办").get_by_text(queue, exact=True).click()
    expect(page.locator("[data-row]").first).to_contain_text(number)
    page.get_by_role("link", name="打开").click()
    checked(page)


def act(page: Page, move: str, **answers: str) -> None:
    """Unfold a move by its key's button, answer it, send it."""
    form = page.locator(f"#{move}")
    if not form.locator("form").is_visible():
        form.locator("> summary").click()
    for name, value in answers.items():
        field = form.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button[type=submit]").click()
    expect(page.get_by_role("status")).to_be_visible()
    checked(page)


def look(page: Page, number: str, code: str) -> None:
    """What a person does to see where it is."""
    page.goto(f"/t/?number={number}")
    checked(page)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("main")).to_contain_text(number)
    checked(page)


def test_one_matter_goes_round_the_loop(browser: Open) -> None:
    phone = browser(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    clerk, handler = (browser(post).new_page() for post in ("office-clerk", "housing-desk"))
    number, code = raise_a_matter(phone)
    assigned(clerk, number)
    answered(handler, phone, number, code)
    for post in ("housing-deputy", "housing-head"):
        signed(browser(post).new_page(), number)
    called_back(browser("office-verifier").new_page(), number)
    first_on_desk(clerk, "待销号", number)
    act(clerk, "strike-off")
    expect(clerk.locator(".hd svg")).to_have_attribute("aria-label", "已销号，已回访核实")
    rated(phone, number, code)
    handler.goto(f"/m/{number}/")
    expect(handler.locator("main")).not_to_contain_text("诉求人已评价")
    row = Matter.objects.get(number=number)
    assert (row.stage, row.closing_kind, row.solved) == ("closed", "solved", "yes")
    assert (row.verified, row.ratings.get().stars) == (True, 5)


def assigned(clerk: Page, number: str) -> None:
    first_on_desk(clerk, "待受理", number)
    act(clerk, "accept", **{"class": "common"})
    expect(clerk.locator("main")).to_contain_text("建议派给：住建局")
    act(clerk, "assign")


def answered(handler: Page, phone: Page, number: str, code: str) -> None:
    """Signed for, contacted, answered; meanwhile the person looks where it is."""
    first_on_desk(handler, "待签收", number)
    act(handler, "sign-for")
    act(handler, "contact", note="已电话联系，约定现场查看。")
    look(phone, number, code)
    expect(phone.locator("main")).to_contain_text("下面这个单位正在办理")
    act(handler, "reply", closing="solved", text=ANSWER)
    expect(handler.locator("main")).to_contain_text("“答复”待签批")


def signed(signer: Page, number: str) -> None:
    first_on_desk(signer, "待签批", number)
    expect(signer.locator("main")).to_contain_text(ANSWER)
    act(signer, "sign")


def called_back(verifier: Page, number: str) -> None:
    first_on_desk(verifier, "待回访", number)
    verifier.get_by_role("button", name="查看姓名和电话").click()
    expect(verifier.locator("main")).to_contain_text("13800002207")
    checked(verifier)
    act(verifier, "call-back", contacted="yes", solved="yes", satisfied="yes")


def rated(phone: Page, number: str, code: str) -> None:
    look(phone, number, code)
    expect(phone.locator("main")).to_contain_text(ANSWER)
    phone.get_by_label("解决了", exact=True).check()
    phone.get_by_label("5", exact=True).check()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_role("status")).to_contain_text("承办单位看不到您的评价")
    checked(phone)
