"""Friday: one press, a reminder copied, the circular signed by another and issued."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils.timezone import now
from playwright.sync_api import expect
from tests.browser.conftest import DESK, PHONE, Open, checked
from tests.web.conftest import handled, take_in


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_papers_of_a_week_leave_the_office(
    browser: Open, settings: LazySettings, tmp_path: Path, size: object
) -> None:
    settings.BIHUAN_HOME = tmp_path
    handled(take_in(now=now()).matter.number, now())
    clerk = browser("office-clerk", viewport=size).new_page()
    leader = browser("gov-leader", viewport=size).new_page()
    clerk.goto("/papers/")
    checked(clerk)
    clerk.get_by_role("button", name="本周").click()
    expect(clerk.get_by_role("heading", name="这次的文书")).to_be_visible()
    checked(clerk)
    clerk.get_by_role("link", name="的通报").click()
    checked(clerk)
    clerk.get_by_role("button", name="送签").click()
    address = clerk.url
    leader.goto("/papers/")
    leader.get_by_role("link", name="的通报").first.click()
    leader.get_by_role("button", name="同意并签批").click()
    clerk.goto(address)
    clerk.get_by_role("button", name="编号印发").click()
    expect(clerk.get_by_text("营商办通报〔").first).to_be_visible()
    with clerk.expect_download() as taken:
        clerk.get_by_role("link", name="DOCX").click()
    assert taken.value.path().read_bytes()[:2] == b"PK"
    clerk.goto("/papers/templates/")
    checked(clerk)
