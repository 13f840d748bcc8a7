"""Templates the office writes: checked when they are kept, filled with nothing but fields."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook
from tests.matters import cast, pressed

from bihuan.kernel.refused import Refused
from bihuan.matters.actions.papers import templating
from bihuan.matters.models import MechanismVersion, PaperTemplate
from bihuan.matters.rules.papers import defaults, documents, kinds, setting, workbooks
from bihuan.registers.journal.models import Entry

NOW = cast.NOW


def letter(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def said_of_itself(title: str) -> bytes:
    document = Document()
    document.core_properties.title = title
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def far(text: str, place: str, merged: str = "") -> bytes:
    """A small file of a sheet without end: the cells between its corners are nowhere in it."""
    book = Workbook()
    book.active["A1"] = text
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b'<c r="A1"', b'<c r="' + place.encode() + b'"', 1)
    if merged:
        cells = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>'.encode()
        sheet = sheet.replace(b"</sheetData>", b"</sheetData>" + cells, 1)
    parts["xl/worksheets/sheet1.xml"] = sheet
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as remade:
        for name, part in parts.items():
            remade.writestr(name, part)
    return out.getvalue()


def with_macros(package: bytes) -> bytes:
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as opened:
        opened.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


def keep(kind: str, body: bytes, post: str = "clerk") -> PaperTemplate:
    return templating.keep(kind, "模板.docx", body, by=cast.actor(post), now=NOW)


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.code)
def test_the_templates_we_ship_pass_their_own_check(kind: kinds.Kind) -> None:
    check = workbooks.check if kind.layout == "table" else documents.check
    check(defaults.template(kind), setting.names_of(kind))


def test_a_template_is_built_the_same_every_time() -> None:
    built = [defaults.template.__wrapped__(kinds.KINDS["circular"]) for _ in range(2)]
    assert built[0] == built[1]


BAD = [
    ("circular", letter("共收{{收件书}}件"), "paper.field-unknown",
     {"named": "收件书", "place": "正文"}),
    ("circular", letter("{%p for 行 in 单位 %}", "{{行.收件}}", "{%p endfor %}"),
     "paper.field-unknown", {"named": "行.收件"}),
    ("circular", letter("{{ 单位.__class__ }}"), "paper.field-unknown", {}),
    ("circular", letter("{{ 收件数 * 9999999 }}"), "paper.template-tag", {"why": "Mul"}),
    ("circular", letter("{{ 标题|upper }}"), "paper.template-tag", {"why": "Filter"}),
    ("circular", letter("{{ cycler() }}"), "paper.template-tag", {"why": "Call"}),
    ("circular", letter("{{ 标题"), "paper.template-tag", {"place": "正文"}),
    ("circular", b"no file at all", "paper.template-broken", {}),
    ("circular", letter("x")[:900], "paper.template-broken", {}),
    ("circular", table(("{{标题}}",)), "paper.template-kind", {"wanted": "docx"}),
    ("circular", with_macros(letter("{{标题}}")), "paper.template-macros", {}),
    ("superior", table(("收件",), (None, "{{收件书}}")), "paper.field-unknown",
     {"place": "Sheet B2", "named": "收件书"}),
    ("superior", table(("{{单位.名字}}",)), "paper.field-unknown", {"named": "单位.名字"}),
    ("superior", table(("{{单位}}",)), "paper.field-unknown", {"named": "单位"}),
    ("superior", table(("{{单位.名称}}", "{{超期.编号}}")), "paper.rows-mixed",
     {"lists": "单位、超期"}),
    ("superior", table(("收件",)), "paper.template-empty", {}),
    ("circular", letter("{% for 个 in 收件数 %}x{% endfor %}"), "paper.template-tag",
     {"why": "for … in 收件数"}),
    ("circular", letter("{% if 标题 %}" * 150 + "{% endif %}" * 150), "paper.template-tag", {}),
    ("circular", letter("{{ " + "(" * 5000 + "标题" + ")" * 5000 + " }}"), "paper.template-tag",
     {"why": "RecursionError"}),
    ("circular", said_of_itself("{{ 1 / 0 }}"), "paper.template-tag", {"place": "文档属性"}),
    ("superior", far("{{标题}}", "XFD5"), "sheet.bomb", {}),
    ("superior", far("{{标题}}", "A1048576"), "sheet.bomb", {}),
    ("superior", far("{{标题}}", "A1", merged="A2:XFD1048576"), "sheet.bomb", {}),
    ("nothing", b"", "paper.kind-unknown", {"kind": "nothing"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "code", "facts"), BAD)
def test_a_template_that_cannot_be_used_is_refused_by_name(
    version: MechanismVersion, kind: str, body: bytes, code: str, facts: dict[str, str]
) -> None:
    with pytest.raises(Refused) as refused:
        keep(kind, body)
    assert refused.value.code == code
    assert {name: refused.value.facts[name] for name in facts} == facts
    assert not PaperTemplate.objects.exists()


def test_an_unknown_field_is_told_with_those_like_it() -> None:
    with pytest.raises(Refused) as refused:
        documents.check(letter("{{收件书}}"), setting.names_of(kinds.KINDS["circular"]))
    assert "收件数" in str(refused.value.facts["near"])


def test_templates_are_kept_version_by_version(version: MechanismVersion) -> None:
    first = keep("circular", letter("{{标题}}"))
    again = keep("circular", bytes(first.body))
    second = keep("circular", letter("{{标题}}", "{{收件数}}"))
    assert (first.version, again.pk, second.version) == (1, first.pk, 2)
    noted = Entry.objects.filter(subject_kind="book", kind="template-kept")
    assert [entry.data["sha256"] for entry in noted] == [first.sha256, second.sha256]


def test_a_desk_keeps_no_templates(version: MechanismVersion) -> None:
    with pytest.raises(Refused) as refused:
        keep("circular", letter("{{标题}}"), "handler")
    assert refused.value.code == "paper.not-yours"
    assert not PaperTemplate.objects.exists()


def test_the_superiors_table_keeps_its_layout() -> None:
    body = table(
        ("报表 {{统计期间}}",), ("单位", "收件"), ("{{单位.名称}}", "{{单位.收件数}}"),
        ("合计", "{{收件数}}"), ("填表人",),
    )  # fmt: skip
    sheet = setting.sheet(
        setting.Said(kinds.KINDS["superior"], "表", {}), pressed.figures("housing", "water")
    )
    assert workbooks.values(workbooks.filled(body, sheet)) == [
        ["报表 2026年3月2日至3月8日", None], ["单位", "收件"], ["housing", 12], ["water", 12],
        ["合计", 24], ["填表人", None],
    ]  # fmt: skip


def test_a_table_without_lines_keeps_its_head_and_its_sum() -> None:
    body = table(("单位", "收件"), ("{{单位.名称}}", "{{单位.收件数}}"), ("合计", "{{收件数}}"))
    sheet = setting.sheet(setting.Said(kinds.KINDS["superior"], "表", {}), pressed.figures())
    assert workbooks.values(workbooks.filled(body, sheet)) == [
        ["单位", "收件"], [None, None], ["合计", 0],
    ]  # fmt: skip


def test_what_is_filled_in_is_no_formula_and_no_markup() -> None:
    sheet = setting.sheet(setting.Said(kinds.KINDS["superior"], "=1+1", {}), pressed.figures())
    filled = workbooks.filled(table(("{{标题}}",)), sheet)
    assert workbooks.values(filled) == [["=1+1"]]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(filled)).read("xl/worksheets/sheet1.xml")
    document = documents.filled(letter("{{标题}}"), {"标题": "<甲> & {{乙}}"})
    assert documents.text_of(document) == "<甲> & {{乙}}"


def lined(*merged: str) -> bytes:
    book = Workbook()
    book.active.append(("{{单位.名称}}", None, "{{单位.收件数}}"))
    book.active.append(("合计", None, "{{收件数}}"))
    for one in merged:
        book.active.merge_cells(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("merged", [("A1:B1",), ("A1:B2",), ("A1:B1", "A2:B2")])
def test_every_line_of_a_list_stands_in_the_table_however_its_row_is_merged(
    merged: tuple[str, ...],
) -> None:
    units = [{"名称": name, "收件数": n} for n, name in enumerate("甲乙丙", 1)]
    made = workbooks.filled(lined(*merged), {"单位": units, "收件数": 6})
    rows = workbooks.values(made)
    assert [(row[0], row[2]) for row in rows[:3]] == [("甲", 1), ("乙", 2), ("丙", 3)]
    assert rows[3][2] == 6


def test_what_no_cell_takes_is_left_out_of_it() -> None:
    made = workbooks.filled(table(("{{标题}}",)), {"标题": "路\x0b灯\ud800不亮\x00"})
    assert workbooks.values(made) == [["路灯不亮"]]


def test_a_figure_held_against_a_word_is_refused_and_no_fault() -> None:
    body = letter("{% if 收件数 > 标题 %}多{% endif %}")
    with pytest.raises(Refused) as refused:
        documents.filled(body, {"收件数": 3, "标题": "通报"})
    assert refused.value.code == "paper.template-tag"
