"""The first morning: from an empty installation to the overdue list, by dropping a spreadsheet."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.conftest import DESK, checked, session_of
from tests.cli.conftest import Stage
from tools import bad_ledger

from bihuan.cli.main import cli
from bihuan.matters.models import LedgerMap, Matter
from bihuan.matters.queries import versions

PEOPLE = [
    ("单位", "单位代码", "姓名", "职责", "账号"),
    ("企业服务办（演示）", "enterprise-service-office", "周受理（演示）", "受理、派单", "zhou"),
    ("自然资源局", "land", "郑经办（演示）", "承办", "zheng"),
    ("住房和城乡建设局", "housing", "吴经办（演示）", "承办", "wu"),
]
PICTURES = os.environ.get("LEDGER_PICTURES", "")
DROPPED = """
([name, body]) => {
  const bytes = Uint8Array.from(atob(body), c => c.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], name));
  const place = document.querySelector("[data-drop]");
  const said = {dataTransfer: held, bubbles: true, cancelable: true};
  place.dispatchEvent(new DragEvent("dragover", said));
  place.dispatchEvent(new DragEvent("drop", said));
}
"""


@pytest.fixture
def clerk(live_server: Any, chromium: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """The clerk of an installation that was set up a minute ago, at her desk."""
    cache.clear()
    versions.compiled.cache_clear()
    _set_up(tmp_path)
    address = str(live_server.url)
    context = chromium.new_context(viewport=DESK, locale="zh-CN", base_url=address)
    context.add_cookies([{"name": "sessionid", "value": session_of("zhou"), "url": address}])
    yield context
    context.close()


def _set_up(tmp_path: Path) -> None:
    sheet, passwords = tmp_path / "people.xlsx", tmp_path / "passwords"
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(PEOPLE):
            page.write_row(number, 0, row)
    sheet.write_bytes(stream.getvalue())
    passwords.write_text("crane-lantern-42")
    said = CliRunner().invoke(
        cli,
        [
            "setup", "--region", "430203", "--sheet", str(sheet), "--admin", "keeper",
            "--password-file", str(passwords), "--publish", "ledger", "--json",
        ],
        obj=Stage(tmp_path),
    )  # fmt: skip
    assert said.exit_code == 0, said.output


def _drop(page: Page, name: str, data: bytes) -> None:
    page.evaluate(DROPPED, [name, base64.b64encode(data).decode()])


def _picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def test_a_dropped_spreadsheet_is_looked_through_and_taken_in(clerk: BrowserContext) -> None:
    page = clerk.new_page()
    page.goto("/ledger/in/")
    checked(page)
    _picture(page, "drop")
    today = timezone.localdate()
    _drop(page, "企业诉求台账.xlsx", bad_ledger.workbook(today - timedelta(days=1)))
    page.wait_for_selector("text=各列含义")
    checked(page)
    _picture(page, "columns")
    assert page.locator("#c2").input_value() == "text"
    assert page.locator("#c6").input_value() == "due_at"
    assert page.locator("#c9").input_value() == "replied_at"
    page.click("button[value=columns]")

    page.wait_for_selector(".tally")
    checked(page)
    _picture(page, "preview")
    assert page.locator(".tally b").inner_text() == "300"
    assert page.locator("td.asks .why").first.inner_text()
    first = page.locator("td.asks input.plain").first
    first.fill(f"{today.year}-01-05")
    page.locator("#doubt input[name=out]").nth(1).check()
    page.click("button[value=again]")
    page.wait_for_selector("#out")
    page.click("button[value=take]")

    page.wait_for_selector(".came")
    checked(page)
    _picture(page, "overdue")
    assert "收进 299 行" in page.locator(".came").inner_text()
    overdue = Matter.objects.filter(due_at__lt=timezone.now(), replied_at=None).count()
    assert overdue
    assert f"逾期 {overdue} 件" in page.locator(".came").inner_text()
    assert page.locator("td.due .late").count() == min(30, overdue)
    assert Matter.objects.count() == 299


def test_the_next_file_with_the_same_headings_goes_straight_to_the_preview(
    clerk: BrowserContext,
) -> None:
    page = clerk.new_page()
    day = timezone.localdate() - timedelta(days=1)
    for _ in range(2):
        page.goto("/ledger/in/")
        page.set_input_files("#sheet", {
            "name": "台账.xlsx", "mimeType": "application/octet-stream",
            "buffer": bad_ledger.workbook(day, 40),
        })  # fmt: skip
        page.wait_for_selector("button[value=columns], button[value=take]")
        if page.locator("button[value=columns]").count():
            page.click("button[value=columns]")
            page.wait_for_selector("button[value=take]")
            page.click("button[value=take]")
            page.wait_for_selector(".came")
    assert page.locator("button[value=take]").is_disabled()
    assert "同一个文件已在" in page.locator(".says").inner_text()
    assert (LedgerMap.objects.count(), Matter.objects.count()) == (1, 40)
    for width, height in ((390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        _picture(page, f"again-{width}")
        checked(page)
