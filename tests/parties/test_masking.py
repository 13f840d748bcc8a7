from __future__ import annotations

import pytest

from bihuan.registers.parties.rules import masking

PHONE = "13800002207"


@pytest.mark.parametrize("before", range(28, 41))
def test_a_text_is_never_cut_within_a_number(before: int) -> None:
    kept = masking.cut("字" * before + PHONE + "请回电", 40)
    assert masking.hidden_numbers(kept).count("0") < 5
    assert kept in ("字" * before, ("字" * before + PHONE + "请回电")[:40])


def test_a_cut_beside_a_number_or_in_words_loses_nothing() -> None:
    assert masking.cut("字" * 29 + PHONE + "请", 40) == "字" * 29 + PHONE
    assert masking.cut("字" * 50, 40) == "字" * 40
    assert masking.cut("12", 40) == "12"
