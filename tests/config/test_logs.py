from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bihuan.config import logs


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Key (phone)=(13812342207) already exists", "Key (phone)=(138****2207) already exists"),
        ("id 43022319900101123X", "id 430***************"),
        ("id 430223199001011234.", "id 430***************."),
        ("matter 20260213-000117 at 2026-02-13", "matter 20260213-000117 at 2026-02-13"),
        ("138123422071234567890", "138123422071234567890"),
    ],
)
def test_numbers_of_people_are_masked(said: str, written: str) -> None:
    record = logging.LogRecord("bihuan", logging.INFO, __file__, 1, said, None, None)
    assert logs.MaskingFormatter("{message}", style="{").format(record) == written


def test_numbers_in_a_traceback_are_masked() -> None:
    fault = ValueError("no such number: 13812342207")
    record = logging.LogRecord(
        "bihuan", logging.ERROR, __file__, 1, "lost", None, (ValueError, fault, None)
    )
    text = logs.MaskingFormatter("{message}", style="{").format(record)
    assert "no such number: 138****2207" in text
    assert "13812342207" not in text


def test_two_processes_share_a_file_that_rotates(tmp_path: Path) -> None:
    path = tmp_path / "bihuan.log"
    ours, theirs = (
        logs.SharedRotatingFileHandler(path, maxBytes=60, backupCount=9) for _ in range(2)
    )
    lines = [f"line {number:02} of what happened" for number in range(12)]
    for number, line in enumerate(lines):
        handler = ours if number % 2 else theirs
        handler.emit(logging.LogRecord("bihuan", logging.INFO, "", 1, line, None, None))
    ours.close()
    theirs.close()
    written = [line for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    assert sorted(written) == lines
    assert path.read_text().splitlines()[-1] == lines[-1]


def test_the_folder_of_the_log_is_made(tmp_path: Path) -> None:
    logs.configuration(tmp_path / "log" / "bihuan.log")
    assert (tmp_path / "log").is_dir()
