from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli import district

from bihuan.kernel.refused import Refused
from bihuan.matters.models import MechanismVersion
from bihuan.mechanisms import library

SOUND = district.MECHANISM
BROKEN = SOUND.replace("finish: {within: 5wd,", "finish: {within: 5weeks,")


@pytest.fixture
def sound(tmp_path: Path) -> str:
    path = tmp_path / "sound.yaml"
    path.write_text(SOUND)
    return str(path)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN)
    return str(path)


def line_of(text: str) -> int:
    return next(i for i, line in enumerate(BROKEN.splitlines(), start=1) if text in line)


def test_a_sound_file_passes_without_a_database(bihuan: Any, sound: str) -> None:
    said = bihuan("mechanism", "check", sound)
    assert said.exit_code == 0
    assert said.out.splitlines()[-1].startswith(f"{sound}: 0 errors, ")


def test_a_fault_has_line_reason_and_remedy(bihuan: Any, sound: str, broken: str) -> None:
    said = bihuan("mechanism", "check", sound, broken)
    assert said.exit_code == 2
    [line] = [line for line in said.out.splitlines() if "5weeks" in line]
    assert line.startswith(f"{broken}:{line_of('5weeks')}:")
    assert "error: clocks.finish.within: “5weeks” is not a length of time. " in line
    assert said.out.splitlines()[-1] == f"{broken}: 1 error, 0 warnings"


def test_machines_read_the_faults(bihuan: Any, broken: str) -> None:
    [fault] = bihuan("mechanism", "check", "--json", broken).rows
    assert (fault["line"], fault["level"], fault["code"]) == (
        line_of("5weeks"),
        "error",
        "span.malformed",
    )
    assert fault["reason"]
    assert fault["remedy"]


def test_a_clerk_reads_chinese(bihuan: Any, broken: str) -> None:
    said = bihuan("--language", "zh-hans", "mechanism", "check", broken)
    assert "“5weeks”不是时限。" in said.out


def test_a_file_that_is_not_there_is_refused(bihuan: Any) -> None:
    said = bihuan("mechanism", "check", "nowhere.yaml")
    assert (said.exit_code, said.out) == (2, "")
    assert said.err == "There is no file “nowhere.yaml”. Check its name and where you are.\n"


def test_the_shipped_mechanisms_are_listed(bihuan: Any) -> None:
    rows = bihuan("mechanism", "list", "--library", "--json").rows
    assert [row["name"] for row in rows] == list(library.names())


def test_a_shipped_mechanism_is_shown_without_an_installation(
    bihuan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_ready() -> None:
        raise Refused("server.not-ready")

    monkeypatch.setattr(bihuan.house, "check_ready", not_ready)
    said = bihuan("mechanism", "show", "petition")
    assert said.out.encode() == library.read("petition") + b"\n"


def test_differences_are_told_in_words(bihuan: Any, sound: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(SOUND.replace("finish: {within: 5wd,", "finish: {within: 7wd,"))
    said = bihuan("mechanism", "diff", sound, str(other))
    [line] = said.out.splitlines()
    assert "5 working days → 7 working days" in line
    [row] = bihuan("mechanism", "diff", "--json", sound, str(other)).rows
    assert (row["what"], row["kind"], row["name"]) == ("changed", "clock", "finish")
    assert bihuan("mechanism", "diff", sound, sound).out == "They declare the same.\n"


@pytest.mark.django_db
def test_shipped_mechanisms_can_be_compared(bihuan: Any) -> None:
    assert bihuan("mechanism", "diff", "petition", "petition-mirror").exit_code == 0


@pytest.mark.django_db
def test_publishing_keeps_the_bytes(bihuan: Any, sound: str) -> None:
    district.settle()
    Path(sound).write_text(SOUND.replace('version: "1"', 'version: "2"'))
    said = bihuan("mechanism", "publish", sound)
    assert said.exit_code == 0
    assert said.out == "hotline 2 is in force: 热线（演示）\n"
    rows = bihuan("mechanism", "list", "--json").rows
    assert [(row["version"], row["in_force"]) for row in rows] == [("1", False), ("2", True)]
    assert rows[1]["published_by"] == "console"
    assert bihuan("mechanism", "show", "hotline").out == Path(sound).read_text() + "\n"
    assert bihuan("mechanism", "show", "hotline@1").out == SOUND + "\n"


@pytest.mark.django_db
def test_other_bytes_under_a_published_version_are_refused(bihuan: Any, sound: str) -> None:
    district.settle()
    Path(sound).write_text(SOUND + "# changed\n")
    said = bihuan("mechanism", "publish", sound)
    assert (said.exit_code, said.out) == (2, "")
    assert "hotline 1 is already published with other contents" in said.err
    assert MechanismVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_broken_file_is_not_published(bihuan: Any, broken: str) -> None:
    district.settle()
    said = bihuan("mechanism", "publish", broken)
    assert (said.exit_code, said.out) == (2, "")
    assert f"{broken}:{line_of('5weeks')}:" in said.err
    assert MechanismVersion.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_mechanism_is_refused(bihuan: Any) -> None:
    district.settle()
    said = bihuan("mechanism", "show", "hotline@9")
    assert (said.exit_code, said.out) == (2, "")
    assert "There is no mechanism called “hotline@9”" in said.err
