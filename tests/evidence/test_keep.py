"""Files come in by what they are, not by what they are called."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bihuan.kernel import actor
from bihuan.kernel.refused import Refused
from bihuan.registers.evidence import actions, queries
from bihuan.registers.evidence.models import File
from bihuan.registers.evidence.rules import kinds, packages

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
TYPES = "[Content_Types].xml"


def package(*members: str, body: bytes = b"<x/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for member in members:
            made.writestr(member, body)
    return stream.getvalue()


def understated(body: bytes) -> bytes:
    """A package whose headers claim a ten-byte member, though it unpacks to all of `body`."""
    made = bytearray(package(TYPES, "word/document.xml", body=body))
    size = struct.pack("<L", len(body))
    at = made.find(size)
    while at >= 0:
        made[at : at + 4] = struct.pack("<L", 10)
        at = made.find(size, at)
    return bytes(made)


DOCX = package(TYPES, "word/document.xml")
XLSX = package(TYPES, "xl/workbook.xml")
TAKEN = {
    "a.jpg": b"\xff\xd8\xff\xe0 rest",
    "a.JPEG": b"\xff\xd8\xff\xe1 Exif",
    "b.png": b"\x89PNG\r\n\x1a\n rest",
    "c.webp": b"RIFF\x10\n\x00\x00WEBPVP8 ",
    "d.gif": b"GIF89a rest",
    "e.pdf": b"%PDF-1.7 rest",
    "scan.pdf": b"\n\n\x00%PDF-1.4 rest",
    "f.docx": DOCX,
    "g.xlsx": XLSX,
    "h.ogg": b"OggS rest",
    "i.mp3": b"ID3\x04 rest",
    "j.mp3": b"\xff\xfb\x90 rest",
    "k.m4a": b"\x00\x00\x00\x20ftypM4A rest",
    "l.txt": "路灯不亮".encode(),
    "m.txt": "路灯不亮".encode("gb18030"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", TAKEN)
def test_what_it_says_is_kept_under_its_digest(tmp_path: Path, name: str) -> None:
    file = keep(tmp_path, name, TAKEN[name])
    sha256 = hashlib.sha256(TAKEN[name]).hexdigest()
    assert (file.sha256, file.size, file.name) == (sha256, len(TAKEN[name]), name)
    assert name.lower().endswith(kinds.ENDINGS[kinds.ending_of(name)].endings)
    assert file.path.as_posix() == f"files/{sha256[:2]}/{sha256[2:]}"
    assert queries.place_of(file, tmp_path).read_bytes() == TAKEN[name]
    assert list((tmp_path / "files/incoming").iterdir()) == []


def keep(root: Path, name: str, content: bytes, **limits: int) -> File:
    return actions.keep(
        io.BytesIO(content),
        name=name,
        by=actor.SYSTEM,
        now=NOW,
        root=root,
        limits=packages.Limits(**limits),
    )


REFUSED = [
    ("a.jpg", b"", {}, "file.empty"),
    ("a.txt", b"x" * 101, {"size": 100}, "file.too-large"),
    ("a.exe", b"MZ", {}, "file.type-not-taken"),
    ("a.doc", b"\xd0\xcf\x11\xe0", {}, "file.type-not-taken"),
    ("nameless", b"\x00\x01", {}, "file.type-not-taken"),
    ("a.jpg", TAKEN["b.png"], {}, "file.not-what-it-says"),
    ("a.pdf", b"MZ\x90\x00", {}, "file.not-what-it-says"),
    ("a.txt", b"half text\x00", {}, "file.not-what-it-says"),
    ("a.txt", b"\xff\xff\x80", {}, "file.not-what-it-says"),
    ("a.docx", XLSX, {}, "file.not-what-it-says"),
    ("a.docx", package("anything"), {}, "file.not-what-it-says"),
    ("a.docx", b"\xd0\xcf\x11\xe0 encrypted", {}, "file.not-what-it-says"),
    (
        "a.docx",
        package(TYPES, "word/document.xml", "word/vbaProject.bin"),
        {},
        "file.not-what-it-says",
    ),
    ("a.docx", DOCX[:-30], {}, "file.damaged"),
    ("a.docx", DOCX, {"members": 1}, "file.bomb"),
    (
        "a.docx",
        package(TYPES, "word/document.xml", body=b"0" * 9999),
        {"harmless": 1000, "ratio": 2},
        "file.bomb",
    ),
    ("a.docx", understated(b"0" * 9999), {"harmless": 1000, "ratio": 2}, "file.bomb"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "limits", "code"), REFUSED)
def test_what_is_not_taken_leaves_nothing(
    tmp_path: Path, name: str, content: bytes, limits: dict[str, int], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        keep(tmp_path, name, content, **limits)
    assert refusal.value.code == code
    assert "{" not in str(refusal.value)
    assert File.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_equal_bytes_are_stored_once(tmp_path: Path) -> None:
    first, second = (keep(tmp_path, name, b"the same") for name in ("a.txt", "b.txt"))
    assert (first.path, File.objects.count()) == (second.path, 2)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db
def test_a_nameless_photograph_gets_its_ending(tmp_path: Path) -> None:
    assert keep(tmp_path, "image", TAKEN["a.jpg"]).name == "image.jpg"


@pytest.mark.django_db
def test_lost_and_changed_files_are_found(tmp_path: Path) -> None:
    sound, changed, lost = (keep(tmp_path, "a.txt", text) for text in (b"1", b"2", b"3"))
    queries.place_of(changed, tmp_path).write_bytes(b"x")
    queries.place_of(lost, tmp_path).unlink()
    found = {(damage.file.pk, damage.what) for damage in queries.damaged(tmp_path)}
    assert found == {(changed.pk, "changed"), (lost.pk, "missing")}
    assert sound.pk not in {pk for pk, _ in found}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\fakepath\\照片.jpg", "照片.jpg"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("gpj.\u202eexe.jpg", "gpj.exe.jpg"),
        ("a\x00\nb.png", "ab.png"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("...", ""),
    ],
)
def test_names_are_cleaned(given: str, shown: str) -> None:
    assert kinds.clean_name(given) == shown
