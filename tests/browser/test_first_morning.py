"""The clerk's first morning, from an empty installation to a score shown as corrected.

`make tutorial-pictures` walks it too, and keeps the pictures of the tutorial.
"""

from __future__ import annotations

import io
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import LazySettings
from django.core.cache import cache
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.browser.conftest import PHONE, Open, checked
from tests.cli.conftest import Stage
from tests.docs.pages import steps_of

from bihuan.cli.main import cli
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.models import Matter
from bihuan.matters.queries import versions
from bihuan.registers.parties.models import Unit

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/tutorial/the-first-morning.zh-Hans.md"
LEDGER = ROOT / "examples/ledger.xlsx"
PICTURES = os.environ.get("TUTORIAL_PICTURES", "")
FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=LOCAL)
CALL = "恒泰精工赵总 19900002207，昨天厂区北门道路塌陷，重车过不去"
SMALL = {"width": 1120, "height": 640}


class Clock:
    """The time of day, turned by hand."""

    now = FRIDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(timezone, "now", turned)
    return turned


@pytest.fixture
def town(live_server: Any, tmp_path: Path, settings: LazySettings, clock: Clock) -> str:
    """An installation set up a minute ago with the people of the tutorial; its address."""
    assert clock.now == FRIDAY
    settings.BIHUAN_HOME = tmp_path
    cache.clear()
    versions.compiled.cache_clear()
    for step in steps_of(PAGE):
        if step.kind == "file":
            (tmp_path / step.about).write_text(step.text, "utf-8")
    said = CliRunner().invoke(
        cli,
        [
            "setup", "--region", "430203", "--sheet", str(tmp_path / "people.csv"),
            "--admin", "keeper", "--password-file", str(tmp_path / "passwords.txt"),
            "--publish", "ledger", "--json",
        ],
        obj=Stage(tmp_path),
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    return str(live_server.url)


def pictured(page: Page, name: str) -> None:
    """What the tutorial shows of this step, as it stands in the window."""
    checked(page)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def test_the_first_morning(browser: Open, clock: Clock) -> None:
    clerk = browser("zhou", viewport=SMALL).new_page()
    overdue = her_spreadsheet_is_in(clerk)
    papers_have_equal_numbers(clerk, overdue)
    a_call_becomes_a_matter(browser("zhou", viewport=PHONE).new_page())
    run = the_figures_are_kept(clerk)
    a_unit_objects(browser("zheng", viewport=PHONE).new_page(), run)
    the_office_rules(clerk, run, to="住房和城乡建设局")
    clock.now += timedelta(days=10)
    published(browser, run)
    corrected(browser, clock, run)


def her_spreadsheet_is_in(page: Page) -> int:
    """From the empty desk to the overdue list; how many are overdue."""
    page.goto("/desk/")
    page.get_by_role("link", name="收台账").click()
    page.set_input_files("#sheet", LEDGER)
    page.wait_for_selector("button[value=columns]")
    pictured(page, "columns")
    page.click("button[value=columns]")
    page.wait_for_selector(".tally")
    pictured(page, "preview")
    units = page.locator(".new-units li").count()
    page.click("button[value=take]")
    page.wait_for_selector(".came")
    pictured(page, "overdue")
    assert Matter.objects.count() == 300
    assert Unit.objects.filter(kind="imported").count() == units
    said = re.search(r"逾期 (\d+) 件", page.locator(".came").inner_text())
    assert said
    return int(said[1])


def papers_have_equal_numbers(page: Page, overdue: int) -> None:
    """One press; the circular, the reminders and the superior's table say the same."""
    page.get_by_role("link", name="文书", exact=True).click()
    page.get_by_role("button", name="本周").click()
    expect(page.get_by_role("heading", name="这次的文书")).to_be_visible()
    pictured(page, "press")
    reminded = page.locator(".reminders textarea").evaluate_all("all => all.map(e => e.value)")
    assert sum(int(n) for one in reminded for n in re.findall(r"，超期(\d+)件", one)) == overdue
    pressed = page.url
    page.get_by_role("link", name="统计表").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").click()
    table = io.BytesIO(taken.value.path().read_bytes())
    cells = list(load_workbook(table).active.iter_rows(values_only=True))
    assert overdue in next(row for row in cells if "合计" in row)
    page.goto(pressed)
    page.get_by_role("link", name="的通报").click()
    expect(page.locator(".sheet-of-paper")).to_contain_text(f"超期未答复{overdue}件")
    pictured(page, "circular")


def a_call_becomes_a_matter(page: Page) -> None:
    """With the keyboard alone."""
    page.goto("/desk/")
    page.keyboard.press("n")
    expect(page.get_by_label("什么事")).to_be_focused()
    page.keyboard.type(CALL)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="登记")).to_be_focused()
    pictured(page, "call")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已登记 1 件")
    assert Matter.objects.count() == 301


