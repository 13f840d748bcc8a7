"""The command as it is installed, in a process of its own, in a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.district import PASSWORD

PEOPLE = """单位名称,单位代码,上级单位,职务,岗位职责,姓名,手机号码,账号
区人民政府,district-government,,副区长,批示,赵一（演示）,19900008001,zhaoyi
区信访局,petition-office,区人民政府,接访科科长,受理、派单,钱二（演示）,19900008002,qianer
"""


def bihuan(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = "from bihuan.config.main import main; main()"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "BIHUAN_HOME": str(home),
        "DATABASE_URL": "",
        "LANG": "en_US.UTF-8",
        "LC_ALL": "",
    }
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


def test_a_deadline_needs_no_database(tmp_path: Path) -> None:
    said = bihuan(tmp_path, "deadline", "2026-02-13 16:00", "5wd")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == "due_at  2026-02-27T23:59:59+08:00\n"
    assert not (tmp_path / "bihuan.sqlite3").exists()


def test_what_needs_tables_says_that_they_are_missing(tmp_path: Path) -> None:
    said = bihuan(tmp_path, "matter", "list")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.count("\n") == 1


def test_an_installation_moves_to_another_machine(tmp_path: Path) -> None:
    here, there, copy = tmp_path / "here", tmp_path / "there", tmp_path / "copy.tar.gz"
    (tmp_path / "password").write_text(PASSWORD)
    (tmp_path / "people.csv").write_text(PEOPLE)
    said = bihuan(
        here, "setup", "--sheet", str(tmp_path / "people.csv"), "--region", "430203",
        "--admin", "keeper", "--password-file", str(tmp_path / "password"),
        "--publish", "petition",
    )  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")
    said = bihuan(here, "backup", str(copy), "--without-secret")
    assert (said.returncode, said.stderr) == (0, "")
    refused = bihuan(there, "restore", str(copy))
    assert (refused.returncode, refused.stdout) == (2, "")
    shutil.copy(here / "secret.key", there / "secret.key")
    said = bihuan(there, "restore", str(copy), "--json")
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout)["verified"] is True
    lists = [bihuan(home, "mechanism", "list", "--json").stdout for home in (here, there)]
    assert lists[0] == lists[1] != ""
