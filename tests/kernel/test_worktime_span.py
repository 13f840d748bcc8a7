import pytest

from bihuan.kernel import worktime
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import Span, SpanUnit


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("30min", 30, SpanUnit.MINUTE),
        ("24h", 24, SpanUnit.HOUR),
        ("1wh", 1, SpanUnit.WORKING_HOUR),
        ("5wd", 5, SpanUnit.WORKING_DAY),
        ("-1wd", -1, SpanUnit.WORKING_DAY),
        ("60d", 60, SpanUnit.DAY),
        ("3mo", 3, SpanUnit.MONTH),
        (" 5wd ", 5, SpanUnit.WORKING_DAY),
        ("0", 0, SpanUnit.MINUTE),
    ],
)
def test_a_written_span_is_read(text: str, amount: int, unit: SpanUnit) -> None:
    assert worktime.parse_span(text) == Span(amount, unit)


def test_a_span_is_written_as_it_is_read() -> None:
    assert str(worktime.parse_span("5wd")) == "5wd"
    assert str(worktime.parse_span("-1wd")) == "-1wd"
    assert worktime.parse_span(str(worktime.parse_span("0"))) == Span(0, SpanUnit.MINUTE)


@pytest.mark.parametrize(
    "text", ["", "5", "wd", "5 wd", "5WD", "5w", "1.5h", "+1wd", "--1d", "５wd", "5wd1h", "五天"]
)
def test_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Refused) as refused:
        worktime.parse_span(text)
    assert refused.value.code == "span.malformed"
    assert refused.value.facts == {"text": text}
    assert f"“{text}”" in str(refused.value)


@pytest.mark.parametrize("text", ["7301wd", "-7301wd", "361mo", "9999999min"])
def test_a_span_that_would_leave_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        worktime.parse_span(text)
    assert refused.value.code == "span.too-long"
    assert text in str(refused.value)


def test_the_longest_spans_are_read() -> None:
    assert worktime.parse_span("7300wd").amount == 7300
    assert worktime.parse_span("360mo").amount == 360
