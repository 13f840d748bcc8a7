from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from django.utils import translation

from bihuan.cli.main import cli

TOOL = Path(__file__).parents[2] / "tools" / "cli_reference.py"
SPEC = importlib.util.spec_from_file_location("cli_reference", TOOL)
assert SPEC is not None
assert SPEC.loader is not None
reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reference)


def test_the_page_says_what_the_commands_say() -> None:
    with translation.override("en"):
        assert reference.PAGE.read_text() == reference.page(cli)


def test_help_is_read_in_the_language_asked_for(bihuan: Any) -> None:
    english = bihuan("deadline", "--help").out
    chinese = bihuan("--language", "zh-hans", "deadline", "--help").out
    assert "Say when a limit ends" in english
    assert "Say when a limit ends" not in chinese


def test_the_language_of_the_terminal_is_taken(bihuan: Any, house: Any) -> None:
    house.language = "zh-hans"
    assert "Say when a limit ends" not in bihuan("--help").out
