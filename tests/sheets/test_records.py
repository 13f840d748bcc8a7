"""Files of records: one JSON object a line."""

from __future__ import annotations

import gzip
import json

import pytest

from bihuan.kernel.refused import Refused
from bihuan.registers import sheets


def written(*records: object) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in records).encode()


def test_what_is_nested_becomes_columns_with_dotted_names() -> None:
    data = written(
        {"id": 1, "site": {"name": "区政府（演示）", "kinds": ["a", "b"]}, "ok": None},
        {"id": 2, "site": {"name": "区水利局（演示）"}, "late": True},
    )
    for given in (data, gzip.compress(data), "\ufeff".encode() + data):
        (grid,) = sheets.grids(given)
        assert grid.rows == (
            ("id", "site.name", "site.kinds", "ok", "late"),
            ("1", "区政府（演示）", "a；b", "", ""),
            ("2", "区水利局（演示）", "", "", "true"),
        )


def test_a_line_that_is_no_record_keeps_its_text_and_its_place() -> None:
    (grid,) = sheets.grids(b'{"id": 1, "x": 2}\n{"id": 2, "x"\n[3]\n{"id": 4, "x": 5}\n')
    assert grid.rows[2:5] == (('{"id": 2, "x"',), ("[3]",), ("4", "5"))


def test_a_table_that_begins_with_a_brace_is_still_a_table() -> None:
    (grid,) = sheets.grids("{编号},内容\n1,路灯\n".encode())
    assert grid.rows[0] == ("{编号}", "内容")


@pytest.mark.parametrize("depth", [30, 100_000])
def test_a_record_nested_without_end_is_refused(depth: int) -> None:
    with pytest.raises(Refused) as refused:
        sheets.grids(b'{"id": 1}\n' + b'{"a":' * depth + b"1" + b"}" * depth)
    assert (refused.value.code, refused.value.facts["row"]) == ("sheet.nested", 2)
