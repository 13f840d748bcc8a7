"""What a file says becomes the kernel's declaration; what it leaves unsaid gets its default."""

import hashlib
from dataclasses import asdict
from datetime import date, time

from tests.mechanisms import sample

from bihuan.kernel import declaration, moves, stages
from bihuan.kernel.worktime import CountFrom, parse_span
from bihuan.mechanisms import differing, loading
from bihuan.mechanisms.schema import words

GOOD = loading.load(sample.GOOD.encode(), "sample.yaml")
FOUND = GOOD.mechanism
ENDED = {"closed", "refused", "merged", "withdrawn", "handed-over"}


def _loaded(old: str, new: str) -> declaration.Mechanism:
    return loading.load(sample.changed(old, new).encode(), "x").mechanism


def test_the_plain_parts() -> None:
    assert (FOUND.code, FOUND.version, FOUND.owner) == ("sample", "2023.10", "service-office")
    assert FOUND.basis == declaration.Basis("某区", "办法", "", "", date(2023, 1, 1), None)
    assert FOUND.channels == ("web", "qr")
    assert FOUND.classes == {"general": "general", "hard": "hard"}
    assert FOUND.quiet == (time(21, 30), time(7, 30))
    assert FOUND.signoffs == {"reply": ("unit-deputy", "unit-head")}
    assert FOUND.returns == declaration.Return(
        ("reason", "suggested"), "common_superior", "unless-new-facts"
    )
    assert FOUND.parts[1] == declaration.Part("repair", "施工", "power-company", ("survey",))


def test_the_hash_is_that_of_the_bytes() -> None:
    data = sample.GOOD.encode()
    assert GOOD.sha256 == hashlib.sha256(data).hexdigest()
    assert loading.load(data + b"# a remark\n", "x").sha256 != GOOD.sha256


def test_compiling_twice_gives_the_same() -> None:
    again = loading.load(sample.GOOD.encode(), "sample.yaml").mechanism
    assert asdict(again) == asdict(FOUND)
    assert differing.changes(FOUND, again) == ()


def test_what_is_assumed_is_listed() -> None:
    assert [(one.path, one.line) for one in GOOD.assumed] == [("basis.number", 4)]


def test_short_forms_become_clocks() -> None:
    clocks = FOUND.clocks
    assert list(clocks) == ["accept", "return", "ruling", "contact", "reply"]
    accept = clocks["accept"]
    assert accept.starts == {"received"}
    assert accept.stops == {"accepted", *ENDED}
    assert (accept.holds, accept.label) == ("clerk", "受理")
    assert clocks["return"].stops == {"signed", "returned", *ENDED}
    assert (clocks["ruling"].starts, clocks["ruling"].holds) == ({"returned"}, "ruler")


def test_a_clock_has_its_defaults() -> None:
    reply = FOUND.clocks["reply"]
    assert reply.stops == {"replied", *ENDED}
    assert reply.count is CountFrom.NEXT_DAY
    assert FOUND.clocks["contact"].count is CountFrom.EVENT  # an hour runs from its event
    assert (reply.holds, reply.roll, reply.pauses) == ("unit", True, {"contested"})
    assert reply.extend == declaration.Extend(
        1, parse_span("5wd"), "unit-head", parse_span("1wd"), "", "person", ("reason",)
    )
    assert FOUND.main_clock() == "reply"


def test_reviews_become_clocks_after_the_deadline_of_the_person() -> None:
    levels = (
        "review:\n  - {name: review, ask_within: 30d, within: 20d}\n"
        "  - {name: rereview, ask_within: 15d, within: 10d}\n"
        "sign: {within: 1wd, silence: sign-for}"
    )
    found = _loaded("grounds: {test: 检测}", f"{levels}\ngrounds: {{test: 检测}}")
    assert found.clocks["review"].starts == {"review-asked"}
    assert found.clocks["rereview"].starts == {"rereview-asked"}
    assert found.reviews[1] == declaration.Review("rereview", parse_span("15d"))
    assert found.main_clock() == "reply"
    sign = found.clocks["sign"]
    assert sign.starts == {"assigned", "review-asked", "rereview-asked"}
    assert sign.silence == "sign-for"


def test_a_verification_call_becomes_a_clock_and_a_gate() -> None:
    found = _loaded("accept: {within: 1wd}", "confirm: {within: 4h}\naccept: {within: 1wd}")
    assert found.confirm_first is True
    assert found.clocks["confirm"].stops == {"confirmed", *ENDED}
    assert FOUND.confirm_first is False


def test_routes_name_a_unit_or_the_field_that_does() -> None:
    assert [row.to for row in FOUND.routes] == ["power-company", "field:park"]
    first = FOUND.routes[0].when
    assert first is not None
    assert (first.text, first.holds({"topic": "power"})) == ("topic == power", True)
    assert FOUND.routes[1].when is None


def test_refusals_are_judged_unless_a_condition_proposes_them() -> None:
    assert FOUND.refusals["in-court"].when is None
    found = _loaded("decided_by: clerk}", "when: class == hard or channel == qr}")
    when = found.refusals["in-court"].when
    assert when is not None
    assert when.holds({"class": "hard"}) is True
    assert when.holds({"channel": "qr"}) is True
    assert when.holds({}) is False


def test_closing_kinds_know_what_solves() -> None:
    assert {kind.code: kind.solves for kind in FOUND.closings.values()} == {
        "solved": True,
        "partly": False,
        "talked": False,
    }
    assert FOUND.closings["solved"].label == "实际解决"


def test_the_call_back_reopens_by_a_condition_on_its_answers() -> None:
    rule = FOUND.verify
    assert rule is not None
    assert rule.reopen_when is not None
    assert rule.reopen_when.holds({"solved": "no"}) is True
    assert rule.reopen_when.holds({"solved": "partly"}) is False
    assert (rule.by, rule.share, rule.reopen_times) == ("owner", 1.0, 2)


def test_fields_serve_a_purpose() -> None:
    assert (FOUND.title_field, FOUND.text_field, FOUND.access.accused_field) == ("", "text", "")
    found = _loaded("files: {type: files}", "about: {type: unit, serves: accused}")
    assert found.access.accused_field == "about"
    fields = {one.name: one for one in _loaded("files: {type: files}", "who: {type: name}").fields}
    assert (fields["who"].personal, fields["text"].personal) == (True, False)
    assert (fields["amount"].least, fields["amount"].most) == (0.0, None)


def test_the_words_of_a_file_are_those_of_the_kernel() -> None:
    emitted = {move.event for move in moves.MOVES.values() if move.event}
    assert emitted | {"received", "rereview-asked"} == set(words.EVENTS)
    assert set(words.SIGNABLE) - {"paper"} <= set(moves.MOVES)
    assert set(words.STAGES) == {stage.value for stage in stages.OPEN}
    assert words.ENDING == ENDED
