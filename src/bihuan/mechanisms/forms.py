"""Turns the questions of a form into the kernel's fields."""

from collections.abc import Mapping

from bihuan.kernel import declaration
from bihuan.mechanisms.drafts import Draft
from bihuan.mechanisms.schema.intake import FormField

_SERVES: Mapping[str, tuple[str, ...]] = {
    "title": ("line", "text"),
    "text": ("text", "line"),
    "accused": ("unit", "units"),
}
_PERSONAL = {"phone", "name"}


def compiled(draft: Draft) -> tuple[declaration.Field, ...]:
    """The fields in the order of the form; notes choices and ranges that do not fit."""
    return tuple(_field(draft, name, asked) for name, asked in draft.document.form.items())


def serving(draft: Draft, purpose: str, instead: str = "") -> str:
    """The field that serves a purpose, else the first of the kind `instead`, else none."""
    form = draft.document.form
    marked = [name for name, asked in form.items() if asked.serves == purpose]
    first = [name for name, asked in form.items() if asked.kind == instead]
    for name in marked:
        if form[name].kind not in _SERVES[purpose] or name != marked[0]:
            draft.fault(("form", name, "serves"), "field.serves-wrong", field=name, serves=purpose)
    return next(iter((*marked, *first)), "")


def _field(draft: Draft, name: str, asked: FormField) -> declaration.Field:
    _check(draft, name, asked)
    personal = asked.kind in _PERSONAL if asked.personal is None else asked.personal
    return declaration.Field(
        name, asked.label or name, asked.kind, asked.required, asked.of, personal, asked.help,
        asked.least, asked.most, _columns(draft, name, asked),
    )  # fmt: skip


def _check(draft: Draft, name: str, asked: FormField) -> None:
    if asked.kind == "choice" and not asked.of:
        draft.fault(("form", name), "field.choices-missing", field=name)
    if asked.kind != "choice" and asked.of:
        draft.fault(("form", name, "of"), "field.choices-unwanted", field=name)
    ends = [end for end in (asked.least, asked.most) if end is not None]
    if ends and (asked.kind != "number" or ends != sorted(ends)):
        draft.fault(("form", name), "field.range-wrong", field=name)
    if asked.columns and asked.kind != "table":
        draft.fault(("form", name, "columns"), "field.columns-unwanted", field=name)


def _columns(draft: Draft, name: str, asked: FormField) -> tuple[declaration.Column, ...]:
    """The columns in their order; notes a name given twice and choices that do not fit."""
    found: dict[str, declaration.Column] = {}
    for place, one in enumerate(asked.columns):
        path = ("form", name, "columns", place)
        if one.name in found:
            draft.fault(path, "field.column-twice", field=name, column=one.name)
        if (one.kind == "choice") != bool(one.of):
            code = "field.choices-unwanted" if one.of else "field.choices-missing"
            draft.fault(path, code, field=one.name)
        found[one.name] = declaration.Column(
            one.name, one.label or one.name, one.kind, one.required, tuple(one.of.values())
        )
    return tuple(found.values())
