from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bihuan.config import occupied
from bihuan.kernel.refused import Refused


def test_one_process_at_a_time_holds_an_installation(tmp_path: Path) -> None:
    with (
        occupied.alone(tmp_path),
        pytest.raises(Refused) as refusal,
        occupied.alone(tmp_path),
    ):
        pytest.fail("two hold it")
    assert refusal.value.code == "server.occupied"


def test_an_installation_given_back_can_be_held_again(tmp_path: Path) -> None:
    held = 0
    for _ in range(2):
        with occupied.alone(tmp_path):
            held += 1
    assert held == 2


def test_a_port_another_program_answers_at_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refused) as refusal:
            occupied.check_port("127.0.0.1", port)
    assert (refusal.value.code, refusal.value.facts["port"]) == ("server.port-taken", port)
    occupied.check_port("127.0.0.1", port)
