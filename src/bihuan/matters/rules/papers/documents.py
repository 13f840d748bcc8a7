"""DOCX templates the office edits in its own word processor: checked when kept, filled when used.

A template may name fields, go through lists and ask whether something is there. Anything else is
refused: a template is a paper, not a program.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bihuan.kernel.refused import Refused

Names = Mapping[str, tuple[str, ...]]
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For,
    nodes.If, nodes.Not, nodes.And, nodes.Or, nodes.Const, nodes.Compare, nodes.Operand,
)  # fmt: skip
_STAMP = (1980, 1, 1, 0, 0, 0)
_TAGS = re.compile(r"<[^>]+>")
NEAREST, LIKE = 3, 0.5
LISTS = ("正文", "栏")  # lists whose rows have no fields of their own


def environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True)


def check(body: bytes, names: Names) -> None:
    """Refuses `paper.template-broken`, `paper.template-tag` and `paper.field-unknown`, naming the
    place, the field and those like it.
    """
    for place, text in _parts(_opened(body)):
        try:
            _check_tree(environment().parse(text), names, place)
            environment().compile(text)
        except TemplateSyntaxError as fault:
            raise Refused("paper.template-tag", place=place, why=str(fault.message)) from fault
        except (SyntaxError, RecursionError) as fault:  # tags within tags without end
            raise Refused("paper.template-tag", place=place, why=type(fault).__name__) from fault


def filled(body: bytes, sheet: Mapping[str, Any]) -> bytes:
    """The document of a paper; the same fields give the same bytes.

    Refuses `paper.template-tag` where a tag does not fit what its field holds: a number held
    against a word, say.
    """
    template = _opened(body)
    try:
        template.render(dict(sheet), jinja_env=environment(), autoescape=True)
    except (TypeError, ValueError, ArithmeticError, SyntaxError, TemplateError) as fault:
        raise Refused("paper.template-tag", place="正文", why=str(fault)[:200]) from fault
    out = io.BytesIO()
    template.save(out)
    return steady(out.getvalue())


def steady(package: bytes, parts: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The same office file with no time of day in its packaging, nor in the parts given."""
    clean = parts or {}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            kept = zipfile.ZipInfo(member.filename, _STAMP)
            kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            data = old.read(member)
            new.writestr(kept, clean[member.filename](data) if member.filename in clean else data)
    return out.getvalue()


def text_of(document: bytes) -> str:
    """Everything the document says, cell after cell and line after line."""
    found = Document(io.BytesIO(document))
    lines = [paragraph.text for paragraph in found.paragraphs]
    for table in found.tables:
        lines += ["\t".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)


def _opened(body: bytes) -> DocxTemplate:
    template = DocxTemplate(io.BytesIO(body))
    try:
        template.init_docx()
    except Exception as fault:
        # python-docx and lxml have no family of errors of their own for a file that is none.
        raise Refused("paper.template-broken") from fault
    return template


def _parts(template: DocxTemplate) -> Iterator[tuple[str, str]]:
    """The text tags may stand in: the body, headers, footers, footnotes and what the file says of
    itself. All of it is filled, so all of it is checked.
    """
    yield "正文", template.patch_xml(template.get_xml())
    for uri, place in ((template.HEADER_URI, "页眉"), (template.FOOTER_URI, "页脚")):
        for _key, part in template.get_headers_footers(uri):
            yield place, template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.content_type.endswith(".footnotes+xml"):
            yield "脚注", template.patch_xml(part.blob.decode("utf-8", "replace"))
    told = template.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield "文档属性", getattr(told, name)


def _check_tree(tree: nodes.Template, names: Names, place: str) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise Refused("paper.template-tag", place=place, why=type(node).__name__)
    _check_names(tree, names, {}, place)


def _check_names(node: nodes.Node, names: Names, rows: Mapping[str, str], place: str) -> None:
    """Every name is a field, a row of a list, or a field of such a row."""
    if isinstance(node, nodes.For):
        node_rows = dict(rows)
        listed = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if not isinstance(node.target, nodes.Name) or not (names.get(listed) or listed in LISTS):
            raise Refused("paper.template-tag", place=place, why=f"for … in {listed or '…'}")
        node_rows[node.target.name] = listed
        _check_names(node.iter, names, rows, place)
        for child in (*node.body, *node.else_):
            _check_names(child, names, node_rows, place)
        return
    if isinstance(node, nodes.Getattr):
        _check_row(node, names, rows, place)
        return
    if isinstance(node, nodes.Name) and node.name not in rows and node.name not in names:
        raise unknown(place, node.name, set(names))
    for child in node.iter_child_nodes():
        _check_names(child, names, rows, place)


def _check_row(node: nodes.Getattr, names: Names, rows: Mapping[str, str], place: str) -> None:
    of = node.node.name if isinstance(node.node, nodes.Name) else ""
    fields = names.get(rows.get(of, ""), ())
    if node.attr not in fields:
        raise unknown(place, f"{of}.{node.attr}", {f"{of}.{field}" for field in fields})


def unknown(place: str, field: str, known: AbstractSet[str]) -> Refused:
    """The refusal of a field that does not exist, with those that sound like it."""
    near = difflib.get_close_matches(field, sorted(known), NEAREST, LIKE)
    return Refused("paper.field-unknown", place=place, named=field, near="、".join(near) or "—")
