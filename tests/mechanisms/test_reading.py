"""YAML as it is read: texts keep their meaning, everything has a place, nothing explodes."""

import pytest

from bihuan.kernel.refused import Refused
from bihuan.mechanisms import reading
from bihuan.mechanisms.reading import ASSUMED, Place


def test_no_text_changes_its_meaning() -> None:
    tree = reading.read(
        b"a: 7:30\non: no\nv: 2023.10\nd: 2023-01-01\nz: 007\nq: 'null'\nn:\n", "x"
    )
    assert tree.content == {
        "a": "7:30", "on": "no", "v": "2023.10", "d": "2023-01-01", "z": "007",
        "q": "null", "n": None,
    }  # fmt: skip


def test_every_part_has_its_place() -> None:
    tree = reading.read("时限:\n  答复: [5wd, '1wd']\n".encode(), "x")
    assert tree.place(("时限", "答复")) == Place(2, 3)
    assert tree.place(("时限", "答复", 1)) == Place(2, 13)
    assert tree.texts["时限", "答复", 1] == Place(2, 14)  # inside the quote
    assert tree.place(("时限", "答复", 1, "nothing", "below")) == Place(2, 13)
    assert tree.place(("nowhere",)) == Place(1, 1)


def test_assumed_values_are_listed_with_their_lines() -> None:
    tree = reading.read(b"a: assumed\nb: {value: 5wd, assumed: true}\nc: 'assumed'\n", "x")
    assert tree.content == {"a": ASSUMED, "b": "5wd", "c": "assumed"}
    assert [(one.path, one.line) for one in tree.assumed] == [("a", 1), ("b", 2)]


def test_an_alias_stands_for_what_its_anchor_marks() -> None:
    tree = reading.read(b"a: &x [1, 2]\nb: *x\n", "x")
    assert tree.content == {"a": ["1", "2"], "b": ["1", "2"]}


def test_a_byte_order_mark_and_crlf_are_no_fault() -> None:
    assert reading.read(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "x").content == {"a": "1", "b": "2"}


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)

BAD = [
    pytest.param(b"", 1, "file.empty", id="empty"),
    pytest.param(b"# nothing\n", 2, "file.empty", id="only a comment"),
    pytest.param(b"a: 1\nb: " + "用电".encode("gb18030") + b"\n", 2, "file.not-utf8", id="gbk"),
    pytest.param("a: 1".encode("utf-16"), 1, "file.not-utf8", id="utf-16"),
    pytest.param(b"a:\n\tb: 1\n", 2, "yaml.tab", id="tab"),
    pytest.param(b"a: 1\nb: \x07\n", 2, "yaml.character", id="bell"),
    pytest.param(b"a: 1\nb: [1, 2\nc: 3\n", 3, "yaml.syntax", id="open bracket"),
    pytest.param(b"a: 1\nb: 'x\n", 3, "yaml.syntax", id="open quote"),
    pytest.param(b"a: b: c\n", 1, "yaml.syntax", id="two colons"),
    pytest.param(b"a: 1\nb: 2\na: 3\n", 3, "yaml.key-twice", id="key twice"),
    pytest.param(b"a: assumed\na: 3\n", 2, "yaml.key-twice", id="assumed key twice"),
    pytest.param(b"a: 1\n? [b]\n: 2\n", 2, "yaml.key-not-text", id="list as key"),
    pytest.param(b"a: *nothing\n", 1, "yaml.alias-unknown", id="alias without anchor"),
    pytest.param(b"a: &a [*a]\n", 1, "yaml.alias-unknown", id="alias of itself"),
    pytest.param(b"a: !!python/object:os.system x\n", 1, "yaml.tag", id="tag"),
    pytest.param(b"a: 1\n---\nb: 2\n", 2, "yaml.second-document", id="two documents"),
    pytest.param(b"- a\n", 1, "yaml.not-a-mapping", id="a list"),
    pytest.param(b"a: " + b"[" * 60 + b"]" * 60, 1, "yaml.too-deep", id="deep"),
    pytest.param(LAUGHS.encode(), 5, "yaml.too-many", id="billion laughs"),
    pytest.param(b"a: [b, assumed]\n", 1, "assumed.needs-value", id="assumed in a list"),
    pytest.param(b"#" * 1_000_001, 0, "file.too-large", id="too large"),
]


@pytest.mark.parametrize(("data", "line", "code"), BAD)
def test_a_file_that_cannot_be_read_says_where(data: bytes, line: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        reading.read(data, "bad.yaml")
    assert refused.value.code == "mechanism.invalid"
    faults = refused.value.facts["faults"]
    assert isinstance(faults, tuple)
    assert [(fault.line, fault.code) for fault in faults] == [(line, code)]


def test_all_repeated_keys_are_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        reading.read(b"a: 1\na: 2\nb: {c: 1, c: 2}\n", "x")
    faults = refused.value.facts["faults"]
    assert isinstance(faults, tuple)
    assert [(fault.line, fault.column, fault.path) for fault in faults] == [
        (2, 1, "a"),
        (3, 11, "b.c"),
    ]
