"""Somebody who keeps an installation does what the pages for her say."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.pages import steps_of
from tests.docs.reading import ROOT, Reader

PAGES = (
    "set-up",
    "keep-backups",
    "verify-the-journal",
    "enter-the-yearly-notice",
    "dissolve-a-team",
)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_can_be_followed(name: str, tmp_path: Path, demonstration: Path) -> None:
    steps = steps_of(ROOT / f"docs/how-to/{name}.md")
    Reader(tmp_path, "en", demonstration).go_through(steps)
