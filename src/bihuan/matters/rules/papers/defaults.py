"""The templates we ship, built here so that nothing in them is anybody else's.

Letters follow GB/T 9704-2012: A4, margins 37, 35, 28 and 26 mm, 22 lines of 28 characters, title
in 小标宋 of size 2, body in 仿宋 of size 3; the letter form with its red lines, section 10.1.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bihuan.matters.rules.papers import matterwords, workbooks
from bihuan.matters.rules.papers.documents import steady
from bihuan.matters.rules.papers.kinds import COLOURS, Kind

LINE = 28.95  # points: 225 mm by 22 lines
SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14
CLOSER = -5  # 28 characters on 156 mm, in twentieths of a point a character
TITLE, BODY, HEAD, SMALL = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
RED = RGBColor(0xC0, 0x00, 0x00)
INKS = {
    "blue": RGBColor(0x1F, 0x4E, 0x9E), "yellow": RGBColor(0xB3, 0x7A, 0x00), "red": RED,
}  # fmt: skip
_AFTER_SNAP = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr", "w:sectPr")
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@lru_cache(maxsize=32)
def template(kind: Kind) -> bytes:
    """The template of a kind: DOCX, or XLSX for a table."""
    if kind.layout == "table":
        return workbooks.default()
    document = _page()
    _BUILDERS[kind.layout](document, kind)
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def _page() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001  python-docx has no door to it
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)  # noqa: SLF001
    for name, value in (("type", "lines"), ("linePitch", round(LINE * 20))):
        grid.set(qn(f"w:{name}"), str(value))
    _normal(document.styles["Normal"])
    section.footer_distance = Mm(24)
    _page_number(section.footer.paragraphs[0])
    return document


def _normal(style: Any) -> None:
    """Body type as Chinese text, set so that 28 characters fill a line in every word processor."""
    style.font.size = Pt(SIZE_3)
    _font(style, BODY)
    for name, values in (("spacing", {"val": str(CLOSER)}),
                         ("lang", {"val": "en-US", "eastAsia": "zh-CN"})):  # fmt: skip
        part = OxmlElement(f"w:{name}")
        for key, value in values.items():
            part.set(qn(f"w:{key}"), value)
        style.element.get_or_add_rPr().append(part)


def _font(styled: Any, name: str) -> None:
    styled.font.name = name if name != BODY else "Times New Roman"
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for script in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{script}"), "Times New Roman")


def _line(  # noqa: PLR0913 - one paragraph in one line of the layout
    where: Any, text: str, *, font: str = BODY, size: float = SIZE_3, ink: RGBColor | None = None,
    align: Any = None, indent: float = 0,
) -> Any:  # fmt: skip
    """One paragraph with a fixed pitch of lines."""
    paragraph = where.add_paragraph()
    _pitch(paragraph, max(LINE, size * 1.35))
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(indent)
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _font(run, font)
    if ink is not None:
        run.font.color.rgb = ink
    return paragraph


def _pitch(paragraph: Any, pitch: float) -> None:
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    form.space_before = form.space_after = Pt(0)
    loose = OxmlElement("w:snapToGrid")  # else a line that is higher than the grid takes two
    loose.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(loose, *_AFTER_SNAP)  # noqa: SLF001


def _tag(where: Any, text: str) -> None:
    """A tag that stands alone and vanishes with its line."""
    _pitch(where.add_paragraph(text), LINE)


def _rule(paragraph: Any, side: str, style: str, wider: float = 0) -> None:
    """A red line above or below a paragraph; `wider` than the text by so many mm each side."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", style), ("sz", "18"), ("space", "4"), ("color", "C00000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:snapToGrid", "w:tabs", *_AFTER_SNAP
    )
    if wider:
        paragraph.paragraph_format.left_indent = Mm(-wider)
        paragraph.paragraph_format.right_indent = Mm(-wider)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = RIGHT
    for text in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if text == "PAGE" else text)
        run.font.size = Pt(SIZE_4)
        _font(run, SMALL)
        if text == "PAGE":
            for kind in ("begin", "PAGE", "end"):
                part = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
                if kind == "PAGE":
                    part.text = kind
                else:
                    part.set(qn("w:fldCharType"), kind)
                run._r.append(part)  # noqa: SLF001


def _draft(document: Any) -> None:
    _tag(document, "{%p if 草稿 %}")
    _line(document, "{{草稿}}", font=HEAD, size=12, ink=RED, align=CENTRE)
    _tag(document, "{%p endif %}")


def _body(where: Any, size: float = SIZE_3) -> None:
    _tag(where, "{%p for 段 in 正文 %}")
    _line(where, "{{段}}", size=size, indent=size * 2)
    _tag(where, "{%p endfor %}")


def _ending(document: Any) -> None:
    """Name of the office, day, room for the seal; the date four characters from the right."""
    _line(document, "")
    for text in ("{{发文机关}}", "{{日期}}"):
        _line(document, text, align=RIGHT).paragraph_format.right_indent = Pt(SIZE_3 * 4)
    _copies(document)


def _copies(document: Any) -> None:
    _tag(document, "{%p if 抄送 %}")
    _line(document, "抄送：{{抄送}}", size=SIZE_4)
    _tag(document, "{%p endif %}")


