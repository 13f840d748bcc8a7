"""A stranger does what the tutorial says, in either language, and sees what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs.pages import steps_of
from tests.docs.reading import ROOT, Reader

PAGES = {"en": "a-mechanism-of-your-own.md", "zh-hans": "a-mechanism-of-your-own.zh-Hans.md"}


@pytest.mark.parametrize("language", PAGES)
def test_the_tutorial_can_be_followed(language: str, tmp_path: Path) -> None:
    Reader(tmp_path, language).go_through(steps_of(ROOT / "docs/tutorial" / PAGES[language]))


def test_both_languages_do_the_same() -> None:
    """What is typed is the same on both pages; only what is read differs."""
    done = [
        [step.text for step in steps_of(ROOT / "docs/tutorial" / page) if step.kind == "sh"]
        for page in PAGES.values()
    ]
    assert done[0] == done[1]
