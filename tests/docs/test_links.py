"""Every page that a page points to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs.reading import ROOT

LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")
PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_index_names_every_page() -> None:
    """Pages in other languages and decisions are found from the page or folder that is named."""
    index = (ROOT / "docs/README.md").read_text("utf-8")
    told = {page.relative_to(ROOT / "docs").as_posix() for page in PAGES} - {"README.md"}
    assert {page for page in told if not page.startswith("decisions/")} == {
        link for link in LINK.findall(index) if link.endswith(".md") and not link.startswith("..")
    }
