"""The page of the first morning: its commands run, and what it names and shows is there.

What it tells to do in the browser is done by `tests/browser/test_first_morning.py`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import resolve
from tests.docs.pages import steps_of
from tests.docs.reading import ROOT, Reader

HERE = ROOT / "docs/tutorial"
PAGES = {"en": "the-first-morning.md", "zh-hans": "the-first-morning.zh-Hans.md"}
PICTURE = re.compile(r"!\[([^\]]+)\]\((pictures/[^)]+)\)")
LARGEST = 150_000


def text_of(language: str) -> str:
    return (HERE / PAGES[language]).read_text("utf-8")


@pytest.mark.parametrize("language", PAGES)
def test_its_commands_can_be_followed(language: str, tmp_path: Path) -> None:
    Reader(tmp_path, language).go_through(steps_of(HERE / PAGES[language]))


@pytest.mark.parametrize("language", PAGES)
def test_every_page_and_file_it_names_is_there(language: str) -> None:
    text = text_of(language)
    named = re.findall(r"`(/[\w/-]*/)`", text)
    assert [resolve(path).url_name for path in named] == [
        "ledger-in", "papers", "quick", "scores",
    ]  # fmt: skip
    files = re.findall(r"`(examples/[^`]+)`", text)
    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_both_languages_show_the_same_pictures_and_no_others_are_kept() -> None:
    shown = [[name for _, name in PICTURE.findall(text_of(each))] for each in PAGES]
    assert shown[0] == shown[1]
    kept = {f"pictures/{each.name}" for each in (HERE / "pictures").iterdir()}
    assert kept == set(shown[0])


def test_no_picture_is_large() -> None:
    sizes = {each.name: each.stat().st_size for each in (HERE / "pictures").iterdir()}
    assert sizes
    assert [name for name, size in sizes.items() if size > LARGEST] == []


def test_both_languages_do_the_same() -> None:
    done = [
        [(step.kind, step.text) for step in steps_of(HERE / page) if step.kind in ("sh", "file")]
        for page in PAGES.values()
    ]
    assert done[0] == done[1]