def _letter(document: Any, _kind: Kind) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    head = section.first_page_header
    mark = head.paragraphs[0]
    _pitch(mark, 40)
    mark.alignment = CENTRE
    run = mark.add_run("{{发文机关}}")
    run.font.size, run.font.color.rgb = Pt(28), RED
    _font(run, TITLE)
    _rule(mark, "bottom", "thickThinSmallGap", 7)
    foot = section.first_page_footer.paragraphs[0]
    _rule(foot, "top", "thinThickSmallGap", 7)
    _draft(document)
    _line(document, "{{发文字号}}", align=RIGHT)
    _titled(document)
    _line(document, "{{主送}}：")
    _body(document)
    _ending(document)


def _notice(document: Any, _kind: Kind) -> None:
    _draft(document)
    _titled(document)
    _line(document, "{{发文字号}}", align=RIGHT)
    _line(document, "{{主送}}：")
    _body(document)
    _ending(document)


def _titled(document: Any) -> None:
    _line(document, "")
    _line(document, "{{标题}}", font=TITLE, size=SIZE_2, align=CENTRE)
    _line(document, "")


def _report(document: Any, kind: Kind) -> None:
    _draft(document)
    _line(document, kind.name, font=TITLE, size=42, ink=RED, align=CENTRE)
    _line(document, "{{发文字号}}", align=CENTRE)
    under = _line(document, "{{发文机关}}\t{{日期}}")
    under.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    _rule(under, "bottom", "single")
    _titled(document)
    _body(document)
    _listed(document, "各单位办理情况", "单位", (
        ("单位", "名称", 44), ("收件", "收件数", 16), ("答复", "答复数", 16),
        ("销号", "销号数", 16), ("解决", "解决数", 16), ("超期", "超期数", 16),
        ("临期", "临期数", 16), ("在办", "期末在办数", 16),
    ))  # fmt: skip
    for name, head in (("超期", "超期未答复事项"), ("红牌", "红牌事项")):
        _tag(document, f"{{%p if {name} %}}")
        _listed(document, head, name, (
            ("编号", "编号", 46), ("事项", "标题", 54), ("单位", "单位", 28), ("期限", "期限", 28),
        ))  # fmt: skip
        _tag(document, "{%p endif %}")
    _ending(document)


def _listed(
    document: Any, head: str, listed: str, columns: tuple[tuple[str, str, int], ...]
) -> None:
    """A list as a table under its own head, one row for each line."""
    over = _line(document, head, font=HEAD, indent=SIZE_3 * 2)
    over.paragraph_format.keep_with_next = True
    table = _table(document, 4, [width for _head, _field, width in columns])
    for place, (text, field, _width) in enumerate(columns):
        _cell(table.cell(0, place), text, HEAD)
        _cell(table.cell(2, place), f"{{{{行.{field}}}}}", BODY)
    _cell(table.cell(1, 0), f"{{%tr for 行 in {listed} %}}", BODY)
    _cell(table.cell(3, 0), "{%tr endfor %}", BODY)
    _line(document, "")


def _table(document: Any, rows: int, widths: list[int]) -> Any:
    table = document.add_table(rows, len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  no other door
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _cell(cell: Any, text: str, font: str, *, centre: bool = True) -> None:
    paragraph = cell.paragraphs[0]
    _pitch(paragraph, 20)
    paragraph.alignment = CENTRE if centre else None
    run = paragraph.add_run(text)
    run.font.size = Pt(12)
    _font(run, font)


def _form(document: Any, kind: Kind) -> None:
    ink = INKS.get(kind.colour)
    _draft(document)
    _line(document, "{{发文机关}}", font=TITLE, size=SIZE_2, ink=ink, align=CENTRE)
    name = f"{kind.name}（{COLOURS[kind.colour]}）" if kind.colour else kind.name
    _line(document, name, font=TITLE, size=26, ink=ink, align=CENTRE)
    if kind.numbered:
        _line(document, "{{发文字号}}", size=SIZE_4, align=RIGHT)
    rows = matterwords.rows(kind, {})
    table = _table(document, len(rows), [26, 52, 26, 52])
    for place, row in enumerate(rows):
        cells = table.rows[place].cells
        _cell(cells[0], str(row[0]["名"]), HEAD)
        target = cells[1] if len(row) > 1 else cells[1].merge(cells[3])
        _fill(target, str(row[0]["名"]))
        table.rows[place].height = Mm(30 if row[0]["高"] else 11)
        if len(row) > 1:
            _cell(cells[2], str(row[1]["名"]), HEAD)
            _fill(cells[3], str(row[1]["名"]))
    last = _line(document, "签发人：{{签发人}}\t{{日期}}", size=SIZE_4)
    last.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    _copies(document)


def _fill(cell: Any, name: str) -> None:
    if name.endswith("要求"):
        cell.paragraphs[0].add_run("{%p for 段 in 正文 %}")
        _line(cell, "{{段}}", size=SIZE_4, indent=SIZE_4 * 2)
        _tag(cell, "{%p endfor %}")
        return
    _cell(cell, f"{{{{{name}}}}}" if name in matterwords.FIELDS else "", BODY, centre=False)


_BUILDERS = {"letter": _letter, "notice": _notice, "report": _report, "form": _form}
