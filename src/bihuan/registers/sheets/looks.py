"""What a workbook does not show at first sight: hidden parts, formulas, links to other files."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bihuan.kernel.refused import Refused
from bihuan.registers.sheets.compound import OLE, Compound

ZIP = b"PK\x03\x04"


@dataclass(slots=True)
class Looks:
    """Of one sheet: hidden columns and rows by position, cells with formulas, those that read
    from another file.
    """

    columns: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    formulas: int = 0
    linked: int = 0


def looks_of(data: bytes) -> Mapping[str, Looks]:
    """What each sheet of a workbook keeps from sight, by its name; nothing for a text file.

    Refuses `sheet.password` for a workbook that is locked.
    """
    if data.startswith(ZIP):
        return _of_archive(data)
    return _of_compound(data) if data.startswith(OLE) else {}


# --- .xlsx

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")
_WORD = re.compile(rb'([\w:]+)="([^"]*)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]*)<")
_LINK = re.compile(rb"\[[^\]]+\][^!\[\]+*/,()-]*!")  # [1]Sheet!A1, unlike Table[column]
_FIRST_CELLS = b"sheetData"
_MOST_COLUMNS = 16_384


def _of_archive(data: bytes) -> Mapping[str, Looks]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {
                name: _of_sheet(archive.read(part))
                for name, part in _parts(archive)
                if part in archive.namelist()
            }
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as why:
        raise Refused("sheet.unreadable") from why


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets by name, and the member each is kept in."""
    if "xl/workbook.xml" not in archive.namelist():
        return
    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {
        said.get("Id", ""): said.get("Target", "")
        for said in map(_words, _RELATION.findall(relations))
    }
    for said in map(_words, _SHEET.findall(archive.read("xl/workbook.xml"))):
        target = targets.get(next((v for k, v in said.items() if k.endswith(":id")), ""), "")
        yield html.unescape(said.get("name", "")), f"xl/{target}".replace("xl//xl/", "xl/")


def _words(inside: bytes) -> dict[str, str]:
    return {k.decode(): v.decode("utf-8", "replace") for k, v in _WORD.findall(inside)}


def _of_sheet(content: bytes) -> Looks:
    looks = Looks()
    for said in map(_words, _COLUMN.findall(content[: content.find(_FIRST_CELLS)])):
        if said.get("hidden") in ("1", "true"):
            first, last = int(said.get("min", 1)), min(int(said.get("max", 1)), _MOST_COLUMNS)
            looks.columns |= set(range(first - 1, last))
    looks.rows = {int(number) - 1 for number in _ROW.findall(content)}
    for formula in _FORMULA.findall(content):
        looks.formulas += 1
        looks.linked += bool(_LINK.search(formula))
    return looks


# --- .xls

_FORMULA_RECORD, _LOCKED, _COLUMNS, _SHEET_RECORD = 0x06, 0x2F, 0x7D, 0x85
_LINK_BOOK, _ROW_RECORD, _BEGINNING, _END = 0x1AE, 0x208, 0x809, 0x0A
_OWN_BOOK = (0x0401, 0x3A01)
_ROW_HIDDEN = 0x20


def _of_compound(data: bytes) -> Mapping[str, Looks]:
    opened = Compound(data)
    if "EncryptedPackage" in opened.entries:
        raise Refused("sheet.password")
    try:
        return _of_records(opened.stream("Workbook", "Book"))
    except (struct.error, IndexError) as why:
        raise Refused("sheet.unreadable") from why


def _of_records(stream: bytes) -> Mapping[str, Looks]:
    sheets: dict[str, int] = {}
    outside = 0
    for kind, body in _records(stream, 0):
        if kind == _LOCKED:
            raise Refused("sheet.password")
        if kind == _SHEET_RECORD:
            sheets[_name(body)] = struct.unpack_from("<I", body)[0]
        elif kind == _LINK_BOOK and struct.unpack_from("<H", body, 2)[0] not in _OWN_BOOK:
            outside += 1
    return {name: _of_part(stream, start, outside) for name, start in sheets.items()}


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, up to its end."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _END:
            return
        at += 4 + length


def _name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    text = body[8 : 8 + (length << wide)]
    return text.decode("utf-16-le" if wide else "latin-1")


def _of_part(stream: bytes, start: int, outside: int) -> Looks:
    looks = Looks()
    for kind, body in _records(stream, start):
        if kind == _FORMULA_RECORD:
            looks.formulas += 1
        elif kind == _COLUMNS:
            first, last, _, _, said = struct.unpack_from("<5H", body)
            looks.columns |= set(range(first, min(last, _MOST_COLUMNS) + 1)) if said & 1 else set()
        elif kind == _ROW_RECORD and body[12] & _ROW_HIDDEN:
            looks.rows.add(struct.unpack_from("<H", body)[0])
    # Which of its formulas read the other file, the old format says in a language of its own.
    looks.linked = looks.formulas if outside else 0
    return looks
