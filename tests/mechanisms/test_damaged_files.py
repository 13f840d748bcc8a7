"""However a file is damaged, it is taken or refused with sentences; it never breaks the reader."""

from hypothesis import given
from hypothesis import strategies as st
from tests.mechanisms import sample

from bihuan.mechanisms import checker, library

FILES = [sample.GOOD, *(library.read(name).decode() for name in library.names())]
PIECES = [
    "assumed", "{", "}", "[", "]", ": ", "\n", "  ", "- ", '"', "'", "*a", "&a ", "null", "5wd",
    "[]", "{value: x, assumed: true}", "!!x", "|", ">", "#", "==", "\t", "，", "0", "-1", "1e9",
    "true", "\x00",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 12))
        text = text[:at] + draw(st.sampled_from(["", *PIECES])) + text[at + cut :]
    return text


@given(damaged())
def test_a_damaged_file_is_taken_or_explained(text: str) -> None:
    lines = text.count("\n") + 1
    for fault in checker.examine(text.encode(), "damaged.yaml", sample.UNITS):
        assert 0 <= fault.line <= lines + 1
        assert fault.say("zh")
        assert fault.say("en")
        assert fault.remedy("zh")
        assert fault.level in {"error", "warning"}


@given(st.binary(max_size=200))
def test_any_bytes_are_explained(data: bytes) -> None:
    assert checker.examine(data, "bytes")


def test_a_sentence_quotes_no_more_than_a_part() -> None:
    text = sample.changed("times: 1, by", f"times: {'9x' * 5000}, by")
    (fault,) = sample.faults_of(text)
    assert 600 < len(fault.say("en")) < 700
