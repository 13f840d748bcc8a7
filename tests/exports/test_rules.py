from __future__ import annotations

import hashlib

import pytest

from bihuan.matters.rules.exports import identity, merging
from bihuan.matters.rules.exports.identity import Line, Sheet

SHEET = Sheet(7, (("number", "编号"), ("unit", "牵头单位")))


def checks(secret: str) -> identity.Checks:
    return lambda text: [hashlib.sha256(f"{secret}{text}".encode()).hexdigest()]


def line(**cells: str) -> Line:
    digests = {code: identity.digest(text) for code, text in cells.items()}
    return Line("HOTLINE-2026-00001", 3, digests, {"unit": cells.get("unit", "")})


def test_what_is_sealed_is_read_again() -> None:
    said = line(number="HOTLINE-2026-00001", unit="住建局")
    heading, cell = (
        identity.heading_of(SHEET, checks("a")),
        identity.cell_of(SHEET, said, checks("a")),
    )
    assert identity.sheet_of(heading, checks("a")) == SHEET
    assert identity.line_of(SHEET, cell, checks("a")) == said


def test_a_former_secret_still_opens() -> None:
    heading = identity.heading_of(SHEET, checks("a"))
    both: identity.Checks = lambda text: [*checks("b")(text), *checks("a")(text)]  # noqa: E731
    assert identity.sheet_of(heading, both) == SHEET


@pytest.mark.parametrize("harm", ["7", "HOTLINE-2026-00001", "住建局"])
def test_an_altered_identification_is_told(harm: str) -> None:
    said = line(number="HOTLINE-2026-00001", unit="住建局")
    cell = identity.cell_of(SHEET, said, checks("a")).replace(harm, "8")
    assert identity.line_of(SHEET, cell, checks("a")) is None


def test_a_row_of_another_export_is_told() -> None:
    cell = identity.cell_of(SHEET, line(number="1", unit="x"), checks("a"))
    assert identity.line_of(Sheet(8, SHEET.columns), cell, checks("a")) is None
    assert identity.sheet_of(identity.heading_of(SHEET, checks("a")), checks("b")) is None


@pytest.mark.parametrize(
    ("left", "came"),
    [("一\n二", "一\r\n二"), ("一", " 一\u3000"), ("一\n二", "一_x000D_\n二"), ("=1+1", "=1+1 ")],
)
def test_what_a_spreadsheet_program_adds_is_no_edit(left: str, came: str) -> None:
    assert merging.edited(line(unit=left), {"unit": came}) == ()


@pytest.mark.parametrize(
    ("was", "sheet", "now", "verdict"),
    [
        ("甲", "乙", "甲", "change"),
        ("甲", "乙", "乙", "already"),
        ("甲", "乙", "丙", "conflict"),
        ("甲", "", "甲", "emptied"),
        ("甲", "", "", "already"),
        ("", "=1+1", "", "change"),
    ],
)
def test_an_edit_is_judged_by_what_it_was_and_what_is_now(
    was: str, sheet: str, now: str, verdict: str
) -> None:
    (edit,) = merging.judged(line(unit=was), {"unit": sheet}, {"unit": now}, frozenset({"unit"}))
    assert edit == merging.Edit("unit", was, sheet, now, verdict)


def test_a_cell_nobody_touched_is_left_alone_whatever_happened_meanwhile() -> None:
    assert merging.judged(line(unit="甲"), {"unit": "甲"}, {"unit": "乙"}, frozenset()) == ()


def test_a_column_that_is_computed_is_not_changed() -> None:
    (edit,) = merging.judged(line(unit="甲"), {"unit": "乙"}, {"unit": "甲"}, frozenset())
    assert edit.verdict == "fixed"