def the_figures_are_kept(page: Page) -> str:
    """Of the quarter that is over; the address of the run."""
    page.goto("/scores/")
    page.get_by_role("button", name="生成评分").click()
    expect(page.get_by_role("heading", name="发布")).to_be_visible()
    pictured(page, "score")
    return page.url


def a_unit_objects(page: Page, run: str) -> None:
    """It opens its own rows and says what is wrong with one."""
    page.goto(run)
    page.get_by_role("link", name="查看本单位事项并提出异议").click()
    page.get_by_role("row").filter(has_text="超期").get_by_role("link").first.click()
    page.get_by_label("何处有误，有何依据").fill("此事已移交其他单位承办，见交接单。")
    pictured(page, "objection")
    page.get_by_role("button", name="提出异议").click()
    expect(page.get_by_role("status")).to_contain_text("异议已登记")


def the_office_rules(page: Page, run: str, *, to: str) -> None:
    """It upholds the objection and counts the row for the other unit."""
    page.goto(run)
    page.get_by_label("成立", exact=True).check()
    page.get_by_label("成立的，如何处理").select_option(label="改计其他单位")
    page.get_by_label("改计其他单位的，单位").select_option(label=to)
    page.get_by_label("理由").fill("交接单属实。")
    page.get_by_role("button", name="裁定异议").click()
    expect(page.get_by_role("status")).to_contain_text("裁定已登记")


def published(browser: Open, run: str) -> None:
    """Asked for by the clerk, signed by the head of the office."""
    clerk = browser("zhou").new_page()
    clerk.goto(run)
    clerk.get_by_role("button", name="提请发布").click()
    expect(clerk.get_by_role("status")).to_contain_text("等待签发")
    head = browser("sun").new_page()
    head.goto(run)
    head.get_by_role("button", name="签发").click()
    expect(head.get_by_role("button", name="签发")).to_have_count(0)
    checked(head)


def corrected(browser: Open, clock: Clock, run: str) -> None:
    """What was published stays as it was, with the correction beside it."""
    clerk = browser("zhou").new_page()
    clerk.goto(run)
    clerk.get_by_text("更正这份评分").click()
    clerk.get_by_label("更正理由").fill("一件事的承办单位计错了。")
    clerk.get_by_role("button", name="生成更正").click()
    expect(clerk.locator("main")).to_contain_text("原发布数据保持不变")
    correction = clerk.url
    a_unit_objects(browser("chen", viewport=PHONE).new_page(), correction)
    the_office_rules(clerk, correction, to="自然资源局")
    clock.now += timedelta(days=10)
    published(browser, correction)
    unit = browser("zheng", viewport=SMALL).new_page()
    unit.goto(run)
    expect(unit.locator("main")).to_contain_text(re.compile(r"已由第 \d+ 号更正"))
    row = unit.get_by_role("row").filter(
        has=unit.get_by_role("rowheader", name="住房和城乡建设局")
    )
    expect(row).to_contain_text("事项 18 → 17")
    unit.mouse.wheel(0, 170)
    pictured(unit, "corrected")
