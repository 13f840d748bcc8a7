from __future__ import annotations

import socket
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[2]


def test_tests_reach_nobody_else() -> None:
    with (
        socket.socket() as line,
        pytest.raises(pytest.fail.Exception, match="this machine only"),
    ):
        line.connect(("203.0.113.1", 80))


def test_tests_have_a_home_of_their_own() -> None:
    assert ROOT not in settings.BIHUAN_HOME.parents


def test_the_lock_names_no_place_of_this_machine() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "file://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text
        assert text.count("--hash=sha256:") > text.count("==")
