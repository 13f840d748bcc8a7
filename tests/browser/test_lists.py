"""A list taken out, edited in another program, brought back, looked through, and applied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.browser.conftest import DESK, PHONE, Open, checked
from tests.exports.sheet import Table, cell, edited
from tests.web.conftest import handled, take_in

from bihuan.matters.models import Matter


def download(page: Page, to: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载").click()
    waiting.value.save_as(to)
    return to


def test_a_list_is_edited_elsewhere_and_applied_after_a_look(
    browser: Open, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    numbers = [take_in(title=f"=北门道路{n}").matter.number for n in range(3)]
    handled(numbers[2])
    page = browser("office-clerk", viewport=DESK).new_page()
    page.goto("/ledger/")
    page.get_by_role("link", name="导出表格").click()
    page.get_by_label("“承办单位”的列名").fill("牵头单位")
    checked(page)
    page.get_by_role("button", name="生成工作簿").click()
    expect(page.get_by_text("排队中")).to_be_visible()
    run_jobs()
    expect(page.get_by_text("已导出 3 件事项")).to_be_visible()
    checked(page)
    taken = download(page, tmp_path / "out.xlsx")

    def edit(rows: Table) -> None:
        cell(rows, 1, "牵头单位", "住建局")
        cell(rows, 2, "牵头单位", "住建居")
        cell(rows, 3, "最新进展", "+已进场")

    (tmp_path / "in.xlsx").write_bytes(edited(taken, edit))
    page.goto("/ledger/")
    page.get_by_role("link", name="传回修改后的表格").click()
    page.get_by_label("从本系统导出的工作簿").set_input_files(tmp_path / "in.xlsx")
    checked(page)
    page.get_by_role("button", name="先核对").click()
    run_jobs()
    page.get_by_role("link", name="下一步").click()
    checked(page)
    expect(page.locator(".fates")).to_contain_text("2 可采纳")
    expect(page.locator(".back-row", has_text=numbers[1])).to_contain_text("住建居")
    page.get_by_role("button", name="以我的名义办理").click()
    run_jobs()
    expect(page.get_by_text("已采纳 2 行")).to_be_visible()
    download(page, tmp_path / "left.xlsx")
    units = dict(Matter.objects.values_list("number", "unit"))
    assert [units[number] for number in numbers] == ["housing", None, "housing"]
    page.goto(f"/m/{numbers[2]}/")
    expect(page.get_by_text("+已进场")).to_be_visible()


def test_the_pages_of_lists_fit_a_telephone(browser: Open, run_jobs: Callable[[], int]) -> None:
    take_in()
    page = browser("office-clerk", viewport=PHONE).new_page()
    for address in ("/ledger/export/", "/ledger/back/", "/jobs/"):
        page.goto(address)
        checked(page)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
