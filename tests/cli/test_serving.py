from __future__ import annotations

from typing import Any

from tests.cli.conftest import deeds


def test_the_server_is_started(bihuan: Any, house: Any) -> None:
    assert bihuan("serve", "--port", "8080", "--workers", "3").exit_code == 0
    [(deed, host, port, workers, _)] = house.asked
    assert (deed, host, port, workers) == ("serve", "127.0.0.1", 8080, 3)


def test_old_tables_are_backed_up_with_the_secret(bihuan: Any, house: Any) -> None:
    bihuan("serve")
    [(*_, backup)] = house.asked
    target = backup()
    assert target.parent == house.home / "backups"
    assert house.asked[-1][:3] == ("back_up", target, True)


def test_the_demonstration_is_built_shown_and_served(bihuan: Any, house: Any) -> None:
    said = bihuan("demo")
    assert deeds(house) == ["prepare", "demonstrate", "links", "serve"]
    assert said.out.splitlines()[0] == (
        "An invented district with 40 matters: nobody in it exists."
    )
    assert said.out.splitlines()[-1].split() == [
        "区热线办（演示）",
        "话务员",
        "officer022",
        "http://127.0.0.1:8000/demo/token/",
    ]


def test_the_demonstration_need_not_be_served(bihuan: Any, house: Any) -> None:
    [link] = bihuan("demo", "--no-serve", "--port", "9000", "--json").rows
    assert deeds(house) == ["prepare", "demonstrate", "links"]
    assert link["username"] == "officer022"
    assert link["address"] == "http://127.0.0.1:9000/demo/token/"
