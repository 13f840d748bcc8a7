"""No code of a declaration stands on a page as it is written in the file."""

from __future__ import annotations

from bihuan.mechanisms.schema.words import CHANNELS
from bihuan.web import words


def test_every_channel_has_a_word() -> None:
    assert [channel for channel in CHANNELS if channel not in words.CHANNELS] == []
