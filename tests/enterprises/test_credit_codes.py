"""Social credit codes and firm names, without a database."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from bihuan.kernel.refused import Refused
from bihuan.registers.enterprises.rules import credit_codes, firm_names

# Invented firms: region 430203, organisation codes of one repeated digit, check digits computed.
RIGHT = "914302031111111172"


@pytest.mark.parametrize(
    ("organisation", "check"),
    [
        ("11111111", "7"),
        ("16942006", "X"),
        ("74897845", "5"),
        ("74023929", "5"),
        ("MA4L1234", credit_codes.inner_check("MA4L1234")),
        ("00000000", "0"),
    ],
)
def test_the_inner_check_follows_gb_11714(organisation: str, check: str) -> None:
    assert credit_codes.inner_check(organisation) == check


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        f" {RIGHT[:8]} {RIGHT[8:]} ",
        f"{RIGHT[:8]}-{RIGHT[8:]}",
        "９１４３０２０３１１１１１１１１７２",
    ],
)
def test_a_right_code_is_kept_in_one_spelling(text: str) -> None:
    assert credit_codes.checked_code(text) == RIGHT


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("", "enterprise.code-length", {"number": "", "length": 0}),
        (RIGHT[:-1], "enterprise.code-length", {"number": RIGHT[:-1], "length": 17}),
        (
            "9143020311111111I2",
            "enterprise.code-character",
            {"number": "9143020311111111I2", "position": 17, "character": "I"},
        ),
        (
            "91A302031111111172",
            "enterprise.code-character",
            {"number": "91A302031111111172", "position": 3, "character": "A"},
        ),
        (
            "914302031111111182",
            "enterprise.code-inner-check",
            {"number": "914302031111111182", "position": 17, "right": "7"},
        ),
        (
            "914302031111111170",
            "enterprise.code-check",
            {"number": "914302031111111170", "position": 18, "right": "2"},
        ),
    ],
)
def test_a_wrong_code_is_refused_with_its_place(
    text: str, code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        credit_codes.checked_code(text)
    assert (refused.value.code, refused.value.facts) == (code, facts)
    assert "{" not in str(refused.value)


def test_two_characters_changed_places_are_found_even_where_one_check_misses_them() -> None:
    swapped = [
        RIGHT[:at] + RIGHT[at + 1] + RIGHT[at] + RIGHT[at + 2 :]
        for at in range(17)
        if RIGHT[at] != RIGHT[at + 1]
    ]
    for text in swapped:
        with pytest.raises(Refused):
            credit_codes.checked_code(text)
    assert len(swapped) == 10


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("株洲甲乙机械有限公司", "株洲甲乙机械"),
        ("株洲甲乙机械股份有限公司", "株洲甲乙机械"),
        ("株洲甲乙（集团）有限责任公司", "株洲甲乙集团"),
        ("株洲甲乙(集团)有限责任公司", "株洲甲乙集团"),
        ("株洲 甲乙　机械厂(普通合伙)", "株洲甲乙机械厂"),
        ("ＡＢＣ电子有限公司", "abc电子"),
        ("有限公司", "有限公司"),
        ("甲公司", "甲公司"),
        ("", ""),
    ],
)
def test_a_name_without_its_legal_form(name: str, key: str) -> None:
    assert firm_names.key_of(name) == key


def test_pairs_of_a_key() -> None:
    assert firm_names.pairs_of("甲乙丙") == {"甲乙", "乙丙"}
    assert firm_names.pairs_of("甲") == frozenset()


def test_every_code_of_real_firms_passes_both_checks(shared_data: Path) -> None:
    with gzip.open(shared_data / "enterprises.csv.gz", "rt", encoding="utf-8-sig") as stream:
        given = [row["统一社会信用代码"] for row in csv.DictReader(stream)]
    full = [code for code in given if len(code.strip()) == 18]
    assert (len(given), len(full)) == (2000, 1881)
    for code in full:
        assert credit_codes.checked_code(code) == code.strip()
