from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli import district

from bihuan.matters.models import Matter

pytestmark = pytest.mark.django_db
MAP = """
source: yesterday
columns: {key: 编号, title: 标题, text: 内容, received_at: 日期, unit: 单位, replied_at: 回复日期}
units: reject
"""
HEADER = "编号,标题,内容,日期,单位,回复日期\n"
SOUND = "1,路灯,路灯不亮,2026-01-05,湖区住建局（演示）,2026-01-20\n"
BACKWARD = "2,井盖,井盖松动,2026-01-05,湖区住建局（演示）,2026-01-02\n"
STRANGE = "3,噪音,施工噪音,2026-01-05,从来没有的局,2026-01-20\n"


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    district.settle()
    shape, letters = tmp_path / "map.yaml", tmp_path / "letters.csv"
    shape.write_text(MAP)
    letters.write_text(HEADER + SOUND + BACKWARD + STRANGE)
    return [
        "matter", "import", str(letters), "--mechanism", "hotline", "--map", str(shape),
        "--replay",
    ]  # fmt: skip


def test_what_can_be_taken_goes_in(bihuan: Any, words: list[str], tmp_path: Path) -> None:
    said = bihuan(*words, "--json")
    found = said.one
    assert (found["given"], found["accepted"], found["rejected"]) == (3, 1, 2)
    row = Matter.objects.get()
    assert (row.stage, row.origin, row.verified) == ("closed", "imported", False)
    rejected = tmp_path / "letters.rejected.csv"
    assert found["rejected_file"] == str(rejected)
    assert rejected.read_text("utf-8-sig").splitlines()[0].startswith(HEADER.strip())
    assert len(said.err.splitlines()) == 2


def test_a_second_import_changes_nothing(bihuan: Any, words: list[str]) -> None:
    bihuan(*words)
    before = list(Matter.objects.values())
    found = bihuan(*words, "--json").one
    assert (found["accepted"], found["known"], found["rejected"]) == (0, 1, 2)
    assert list(Matter.objects.values()) == before


def test_people_read_the_counts(bihuan: Any, words: list[str], tmp_path: Path) -> None:
    target = tmp_path / "back.xlsx"
    lines = bihuan(*words, "--rejected", str(target)).out.splitlines()
    assert lines[0].startswith("3 rows given: 1 accepted, 0 known already, 2 rejected; ")
    assert lines[1] == f"The rejected rows: {target}"
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hotline": "petition"}, "There is no mechanism called “petition”"),
        ({"letters.csv": "nowhere.csv"}, "There is no file"),
        ({"map.yaml": "nowhere.yaml"}, "There is no file"),
    ],
)
def test_a_refusal_takes_nothing(
    bihuan: Any, words: list[str], changes: dict[str, str], sentence: str
) -> None:
    for old, new in changes.items():
        words = [word.replace(old, new) for word in words]
    said = bihuan(*words)
    assert (said.exit_code, said.out) == (2, "")
    assert sentence in said.err
    assert not Matter.objects.exists()


def test_a_column_that_is_missing_is_named(bihuan: Any, words: list[str], tmp_path: Path) -> None:
    (tmp_path / "letters.csv").write_text(SOUND)
    said = bihuan(*words)
    assert said.exit_code == 2
    assert "回复日期" in said.err
